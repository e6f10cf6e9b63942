"""The review of access: how far it is, its lines, and when the next is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from schoolgate.access import permissions
from schoolgate.access.models import Review, ReviewLine
from schoolgate.access.rules import reviews as rules
from schoolgate.accounts.models import Account
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability


@dataclass(frozen=True, slots=True)
class Progress:
    """Lines of a review, how many are decided, and how many of the open ones are marked."""

    total: int
    decided: int
    marked: int

    @property
    def open(self) -> int:
        """Lines that still wait."""
        return self.total - self.decided


def reviews(viewer: Person | None, *, on: date) -> QuerySet[Review]:
    """Return the reviews, the latest first."""
    return permissions.rows(Review, viewer, Capability.ACCESS_REVIEW, on=on)


def running(viewer: Person | None, *, on: date) -> Review | None:
    """Return the review that is open."""
    return reviews(viewer, on=on).filter(closed_at=None).first()


def lines(viewer: Person | None, review: Review, *, on: date) -> QuerySet[ReviewLine]:
    """Return the lines: open ones first, and of these the marked ones."""
    mine = permissions.rows(ReviewLine, viewer, Capability.ACCESS_REVIEW, on=on)
    return mine.filter(review=review)


def progress(review: Review) -> Progress:
    """Return how far a review is."""
    counted = ReviewLine.objects.filter(review=review).aggregate(
        total=Count("pk"),
        decided=Count("pk", filter=~Q(decision="")),
        marked=Count("pk", filter=Q(decision="") & ~Q(marks="")),
    )
    return Progress(**counted)


def still_open(review: Review) -> int:
    """Return how many lines wait for a decision."""
    return ReviewLine.objects.filter(review=review, decision="").count()


def due_on(viewer: Person | None, *, on: date) -> date | None:
    """Return when the next review is due: a year after the last, or after the first account.

    None for whoever does none, while one is open, and where nobody has an account yet.
    """
    if viewer is None or not permissions.may(viewer, Capability.ACCESS_REVIEW, on=on):
        return None
    last = reviews(viewer, on=on).first()
    if last is None:
        first = Account.objects.filter(school=viewer.school_id).aggregate(Min("opened_at"))
        since: datetime | None = first["opened_at__min"]
    else:
        since = last.closed_at
    return rules.a_year_after(timezone.localdate(since)) if since else None
