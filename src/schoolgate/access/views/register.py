"""The register of rights: the matrix, one person's rights, changes, the file."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.access import permissions
from schoolgate.access.actions import register
from schoolgate.access.forms import GroupForm, RightForm, SurplusForm, SystemForm
from schoolgate.access.models import Right
from schoolgate.access.queries import register as queries
from schoolgate.access.rules.register import Basis, Level
from schoolgate.access.views.shared import carry_out, words_sought
from schoolgate.people import permissions as people
from schoolgate.people import queries as people_queries
from schoolgate.people.acts import Act, Nothing, forms_of, number, sent
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists


@require_safe
@never_cache
def rights(request: PersonsVisit, school: str) -> HttpResponse:
    """The matrix of systems and groups, and a way to one person's rights."""
    today = timezone.localdate()
    groups, rows = queries.matrix(request.person, on=today)
    words = words_sought(request)
    seen = people_queries.people(viewer=request.person, on=today)
    context = {
        "groups": groups, "rows": rows, "q": words, "school_slug": school,
        "found": seen.filter(name__icontains=words).order_by("name")[:20] if words else [],
        "surplus": queries.surplus(request.person, on=today),
        "may_change": permissions.may(request.person, Capability.RIGHT_CHANGE, on=today),
        "history": queries.history(request.person, on=today)[:20],
    }  # fmt: skip
    return render(request, "access/rights.html", context)


@require_http_methods(["POST"])
@never_cache
def rights_file(request: PersonsVisit, school: str) -> HttpResponse:
    """The register as a file, past cells too. Taking it is an act, so it is asked for by POST."""
    register.record_export(school=request.person.school, by=request.person, at=timezone.now())
    header, *rows = queries.as_table(request.person, on=timezone.localdate())
    return lists.as_csv(f"{school}-access-rights", header, rows)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rights_change(request: PersonsVisit, school: str) -> HttpResponse:
    """Change a cell, enter a system or a group, take a system out."""
    today = timezone.localdate()
    systems = queries.systems(request.person, on=today)
    groups = queries.groups(request.person, on=today)
    acts = {
        "right": Act(RightForm(sent(request, "right"), systems=systems, groups=groups,
                               prefix="right"), lambda said: _set(request, said)),
        "system": Act(SystemForm(sent(request, "system"), prefix="system"),
                      lambda said: _system(request, said)),
        "group": Act(GroupForm(sent(request, "group"), prefix="group"),
                     lambda said: _group(request, said)),
        "retire": Act(Nothing(sent(request, "retire")), lambda _: _retire(request)),
    }  # fmt: skip
    if done := carry_out(request, acts):
        return done
    context = {"forms": forms_of(acts), "systems": systems,
               "up": reverse("access:rights", args=[school])}  # fmt: skip
    return render(request, "access/rights_change.html", context)


def _set(request: PersonsVisit, said: dict[str, Any]) -> str:
    now = Right.objects.filter(system=said["system"], group=said["group"], until_at=None).first()
    level = Level(int(said["level"]))
    register.set_right(
        system=said["system"],
        group=said["group"],
        level=level,
        by=request.person,
        before=Level(now.level) if now else Level.NONE,
        at=timezone.now(),
    )
    return f"{said['group']} in {said['system']}: {level.words}."


def _system(request: PersonsVisit, said: dict[str, Any]) -> str:
    made = register.add_system(school=request.person.school, by=request.person,
                               at=timezone.now(), **said)  # fmt: skip
    return f"{made} is in the register."


def _group(request: PersonsVisit, said: dict[str, Any]) -> str:
    said["basis"] = Basis(said["basis"])
    made = register.add_group(school=request.person.school, by=request.person,
                              at=timezone.now(), **said)  # fmt: skip
    return f"{made} is a group now."


def _retire(request: PersonsVisit) -> str:
    mine = queries.systems(request.person, on=timezone.localdate())
    system = get_object_or_404(mine, pk=number(request, "system"))
    register.retire_system(system=system, by=request.person, at=timezone.now())
    return f"{system} is out of the register, and its rights have ended."


@require_safe
@never_cache
def my_rights(request: PersonsVisit, school: str) -> HttpResponse:
    """What I may do where, and why."""
    return _of(request, request.person, {})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def person_rights(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """What one person may do where, and what they were found to hold beside it."""
    today = timezone.localdate()
    person = get_object_or_404(people.visible_to(request.person, on=today), pk=pk)
    systems = queries.systems(request.person, on=today)
    acts = {
        "find": Act(SurplusForm(sent(request, "find"), systems=systems),
                    lambda said: _find(request, person, said)),
        "end": Act(Nothing(sent(request, "end")), lambda _: _end(request, person)),
    }  # fmt: skip
    return carry_out(request, acts) or _of(request, person, acts)


def _of(request: PersonsVisit, person: Person, acts: dict[str, Act]) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    found = queries.surplus(request.person, on=today).filter(person=person)
    context = {
        "person": person, "forms": forms_of(acts), "surplus": found,
        "rights": queries.effective(request.person, person, at=now, on=today),
        "may_change": acts and permissions.may(request.person, Capability.RIGHT_CHANGE, on=today),
        "up": reverse("access:rights" if acts else "access:access", args=[person.school.slug]),
    }  # fmt: skip
    return render(request, "access/person_rights.html", context)


def _find(request: PersonsVisit, person: Person, said: dict[str, Any]) -> str:
    register.find_surplus(person=person, system=said["system"], level=Level(int(said["level"])),
                          by=request.person, at=timezone.now())  # fmt: skip
    return "Recorded. The next access review asks about it."


def _end(request: PersonsVisit, person: Person) -> str:
    mine = queries.surplus(request.person, on=timezone.localdate()).filter(person=person)
    one = get_object_or_404(mine.select_related("school"), pk=number(request, "surplus"))
    register.end_surplus(surplus=one, by=request.person, at=timezone.now())
    return f"Taken away: {one}."
