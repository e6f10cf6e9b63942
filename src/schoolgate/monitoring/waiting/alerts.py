"""What alerts put on people's Do lists: that there is one, and what it is about; nobody's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from schoolgate.monitoring.queries import alerts as queries
from schoolgate.monitoring.rules.heads import title_of
from schoolgate.people.models import Person
from schoolgate.people.needs import Need


def needs(person: Person, at: datetime) -> Iterator[Need]:
    """Yield alerts that are for a role of somebody and wait for a decision."""
    on = timezone.localdate(at)
    for one in queries.alerts(viewer=person, on=on, which="open"):
        about = "the daily test" if one.is_canary else title_of(one.head, one.rule).lower()
        raised = timezone.localdate(one.raised_at)
        yield Need(f"Decide about an alert: {about}",
                   reverse("monitoring:alert", args=[person.school.slug, one.pk]), one.raised_at,
                   "The monitoring", due=raised if one.severity == "urgent" else None)  # fmt: skip
