"""A class: the lesson, the golden rules together, accounts; and who of the staff was trained."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.agreements import actions, permissions, queries
from schoolgate.agreements.forms import LessonForm, PresentForm, TrainingForm
from schoolgate.agreements.queries import Line
from schoolgate.agreements.rules.kinds import Kind
from schoolgate.agreements.rules.standing import State
from schoolgate.agreements.views.shared import carry_out
from schoolgate.people.acts import Act, Nothing, sent
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.people.visits import PersonsVisit


@require_safe
@never_cache
def classes(request: PersonsVisit, school: str) -> HttpResponse:
    """The classes with which I may sign."""
    now = timezone.now()
    names = queries.classes(viewer=request.person, on=timezone.localdate(now))
    rows = [(name, _counts(request, name, now)) for name in names]
    context = {"school": request.person.school, "rows": rows}
    return render(request, "agreements/classes.html", context)


def _counts(request: PersonsVisit, name: str, at: datetime) -> tuple[int, int]:
    found = queries.of_class(request.person.school, name, at=at)
    return sum(one.state is State.SIGNED for one in found), len(found)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def one(request: PersonsVisit, school: str, name: str) -> HttpResponse:
    """One class: record the lesson, then sign with those who are there."""
    now, viewer = timezone.now(), request.person
    today = timezone.localdate(now)
    if name not in queries.classes(viewer=viewer, on=today):
        raise Http404("You sign with the classes that you teach.")
    every = queries.of_class(viewer.school, name, at=now)
    acts = _acts(request, name, every, today)
    if done := carry_out(request, acts):
        return done
    lessons = queries.lessons(viewer=viewer, class_name=name, on=today)[:5]
    context = {
        "school": viewer.school, "name": name, "lines": every, "lessons": lessons,
        "forms": {key: act.form for key, act in acts.items()}, "signed": State.SIGNED,
        "waiting": _to_agree(every), "has_rules": any(_is_rules(one) for one in every),
        "may_open": permissions.may(viewer, Capability.ACCOUNT_OPEN, on=today),
        "unopened": [one for one in _pupils(every) if not _has_account(every, one)],
        "back": reverse("agreements:classes", args=[school]),
    }  # fmt: skip
    return render(request, "agreements/class.html", context)


def _acts(
    request: PersonsVisit, name: str, every: list[Line], today: date
) -> dict[str, Act]:  # fmt: skip
    by = request.person

    def lesson(said: dict[str, Any]) -> str:
        actions.record_lesson(class_name=name, by=by, at=timezone.now(), **said)
        return "Recorded. Now the class can sign."

    def together(said: dict[str, Any]) -> str:
        made = actions.sign_class(class_name=name, present=said["present"], by=by,
                                  at=timezone.now())  # fmt: skip
        return f"{len(made)} pupils have signed. Whoever was away stays on the list."

    def accounts(said: dict[str, Any]) -> str:
        return _open_accounts(request, every)

    people = [one.person for one in _to_agree(every)]
    return {
        "lesson": Act(LessonForm(sent(request, "lesson"), initial={"held_on": today}), lesson),
        "together": Act(PresentForm(sent(request, "together"), people=people), together),
        "accounts": Act(Nothing(sent(request, "accounts")), accounts),
    }


def _open_accounts(request: PersonsVisit, every: list[Line]) -> str:
    wanted = [one for one in _pupils(every) if not _has_account(every, one)]
    opened = sum(actions.open_accounts(people=wanted, by=request.person, at=timezone.now()))
    return (f"{opened} accounts are open. The other {len(wanted) - opened} open by themselves when "
            "the agreement is signed.")  # fmt: skip


def _to_agree(every: list[Line]) -> list[Line]:
    return [one for one in every if _is_rules(one) and one.state is not State.SIGNED]


def _is_rules(line: Line) -> bool:
    return line.document.kind is Kind.CLASS_RULES


def _pupils(every: list[Line]) -> list[Person]:
    return list({one.person.pk: one.person for one in every}.values())


def _has_account(every: list[Line], person: Person) -> bool:
    return any(one.has_account for one in every if one.person.pk == person.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def training(request: PersonsVisit, school: str) -> HttpResponse:
    """Record who of the staff was trained; their agreement comes after it."""
    now, viewer = timezone.now(), request.person
    here = queries.bound(viewer.school, on=timezone.localdate(now))
    staff = here.filter(kind__in=sorted(STAFF_KINDS)).order_by("name")
    missing = queries.untrained(staff)
    left = [one for one in staff if one.pk in missing]

    def record(said: dict[str, Any]) -> str:
        count = actions.record_training(school=viewer.school, by=viewer, at=now, **said)
        return f"Recorded for {count} of the staff. They can sign now."

    others = [one for one in left if one.pk != viewer.pk]
    acts = {"train": Act(TrainingForm(sent(request, "train"), people=others), record)}
    if done := carry_out(request, acts):
        return done
    context = {"school": viewer.school, "form": acts["train"].form, "left": others,
               "me": viewer.pk in missing}  # fmt: skip
    return render(request, "agreements/training.html", context)
