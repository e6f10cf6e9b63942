"""Joiners and leavers: who is on the way, and each one's steps."""

from __future__ import annotations

from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.access import permissions
from schoolgate.access.actions import checklists, gates, holdings
from schoolgate.access.forms import HoldingForm, TickForm
from schoolgate.access.models import Checklist, Holding
from schoolgate.access.queries import checklists as queries
from schoolgate.access.rules.checklists import Joining, Leaving
from schoolgate.access.views.gates import gate_acts, own_forms
from schoolgate.access.views.shared import carry_out, words_sought
from schoolgate.people import queries as people
from schoolgate.people.acts import Act, Nothing, forms_of, number, sent
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def joiners(request: PersonsVisit, school: str) -> HttpResponse:
    """Who joins."""
    return _list(request, school, leaving=False)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leavers(request: PersonsVisit, school: str) -> HttpResponse:
    """Who leaves, and who is gone but still holds something."""
    return _list(request, school, leaving=True)


def _list(request: PersonsVisit, school: str, *, leaving: bool) -> HttpResponse:
    today = timezone.localdate()
    acts = {
        "begin": Act(Nothing(sent(request, "begin")), lambda _: _begin_due(request)),
        "one": Act(Nothing(sent(request, "one")), lambda _: _begin_one(request, leaving)),
        "close": Act(Nothing(sent(request, "close")), lambda _: _close_leavers(request)),
    }
    if done := carry_out(request, acts):
        return done
    words = words_sought(request)
    found = queries.lists(request.person, leaving=leaving, on=today)
    if words:
        found = found.filter(person__name__icontains=words)
    found = found.order_by(F("done_at").asc(nulls_first=True), "day_on", "pk")
    due = [one for one, going in queries.without_list(request.person.school, today)
           if going is leaving]  # fmt: skip
    context = {
        "leaving": leaving, "page": lists.page_of(request, found), "q": words, "today": today,
        "keep": lists.query_without(request), "due": due, "forms": forms_of(acts),
        "candidates": _found(request, words, leaving) if words else [],
        "may_keep": permissions.may(request.person, Capability.CHECKLIST_KEEP, on=today),
        "holding": queries.gone_but_holding(request.person, on=today) if leaving else [],
        "school_slug": school,
    }  # fmt: skip
    return render(request, "access/checklists.html", context)


def _found(request: PersonsVisit, words: str, leaving: bool) -> object:
    """People of this name with the date that a list begins from, and no list of it yet."""
    today, date = timezone.localdate(), "ends_on" if leaving else "starts_on"
    seen = people.people(viewer=request.person, on=today).filter(name__icontains=words)
    seen = seen.filter(**{f"{date}__isnull": False})
    listed = Checklist.objects.filter(leaving=leaving, day_on=F(f"person__{date}")).values("person")
    return seen.exclude(pk__in=listed).order_by("name", "pk")[:10]


def _begin_due(request: PersonsVisit) -> str:
    begun = checklists.begin_due_checklists(school=request.person.school, by=request.person,
                                            at=timezone.now())  # fmt: skip
    return f"Lists begun: {begun}."


def _begin_one(request: PersonsVisit, leaving: bool) -> str:
    today = timezone.localdate()
    seen = people.people(viewer=request.person, on=today)
    person = get_object_or_404(seen, pk=number(request, "person"))
    made = checklists.begin_checklist(person=person, leaving=leaving, by=request.person,
                                      at=timezone.now())  # fmt: skip
    return f"The list for the {made} is begun."


def _close_leavers(request: PersonsVisit) -> str:
    closed = checklists.close_leavers(school=request.person.school, by=request.person,
                                      at=timezone.now())  # fmt: skip
    return f"Logins of people who have left, closed: {closed}."


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def checklist(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One person's steps, and what can be done about each."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = permissions.rows(Checklist, request.person, Capability.CHECKLIST_SEE, on=today)
    one = get_object_or_404(found.select_related("person", "school"), pk=pk)
    acts = _acts(request, one)
    if done := carry_out(request, acts):
        return done
    steps = queries.steps_of(one, now)
    may = permissions.may
    forms = forms_of(acts)
    context = {
        "list": one, "forms": forms,
        "steps": [(step, own_forms(step.name, forms)) for step in steps],
        "ready": all(step.done for step in steps), "today": today,
        "holdings": Holding.objects.filter(person=one.person, returned_at=None),
        "up": reverse("access:leavers" if one.leaving else "access:joiners", args=[school]),
        "may_keep": may(request.person, Capability.CHECKLIST_KEEP, on=today) and not one.done_at,
        "may_record": may(request.person, Capability.GATE_RECORD, on=today),
        "may_waive": may(request.person, Capability.GATE_WAIVE, on=today),
        "may_end_roles": may(request.person, Capability.ROLE_APPOINT, on=today),
    }  # fmt: skip
    return render(request, "access/checklist.html", context)


def _acts(request: PersonsVisit, one: Checklist) -> dict[str, Act]:
    now, by = timezone.now(), request.person

    def plain(name: str, do: object) -> Act:
        return Act(Nothing(sent(request, name)), do)  # type: ignore[arg-type]

    def tick(step: str) -> Act:
        def do(said: dict[str, str]) -> str:
            checklists.tick(checklist=one, step=step, said=said["words"], by=by, at=now)
            return "Ticked."

        form = TickForm(sent(request, f"tick-{step}"), prefix=f"tick-{step}")
        form.fields["words"].help_text = queries.what_to_say(step)
        return Act(form, do)

    by_hand = (Leaving.CHANNELS, Leaving.DATA) if one.leaving else (Joining.DEVICE,)
    acts = {f"tick-{step}": tick(step) for step in by_hand}
    acts["note"] = Act(HoldingForm(sent(request, "note")), lambda said: _note(request, one, said))
    acts["back"] = plain("back", lambda _: _take_back(request, one))
    acts["complete"] = plain("complete", lambda _: _complete(request, one))
    if one.leaving:
        acts["close"] = plain("close", lambda _: _close(request, one))
        acts["roles"] = plain("roles", lambda _: _end_roles(request, one))
        return acts
    acts["open"] = plain("open", lambda _: _open(request, one))
    return acts | gate_acts(request, one.person, now)


def _note(request: PersonsVisit, one: Checklist, said: dict[str, str]) -> str:
    made = holdings.note_holding(person=one.person, what=said["what"], by=request.person,
                                 at=timezone.now())  # fmt: skip
    return f"Noted: {made}."


def _take_back(request: PersonsVisit, one: Checklist) -> str:
    mine = Holding.objects.filter(person=one.person)
    holding = get_object_or_404(mine, pk=number(request, "holding"))
    holdings.take_back(holding=holding, by=request.person, at=timezone.now())
    return f"{holding} is back."


def _complete(request: PersonsVisit, one: Checklist) -> str:
    checklists.complete(checklist=one, by=request.person, at=timezone.now())
    return f"The {one} is complete."


def _close(request: PersonsVisit, one: Checklist) -> str:
    checklists.close_login(checklist=one, by=request.person, at=timezone.now())
    return f"The account of {one.person} is closed."


def _end_roles(request: PersonsVisit, one: Checklist) -> str:
    ended = checklists.end_roles(checklist=one, by=request.person, at=timezone.now())
    return f"Roles ended: {ended}."


def _open(request: PersonsVisit, one: Checklist) -> str:
    made = gates.open_login(person=one.person, by=request.person, at=timezone.now())
    return f"{one.person} has a login now: {made.username}. Next, make an invitation."
