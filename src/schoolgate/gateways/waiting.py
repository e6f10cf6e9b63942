"""What waits for people in this room."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone

from schoolgate.gateways.sources import queries as sources
from schoolgate.people import permissions, queries
from schoolgate.people.models import Person
from schoolgate.people.needs import Need
from schoolgate.people.rights import Capability

_MENDERS: Final = frozenset({"esafety_coordinator", "it_technician", "network_manager"})


def held(person: Person, at: datetime) -> Iterator[Need]:
    """Yield one need for the office while people are missing from the roster."""
    on = timezone.localdate(at)
    if not permissions.may(person, Capability.PERSON_CHANGE, school=person.school_id, on=on):
        return
    missing = queries.missing(school=person.school, viewer=person, on=on).order_by()
    found = missing.aggregate(count=Count("pk"), since=Min("missing_since"))
    if count := found["count"]:
        who = "1 person is" if count == 1 else f"{count:,} people are"
        yield Need(
            f"{who} missing from the roster: say who has left",
            reverse("gateways:held", args=[person.school.slug]), since=found["since"],
        )  # fmt: skip


def silent(person: Person, at: datetime) -> Iterator[Need]:
    """Yield a need for each source of the log that has been silent for too long (MON-12)."""
    on = timezone.localdate(at)
    if not permissions.roles_of(person, on=on) & _MENDERS:
        return
    for one in sources.silent(school=person.school_id, viewer=person, at=at):
        last = sources.since(one)
        what = f"last on {timezone.localtime(last):%-d %B at %H:%M}" if one.last_at else "never yet"
        yield Need(
            f"Nothing comes from {one}: {what}. Find out why",
            reverse("gateways:sources", args=[person.school.slug]), since=last,
        )  # fmt: skip
