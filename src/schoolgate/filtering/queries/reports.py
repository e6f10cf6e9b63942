"""Reads of what was reported about the filter, and of lists for lessons."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from schoolgate.filtering import permissions
from schoolgate.filtering.models import Fault, LessonList, LessonMode, WrongCategory
from schoolgate.people.models import Person

_SORTS: Final = {
    "when": ("-reported_at", "-pk"), "site": ("host", "path", "-pk"),
    "who": ("reporter__name", "-pk"),
}  # fmt: skip


def wrong_categories(*, viewer: Person | None, on: date) -> QuerySet[WrongCategory]:
    """Return reports that the viewer may see, newest first."""
    seen = permissions.wrong_categories_visible_to(viewer, on=on)
    return seen.select_related("reporter", "answered_by", "school")


def found(
    *, viewer: Person | None, on: date, which: str = "", words: str = "", sort: str = ""
) -> QuerySet[WrongCategory]:
    """Return reports with these words: `waiting`, `mine` or all, sorted."""
    seen = wrong_categories(viewer=viewer, on=on)
    if which == "mine":
        seen = seen.filter(reporter=viewer)
    if which == "waiting":
        seen = seen.filter(answered_at=None)
    if words:
        seen = seen.filter(Q(host__icontains=words) | Q(says__icontains=words)
                           | Q(reporter__name__icontains=words))  # fmt: skip
    return seen.order_by(*_SORTS.get(sort, _SORTS["when"]))


def answers_to_read(*, viewer: Person, on: date) -> QuerySet[WrongCategory]:
    """Return the viewer's own reports with an answer not read yet."""
    mine = wrong_categories(viewer=viewer, on=on).filter(reporter=viewer)
    return mine.filter(answered_at__isnull=False, read_at=None).exclude(answered_by=viewer)


def faults(*, viewer: Person | None, on: date) -> QuerySet[Fault]:
    """Return faults that the viewer may see, newest first."""
    seen = permissions.faults_visible_to(viewer, on=on)
    return seen.select_related("finder", "told_by", "mended_by", "school")


def lists(*, viewer: Person | None, on: date) -> QuerySet[LessonList]:
    """Return the lists in use, newest first."""
    seen = permissions.lists_visible_to(viewer, on=on).filter(taken_off_at=None)
    return seen.select_related("teacher", "school")


def lessons(*, viewer: Person | None, at: datetime) -> QuerySet[LessonMode]:
    """Return the lessons that keep to a list now or later today."""
    seen = permissions.lessons_visible_to(viewer, on=timezone.localdate(at))
    running = seen.filter(ended_at=None, until_at__gt=at).order_by("from_at", "pk")
    return running.select_related("list", "starter", "school")
