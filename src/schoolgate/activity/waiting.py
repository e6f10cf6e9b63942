"""What this room puts on people's Do lists: a regular report that was not sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone

from schoolgate.activity import queries
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.needs import Need
from schoolgate.people.rights import Capability

_GRACE: Final = timedelta(days=7)


def missing(person: Person, at: datetime) -> Iterator[Need]:
    """Yield the regular report that should have been sent a week ago, to who looks after jobs."""
    on = timezone.localdate(at)
    if not people.may(person, Capability.JOB_SEE, school=person.school_id, on=on):
        return
    due = queries.due(person.school, on=on)
    if due is not None and on - due.last > _GRACE:
        since = timezone.make_aware(datetime.combine(due.last + _GRACE, time(6, 30)))
        page = reverse("activity:usage", args=[person.school.slug])
        said = f"Send {due}: nobody who gets it has an address, or the jobs do not run"
        yield Need(said, page, since, due=due.last + _GRACE)
