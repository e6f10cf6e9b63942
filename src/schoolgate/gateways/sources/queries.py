"""Sources, for whoever may see where the log comes from."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from schoolgate.gateways.models import Source
from schoolgate.gateways.sources import rules
from schoolgate.people import permissions
from schoolgate.people import queries as people
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records.parties import System


def sources(*, school: int, viewer: Person | System | None, on: date) -> QuerySet[Source]:
    """Return the sources of a school in use, by name; none for whoever may not see them."""
    if viewer is None or not permissions.may(viewer, Capability.SOURCE_SEE, school=school, on=on):
        return Source.objects.none()
    return Source.objects.filter(school=school, ended_at=None).select_related("school")


def silent(*, school: int, viewer: Person | None, at: datetime) -> list[Source]:
    """Return the sources that have been silent for too long, the longest first."""
    now = timezone.localtime(at)
    found = [one for one in sources(school=school, viewer=viewer, on=now.date())
             if is_silent(one, now)]  # fmt: skip
    return sorted(found, key=since)


def since(one: Source) -> datetime:
    """Return the instant after which nothing came; if nothing ever did, when it was entered."""
    return one.last_at or one.added_at


def is_silent(one: Source, now: datetime) -> bool:
    """Tell whether a source has been silent for too long at `now`, local time."""
    return rules.is_silent(timezone.localtime(since(one)), now, one.quiet_hours,
                           people.dates(one.school).is_open)  # fmt: skip
