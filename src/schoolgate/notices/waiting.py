"""What this room puts on people's Do lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from schoolgate.notices import queries
from schoolgate.people.models import Person
from schoolgate.people.needs import Need


def needs(person: Person, at: datetime) -> Iterator[Need]:
    """Yield what somebody has still to read, and who has not read what they sent."""
    for one in queries.to_read(viewer=person, on=timezone.localdate(at)):
        notice = one.notice
        title = f"Read and confirm: {notice.subject}" if notice.asks else f"Read: {notice.subject}"
        page = reverse("notices:one", args=[notice.school.slug, notice.pk])
        yield Need(title, page, notice.sent_at, str(notice.by), notice.clause)
    for notice, left in queries.still_unread(viewer=person, at=at):
        page = reverse("notices:told", args=[notice.school.slug, notice.pk])
        people = "1 person has" if left == 1 else f"{left} people have"
        yield Need(f"{people} not read: {notice.subject}", f"{page}?which=open", notice.sent_at,
                   clause=notice.clause)  # fmt: skip
