"""Whose access to the internet is withdrawn: for the pages, and for the overlay."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from schoolgate.filtering import naming, permissions
from schoolgate.filtering.models import Withdrawal
from schoolgate.filtering.rules.withdrawing import State
from schoolgate.people.models import Person, School

WHICH: Final = (("", "All that I may see"), ("now", "Withdrawn now"))
_SORTS: Final = {"who": ("person__name", "-pk"), "from": ("-from_at", "-pk"),
                 "until": ("until_at", "-pk")}  # fmt: skip


def open_at(school: School, at: datetime) -> QuerySet[Withdrawal]:
    """Return what is withdrawn at an instant or later; for the filter, not for pages."""
    lasts = Q(until_at=None) | Q(until_at__gt=at)
    there = Withdrawal.objects.filter(lasts, school=school, ended_at=None)
    return there.select_related("person").order_by("pk")


def withdrawals(*, viewer: Person | None, on: date) -> QuerySet[Withdrawal]:
    """Return what the viewer may see, newest first."""
    seen = permissions.withdrawals_visible_to(viewer, on=on)
    return seen.select_related("person", "by", "ended_by", "school")


def found(
    *, viewer: Person, at: datetime, which: str = "", words: str = "", sort: str = ""
) -> QuerySet[Withdrawal]:
    """Return withdrawals with these words: of one of `WHICH`, sorted."""
    seen = withdrawals(viewer=viewer, on=timezone.localdate(at))
    if which == "now":
        seen = seen.filter(Q(until_at=None) | Q(until_at__gt=at), ended_at=None)
    if words:
        seen = seen.filter(Q(person__name__icontains=words) | Q(reason__icontains=words))
    return seen.order_by(*_SORTS.get(sort, _SORTS["from"]))


def to_review(*, viewer: Person, at: datetime) -> list[Withdrawal]:
    """Return what the viewer has to look at again: its day has come."""
    on = timezone.localdate(at)
    due = withdrawals(viewer=viewer, on=on).filter(ended_at=None, review_on__lte=on)
    return [one for one in due.exclude(person=viewer) if one.state(at) is State.REVIEW
            and naming.for_withdrawing(one.person, by=viewer, on=on)[1]]  # fmt: skip


def to_read(*, viewer: Person, at: datetime) -> list[Withdrawal]:
    """Return what the viewer has not read about their own access."""
    mine = withdrawals(viewer=viewer, on=timezone.localdate(at))
    unread = mine.filter(person=viewer, read_at=None, ended_at=None)
    return [one for one in unread if one.state(at) in {State.BLOCKED, State.REVIEW}]
