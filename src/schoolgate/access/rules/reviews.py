"""The review of access: what marks an account as stale, when a review is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

UNUSED_DAYS: Final = 90
# What a decision needs in words: a removal always, keeping only where something is marked.
NEEDS_REASON: Final = "Say why, in a few words."


class Sort(StrEnum):
    """What a line is about."""

    ACCOUNT = "account"
    RIGHT = "right"
    SURPLUS = "surplus"


class Decision(StrEnum):
    """What is decided on a line."""

    CHANGE = "change"
    KEEP = "keep"
    REMOVE = "remove"


class Mark(StrEnum):
    """Why a line deserves a look."""

    GUEST_OVER = "guest-over"
    LEFT = "left"
    MORE_THAN_GROUP = "more-than-group"
    NEVER_USED = "never-used"
    UNUSED = "unused"

    @property
    def words(self) -> str:
        """Return the mark as people read it."""
        return _WORDS[self]


_WORDS: Final = {
    Mark.GUEST_OVER: "guest past their date",
    Mark.LEFT: "has left",
    Mark.MORE_THAN_GROUP: "more than the groups give",
    Mark.NEVER_USED: "never signed in",
    Mark.UNUSED: f"not used for {UNUSED_DAYS} days",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """An account as the review looks at it: the owner's last day plus one, guest or not, use."""

    ends_on: date | None
    is_guest: bool
    opened_at: datetime
    last_login: datetime | None


def marks(seen: Seen, at: datetime, today: date) -> Iterator[Mark]:
    """Yield why the account deserves a look, worst first. A new one may wait for its first use."""
    if seen.ends_on is not None and seen.ends_on <= today:
        yield Mark.GUEST_OVER if seen.is_guest else Mark.LEFT
    long_ago = at - timedelta(days=UNUSED_DAYS)
    if seen.last_login is None:
        if seen.opened_at < at - timedelta(days=14):
            yield Mark.NEVER_USED
    elif seen.last_login < long_ago:
        yield Mark.UNUSED


def choices(sort: str) -> tuple[Decision, ...]:
    """Return what can be decided on a line of this sort."""
    if sort == Sort.RIGHT:
        return (Decision.KEEP, Decision.REMOVE, Decision.CHANGE)
    return (Decision.KEEP, Decision.REMOVE)


def needs_reason(decision: str, marks: str) -> bool:
    """Tell whether a decision must say why."""
    return decision != Decision.KEEP or bool(marks)


def a_year_after(day: date) -> date:
    """Return the day on which the next review is due, after the last or the first account."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 3, 1)
