"""Locked places: who may enter, checks, visitors."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schoolgate.access import permissions
from schoolgate.access.actions import places
from schoolgate.access.forms import CheckForm, EntrantForm, PlaceForm, VisitForm
from schoolgate.access.models import Entrant, Place
from schoolgate.access.queries import places as queries
from schoolgate.access.views.shared import carry_out
from schoolgate.people.acts import Act, Nothing, forms_of, number, sent
from schoolgate.people.models import Person
from schoolgate.people.queries import people
from schoolgate.people.rights import Capability
from schoolgate.people.rules import STAFF_KINDS, Kind
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

_MAY_ENTER = sorted(STAFF_KINDS | {Kind.CONTRACTOR})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def place_list(request: PersonsVisit, school: str) -> HttpResponse:
    """Every locked place with the day of its next check."""
    today = timezone.localdate()
    form = PlaceForm(sent(request, "add"))

    def do(said: dict[str, Any]) -> str:
        made = places.add_place(school=request.person.school, by=request.person,
                                at=timezone.now(), **said)  # fmt: skip
        return f"{made} is in the list. Next, say who may enter and record a check."

    if done := carry_out(request, {"add": Act(form, do)}):
        return done
    context = {
        "rows": queries.standings(request.person, on=today), "form": form, "school_slug": school,
        "may_keep": permissions.may(request.person, Capability.PLACE_KEEP, on=today),
    }  # fmt: skip
    return render(request, "access/places.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def place(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One place: its list, its checks, and who was there."""
    today = timezone.localdate()
    one = get_object_or_404(queries.places(request.person, on=today).select_related("school"),
                            pk=pk)  # fmt: skip
    acts = _acts(request, one)
    if done := carry_out(request, acts):
        return done
    stands = next(row for row in queries.standings(request.person, on=today) if row.place == one)
    visits = one.visits.select_related("person")
    if request.GET.get("which") == "strangers":
        visits = visits.filter(on_list=False)
    context = {
        "place": one, "stands": stands, "forms": forms_of(acts), "today": today,
        "entrants": queries.entrants(one, on=today), "checks": one.checks.all()[:10],
        "page": lists.page_of(request, visits), "keep": lists.query_without(request),
        "which": request.GET.get("which", ""), "up": reverse("access:places", args=[school]),
        "may_keep": permissions.may(request.person, Capability.PLACE_KEEP, on=today),
    }  # fmt: skip
    return render(request, "access/place.html", context)


def _acts(request: PersonsVisit, one: Place) -> dict[str, Act]:
    seen = people(viewer=request.person, on=timezone.localdate())
    able = seen.filter(kind__in=_MAY_ENTER).order_by("name")
    return {
        "check": Act(CheckForm(sent(request, "check"), prefix="check"),
                     lambda said: _check(request, one, said)),
        "put": Act(EntrantForm(sent(request, "put"), people=able, prefix="put"),
                   lambda said: _put(request, one, said["person"])),
        "take": Act(Nothing(sent(request, "take")), lambda _: _take(request, one)),
        "visit": Act(VisitForm(sent(request, "visit"), prefix="visit"),
                     lambda said: _visit(request, one, said)),
    }  # fmt: skip


def _check(request: PersonsVisit, one: Place, said: dict[str, Any]) -> str:
    places.record_check(place=one, by=request.person, at=timezone.now(), **said)
    return "The check is recorded."


def _put(request: PersonsVisit, one: Place, person: Person) -> str:
    places.put_on_list(place=one, person=person, by=request.person, at=timezone.now())
    return f"{person} may enter."


def _take(request: PersonsVisit, one: Place) -> str:
    mine = Entrant.objects.filter(place=one).select_related("place", "school", "person")
    entrant = get_object_or_404(mine, pk=number(request, "entrant"))
    places.take_off_list(entrant=entrant, by=request.person, at=timezone.now())
    return f"{entrant.person} may enter no longer."


def _visit(request: PersonsVisit, one: Place, said: dict[str, Any]) -> str:
    entered = timezone.make_aware(datetime.combine(said["on"], said["time"]))
    made = places.log_visit(place=one, name=said["name"], purpose=said["purpose"],
                            entered_at=entered, by=request.person, at=timezone.now())  # fmt: skip
    return "Logged." if made.on_list else f"Logged. {made.name} is not on the list of this place."
