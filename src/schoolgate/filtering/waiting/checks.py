"""What this room puts on people's Do lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from schoolgate.access import permissions
from schoolgate.filtering.queries import checks
from schoolgate.people.models import Person
from schoolgate.people.needs import Need
from schoolgate.people.rights import Capability


def faults_found(person: Person, at: datetime) -> Iterator[Need]:
    """Yield the newest test of the filter that found a fault, until somebody says what followed."""
    if not permissions.may(person, Capability.FILTER_CHECK_FOLLOW, on=timezone.localdate(at)):
        return
    found = checks.to_follow(viewer=person, at=at)
    if found is None:
        return
    answers = "1 wrong answer" if found.wrong == 1 else f"{found.wrong} wrong answers"
    what = f"The filter gave {answers}" if found.wrong else "The filter is in trouble"
    page = reverse("filtering:check", args=[found.school.slug, found.pk])
    yield Need(f"{what}: say what followed", page, found.at, str(found.by or "The daily test"))
