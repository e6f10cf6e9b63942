"""Locked places: which are due for a check, who is on their lists, who was there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from schoolgate.access import permissions
from schoolgate.access.models import Entrant, Place
from schoolgate.access.rules.checklists import next_check
from schoolgate.people.models import Person
from schoolgate.people.permissions import in_force
from schoolgate.people.rights import Capability


@dataclass(frozen=True, slots=True)
class Standing:
    """A place with its last check, the day of the next, and visits by people not on its list."""

    place: Place
    last: date | None
    due: date
    late: bool
    strangers: int


def places(viewer: Person | None, *, on: date) -> QuerySet[Place]:
    """Return the places in use."""
    return permissions.rows(Place, viewer, Capability.PLACE_SEE, on=on).filter(until_at=None)


def standings(viewer: Person | None, *, on: date) -> list[Standing]:
    """Return every place as it stands on a day."""
    counted = places(viewer, on=on).annotate(
        last=Max("checks__checked_on"),
        strangers=Count("visits", filter=Q(visits__on_list=False), distinct=True),
    )
    return [_standing(one, on) for one in counted]


def _standing(one: Place, on: date) -> Standing:
    last: date | None = getattr(one, "last", None)
    due = next_check(last, one.every_days, timezone.localdate(one.added_at))
    return Standing(one, last, due, due < on, getattr(one, "strangers", 0))


def entrants(place: Place, *, on: date) -> QuerySet[Entrant]:
    """Return who may enter on a day; whoever has left the school may not."""
    listed = Entrant.objects.filter(in_force(on), place=place).select_related("person")
    return listed.exclude(person__ends_on__lte=on).order_by("person__name")


def entrant_named(place: Place, name: str, *, on: date) -> Person | None:
    """Return who of this name is on the list on a day."""
    found = entrants(place, on=on).filter(person__name__iexact=name).first()
    return found.person if found else None
