"""What remote sessions put on people's Do lists: a notice to read, a session to end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from schoolgate.monitoring.models import RemoteSession
from schoolgate.people.models import Person
from schoolgate.people.needs import Need


def needs(person: Person, at: datetime) -> Iterator[Need]:
    """Yield the notices that somebody has not read, and the sessions that they began and did not
    end."""
    unread, running = Q(person=person, read_at=None), Q(by=person, ended_at=None)
    found = RemoteSession.objects.filter(unread | running, school=person.school_id)
    for one in found.select_related("school", "by"):
        said = (
            f"Read: {one.by} saw your screen, {one.machine}" if one.person_id == person.pk
            else f"End your remote session at {one.machine}"
        )  # fmt: skip
        there = reverse("monitoring:remote", args=[one.school.slug, one.pk])
        yield Need(said, there, one.began_at, str(one.by))
