"""What the review of those who monitor puts on the headteacher's Do list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from schoolgate.monitoring import naming
from schoolgate.monitoring.queries import monitors as queries
from schoolgate.monitoring.rules import monitors as rules
from schoolgate.people.models import Person
from schoolgate.people.needs import Need


def needs(person: Person, at: datetime) -> Iterator[Need]:
    """Yield the review, from two weeks before the end of a term in which somebody looked."""
    due = queries.due_on(viewer=person, at=at)
    if due is not None and rules.is_near(due, timezone.localdate(at)):
        yield Need("Go through how those who monitor are checked and supported",
                   reverse("monitoring:monitors", args=[person.school.slug]), at,
                   clause=naming.for_monitors(person.school), due=due)  # fmt: skip
