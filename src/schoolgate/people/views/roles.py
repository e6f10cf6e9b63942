"""The roles of the policy: who holds them, who stands in; appointed, ended, handed on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.people import actions, named_roles, permissions, queries, rules, standing
from schoolgate.people.forms import AppointForm, DelegateForm, EndForm
from schoolgate.people.models import Appointment, School
from schoolgate.people.rights import Capability
from schoolgate.people.views.acting import acted, offered
from schoolgate.people.visits import PersonsVisit

_FORM = require_http_methods(["GET", "HEAD", "POST"])


def _may_appoint(request: PersonsVisit, school: School) -> bool:
    return permissions.may(
        request.person, Capability.ROLE_APPOINT, school=school.pk, on=timezone.localdate()
    )


@require_safe
@never_cache
def roles(request: PersonsVisit, school: str) -> HttpResponse:
    """Every role of the policy with its holders; vacant ones with who stands in."""
    here, today = get_object_or_404(queries.schools(), slug=school), timezone.localdate()
    every = standing.of(school=here, roles=named_roles.of(here), on=today)
    only = request.GET.get("only", "")
    ours = standing.of(school=here, roles=named_roles.offered(), on=today)
    shown = [one for one in [*every, *(ours if every else ())] if one.is_vacant or only != "vacant"]
    named = {person.pk for one in shown for person in one.posts}
    named |= {held.person_id for one in shown for held in one.appointments}
    seen = permissions.visible_to(request.person, on=today).filter(pk__in=named)
    context = {
        "school": here, "standings": shown, "only": only, "count": len(every),
        "vacant": sum(one.is_vacant for one in every), "may_appoint": _may_appoint(request, here),
        "seen": set(seen.values_list("pk", flat=True)),
    }  # fmt: skip
    return render(request, "people/roles.html", context)


@_FORM
@never_cache
def appoint(request: PersonsVisit, school: str, role: str) -> HttpResponse:
    """Give somebody a role of the policy."""
    here, today = get_object_or_404(queries.schools(), slug=school), timezone.localdate()
    known = [*named_roles.of(here), *named_roles.offered()]
    every = {rules.role_slug(one.name): one.name for one in known}
    if role not in every:
        raise Http404("There is no such role.")
    named = every[role]
    words, found = offered(request, queries.people(viewer=request.person, on=today))
    form = AppointForm(request.POST or None, people=found, initial={"from_on": today})

    def act() -> str:
        made = actions.appoint(
            person=form.chosen, role=named, from_on=form.cleaned_data["from_on"],
            until_on=form.cleaned_data["until_on"], by=request.person, at=timezone.now(),
        )  # fmt: skip
        return f"{made.person} is {named}."

    back = reverse("people:roles", args=[school])
    return acted(request, form, act, then=back, title=f"Appoint {named}", button="Appoint",
                 back=back, search=True, q=words)  # fmt: skip


@_FORM
@never_cache
def appointment(request: PersonsVisit, school: str, pk: int, act: str) -> HttpResponse:
    """End an appointment, name a deputy for it, or hand part of it on for a time."""
    if act not in _ACTS:
        raise Http404("No such act.")
    one = get_object_or_404(
        Appointment.objects.select_related("person", "school"), pk=pk, school__slug=school
    )
    own = act == "delegate" and one.person_id == request.person.pk
    if not own and not _may_appoint(request, one.school):
        raise PermissionDenied("Only whoever appoints may do this. Ask the headteacher.")
    return _ACTS[act](request, one)


def _end(request: PersonsVisit, one: Appointment) -> HttpResponse:
    form = EndForm(request.POST or None)

    def act() -> str:
        until_on = form.cleaned_data["until_on"]
        actions.end_role(appointment=one, until_on=until_on, by=request.person, at=timezone.now())
        return f"{one} ends on {until_on:%-d %B %Y}."

    back = reverse("people:roles", args=[one.school.slug])
    return acted(request, form, act, then=back, title=f"End: {one}", button="End it", back=back)


def _deputy(request: PersonsVisit, one: Appointment) -> HttpResponse:
    today = timezone.localdate()
    others = queries.people(viewer=request.person, on=today).exclude(pk=one.person_id)
    words, found = offered(request, others)
    form = AppointForm(request.POST or None, people=found, initial={"from_on": today})

    def act() -> str:
        made = actions.appoint(
            person=form.chosen, role=one.role, from_on=form.cleaned_data["from_on"],
            until_on=form.cleaned_data["until_on"], deputy_of=one, by=request.person,
            at=timezone.now(),
        )  # fmt: skip
        return f"{made.person} is deputy to {one.person}."

    back = reverse("people:roles", args=[one.school.slug])
    return acted(request, form, act, then=back, title=f"Deputy for {one}", button="Name the deputy",
                 back=back, search=True, q=words)  # fmt: skip


def _delegate(request: PersonsVisit, one: Appointment) -> HttpResponse:
    today = timezone.localdate()
    others = queries.people(viewer=request.person, on=today).exclude(pk=one.person_id)
    words, found = offered(request, others)
    form = DelegateForm(request.POST or None, people=found, initial={"from_on": today})

    def act() -> str:
        given = form.cleaned_data
        made = actions.delegate(
            appointment=one, to=form.chosen, scope=given["scope"], from_on=given["from_on"],
            until_on=given["until_on"], by=request.person, at=timezone.now(),
        )  # fmt: skip
        return f"{made.to} acts until {made.until_on:%-d %B %Y}: {made.scope}."

    back = reverse("people:roles", args=[one.school.slug])
    return acted(request, form, act, then=back, title=f"Hand on: {one}", button="Hand it on",
                 back=back, search=True, q=words)  # fmt: skip


_ACTS: Final[dict[str, Callable[[PersonsVisit, Appointment], HttpResponse]]] = {
    "delegate": _delegate, "deputy": _deputy, "end": _end,
}  # fmt: skip
