"""What people said their downloads are for: for the pages, and for the overlay."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet

from schoolgate.filtering import permissions
from schoolgate.filtering.models import Download
from schoolgate.filtering.rules.downloads import Outcome, Purpose
from schoolgate.people.models import Person, School

WHICH: Final = (("", "All that I may see"), ("lesson", "Lesson work"), ("refused", "Refused"),
                ("mine", "Mine"))  # fmt: skip
_SORTS: Final = {
    "said": ("-said_at", "-pk"), "site": ("host", "path", "-pk"), "who": ("person__name", "-pk"),
}  # fmt: skip


def open_at(school: School, at: datetime) -> QuerySet[Download]:
    """Return the lesson work that is open at an instant or later; for the filter, not for pages."""
    return Download.objects.filter(
        school=school, outcome=Outcome.ALLOWED, purpose=Purpose.LESSON, until_at__gt=at
    ).select_related("person").order_by("pk")  # fmt: skip


def downloads(*, viewer: Person | None, on: date) -> QuerySet[Download]:
    """Return what the viewer may see, newest first."""
    seen = permissions.downloads_visible_to(viewer, on=on)
    return seen.select_related("person", "school")


def found(
    *, viewer: Person | None, on: date, which: str = "", words: str = "", sort: str = ""
) -> QuerySet[Download]:
    """Return downloads with these words: of one of `WHICH`, sorted."""
    seen = downloads(viewer=viewer, on=on)
    if which == "mine":
        seen = seen.filter(person=viewer)
    elif which == "lesson":
        seen = seen.filter(purpose=Purpose.LESSON)
    elif which == "refused":
        seen = seen.filter(outcome=Outcome.REFUSED)
    if words:
        seen = seen.filter(Q(host__icontains=words) | Q(path__icontains=words)
                           | Q(lesson__icontains=words) | Q(person__name__icontains=words)
                           )  # fmt: skip
    return seen.order_by(*_SORTS.get(sort, _SORTS["said"]))
