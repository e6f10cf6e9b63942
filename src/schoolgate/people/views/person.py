"""One person: what the viewer may see, and what they may do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.people import actions, permissions, queries, rules
from schoolgate.people.forms import (
    FlagForm,
    GuardianForm,
    LeavingForm,
    NewPersonForm,
    PersonForm,
    kind_name,
)
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.people.rules import Flag, Kind
from schoolgate.people.views.acting import acted, offered
from schoolgate.people.visits import PersonsVisit
from schoolgate.records import queries as journal
from schoolgate.web import lists

_FORM = require_http_methods(["GET", "HEAD", "POST"])


def _seen(request: PersonsVisit, pk: int) -> Person:
    found = queries.one(viewer=request.person, pk=pk, on=timezone.localdate())
    if found is None:
        raise Http404("No such person, or nobody whom you may see.")
    return found


def _page_of(one: Person) -> str:
    return reverse("people:person", args=[one.school.slug, one.pk])


@require_safe
@never_cache
def person(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Somebody, as far as the viewer may see them."""
    one, today = _seen(request, pk), timezone.localdate()
    may = {name: permissions.may(request.person, capability, school=one.school_id, on=today)
           for name, capability in (("change", Capability.PERSON_CHANGE),
                                    ("see", Capability.PERSON_SEE))}  # fmt: skip
    family = queries.family(person=one, viewer=request.person, on=today)
    entries = lists.page_of(request, queries.history(person=one, viewer=request.person, on=today))
    context = {
        "one": one, "may": may, "today": today, "kind": kind_name(one.kind),
        "year": rules.year_name(one.year), "is_pupil": one.kind == Kind.PUPIL,
        "last_day": one.ends_on and one.ends_on - timedelta(days=1),
        "family": family,
        "opens": queries.opening(family, viewer=request.person, on=today),
        "flags": permissions.may_see_flags(request.person, one, on=today),
        "roles": one.appointments.filter(permissions.in_force(today)).select_related("deputy_of"),
        "teaching": one.teaching.order_by("class_name"),
        "page": entries, "history": [(entry.at, journal.sentence(entry)) for entry in entries],
    }  # fmt: skip
    return render(request, "people/person.html", context)


@_FORM
@never_cache
def add(request: PersonsVisit, school: str) -> HttpResponse:
    """Add somebody who is in no management system."""
    here = get_object_or_404(queries.schools(), slug=school)
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        try:
            made = actions.add_person(
                school=here, by=request.person, at=timezone.now(), name=values.pop("name"),
                kind=Kind(values.pop("kind")), **values,
            )  # fmt: skip
        except actions.UnableToChange as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made} is added.")
            return HttpResponseRedirect(_page_of(made))
    back = reverse("people:people", args=[school])
    context = {"title": "Add somebody", "button": "Add", "back": back, "form": form,
               "words": "For guests, volunteers and others who are in no management system. "
               "Pupils and staff come with the roster."}  # fmt: skip
    return render(request, "people/act.html", context)


@_FORM
@never_cache
def change(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Change name, class and year by hand."""
    one = _seen(request, pk)
    names = ("given_name", "family_name", "title", "email", "year", "class_name")
    initial = {name: getattr(one, name) for name in names}
    form = PersonForm(request.POST or None, initial=initial, kind=one.kind)

    def act() -> str:
        actions.change_person(
            person=one, values=form.values(), by=request.person, at=timezone.now()
        )
        return f"{one} is changed."

    back = f"The next import from “{one.source}” puts back what stands there."
    return acted(request, form, act, then=_page_of(one), title=f"Change {one}", button="Save",
                 back=_page_of(one), words=back if one.source else "")  # fmt: skip


@_FORM
@never_cache
def leaving(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Record somebody's last day."""
    one = _seen(request, pk)
    form = LeavingForm(request.POST or None)

    def act() -> str:
        last_day = form.cleaned_data["last_day"]
        actions.record_leaving(person=one, last_day=last_day, by=request.person, at=timezone.now())
        return f"{one} leaves after {last_day:%-d %B %Y}. Their account ends with that day."

    return acted(request, form, act, then=_page_of(one), title=f"{one} leaves", button="Record",
                 back=_page_of(one))  # fmt: skip


@_FORM
@never_cache
def guardian(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Name somebody who answers for a pupil."""
    one, today = _seen(request, pk), timezone.localdate()
    if one.kind != Kind.PUPIL:
        raise Http404("A guardian answers for a pupil.")
    grown = queries.people(viewer=request.person, on=today).exclude(kind=Kind.PUPIL)
    words, found = offered(request, grown)
    form = GuardianForm(request.POST or None, people=found)

    def act() -> str:
        made = actions.name_guardian(
            pupil=one, guardian=form.chosen, relation=form.cleaned_data["relation"],
            by=request.person, at=timezone.now(),
        )  # fmt: skip
        return f"{made.guardian} answers for {one} now."

    return acted(request, form, act, then=_page_of(one), title=f"Who answers for {one}?",
                 button="Record", back=_page_of(one), search=True, q=words)  # fmt: skip


@_FORM
@never_cache
def flags(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Restricted flags: whoever opens this page stands in the journal."""
    one, now = _seen(request, pk), timezone.now()
    if request.method == "POST":
        return _flag(request, one)
    try:
        found = actions.look_at_flags(person=one, by=request.person, at=now)
    except actions.NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    context: dict[str, Any] = {
        "one": one, "flags": found, "form": FlagForm(), "back": _page_of(one),
        "may_change": permissions.may(request.person, Capability.FLAG_CHANGE,
                                      school=one.school_id, on=timezone.localdate(now)),
    }  # fmt: skip
    return render(request, "people/flags.html", context)


def _flag(request: PersonsVisit, one: Person) -> HttpResponse:
    form = FlagForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose a flag.")
        return HttpResponseRedirect(request.path)
    lifts = "lift" in request.POST
    act = actions.lift_flag if lifts else actions.set_flag
    try:
        act(person=one, flag=Flag(form.cleaned_data["flag"]), by=request.person, at=timezone.now())
    except actions.UnableToFlag as error:
        messages.error(request, str(error))
    except actions.NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    else:
        messages.success(request, "The flag is lifted." if lifts else "The flag is set.")
    return HttpResponseRedirect(request.path)
