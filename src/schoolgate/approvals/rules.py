"""What becomes of a request for leave. Plain values in, plain values out; time is passed in.

Nothing stores that leave is in force: it follows from what was written and the instant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from schoolgate.kernel.times import LONDON


class Outcome(StrEnum):
    """What was decided, once."""

    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    """Where a request stands at an instant; the value is how a page says it."""

    WAITING = "Waiting"
    TOO_LATE = "Nobody decided in time"
    REFUSED = "Refused"
    WITHDRAWN = "Withdrawn"
    NOT_BEGUN = "Granted, not begun"
    IN_FORCE = "In force"
    OVER = "Over"
    REVOKED = "Revoked"


LIVE: Final = frozenset({State.WAITING, State.NOT_BEGUN, State.IN_FORCE})


@dataclass(frozen=True, slots=True)
class Span:
    """From `from_at` inclusive until `until_at` exclusive, both aware."""

    from_at: datetime
    until_at: datetime

    def holds(self, at: datetime) -> bool:
        """Tell whether an instant lies in the span."""
        return self.from_at <= at < self.until_at


def state(*, asked: Span, outcome: str, granted: Span | None, revoked: bool, at: datetime) -> State:
    """Return where a request stands at an instant. `outcome` is empty while nobody has decided.

    A revocation ends leave whatever the clock says; otherwise a clock that is set back or forward
    gives what was so, or will be so, at the instant that it shows.
    """
    if outcome in {Outcome.REFUSED, Outcome.WITHDRAWN}:
        return State.REFUSED if outcome == Outcome.REFUSED else State.WITHDRAWN
    if granted is None:
        return State.WAITING if at < asked.until_at else State.TOO_LATE
    if revoked:
        return State.REVOKED
    if granted.holds(at):
        return State.IN_FORCE
    return State.NOT_BEGUN if at < granted.from_at else State.OVER


@dataclass(frozen=True, slots=True)
class Deciders:
    """Who decides: people by the role in which they do. `instead` is set where somebody stands in,
    because everybody who holds the role has asked or is spoken of."""

    by_role: Mapping[str, tuple[int, ...]]
    instead: bool = False

    def role_of(self, person: int) -> str:
        """Return the role in which somebody decides; empty for somebody who does not."""
        return next((role for role, people in self.by_role.items() if person in people), "")

    @property
    def people(self) -> frozenset[int]:
        """Return everyone who may decide."""
        return frozenset(one for people in self.by_role.values() for one in people)


STAND_IN: Final = ("headteacher", "chair")
Holders = Callable[[str], Sequence[int]]


def deciders(*, roles: Sequence[str], holders: Holders, barred: Collection[int]) -> Deciders:
    """Return who decides: holders of the roles that the clause names, never anyone `barred`.

    `barred` are whoever asked and whoever it is about. Where that leaves nobody of those roles, the
    headteacher decides, else the chair of governors; else nobody does and the request waits.
    """
    named = {role: _without(holders(role), barred) for role in roles}
    if any(named.values()):
        return Deciders({role: people for role, people in named.items() if people})
    for role in STAND_IN:
        if left := _without(holders(role), barred):
            return Deciders({role: left}, instead=True)
    return Deciders({})


def _without(people: Sequence[int], barred: Collection[int]) -> tuple[int, ...]:
    return tuple(one for one in people if one not in barred)


def not_separate(*, approves: int, does: int | None, about: int | None, reviews: int | None) -> str:
    """Return why one look at somebody's doings is not in separate hands; empty where it is.

    Whoever approves it, whoever does it and whoever reviews it are three people, and none of them
    is the one it is about.
    """
    hands = {"approves": approves, "does": does, "reviews": reviews}
    for one, person in hands.items():
        if person is not None and person == about:
            return f"Nobody {one} what is about themselves. Name somebody else."
    for one, other in (("approves", "does"), ("approves", "reviews"), ("does", "reviews")):
        if hands[one] is not None and hands[one] == hands[other]:
            return f"Whoever {one} it and whoever {other} it are two people. Name somebody else."
    return ""


_YEAR_ENDS: Final = (9, 1)  # a school year runs until 1 September
_DAYS: Final = {"day": 1, "week": 7, "month": 30, "term": 91, "year": 365}
_HALF_TERM: Final = 42
_COUNTED: Final = re.compile(r"(\d{1,3}) (day|week|month|term|year)s?")


def longest(lasts: str) -> timedelta | None:
    """Return the longest time that a clause allows where it counts it (`14 days`), else None."""
    counted = _COUNTED.search(lasts.lower())
    return timedelta(days=int(counted[1]) * _DAYS[counted[2]]) if counted else None


def usual_end(lasts: str, from_at: datetime) -> datetime:
    """Return until when leave is usually asked for, from what the clause says of its length: a
    minute before midnight of a day. A clause that says nothing: of the same day.
    """
    begins = from_at.astimezone(LONDON).date()
    days = _DAYS["day"]
    if (most := longest(lasts)) is not None:
        days = most.days
    elif "school year" in lasts.lower():
        ends = date(begins.year, *_YEAR_ENDS)
        days = ((ends if begins < ends else date(begins.year + 1, *_YEAR_ENDS)) - begins).days
    elif "year" in lasts.lower():
        days = _DAYS["year"]
    elif "period of study" in lasts.lower():
        days = _HALF_TERM
    return _midnight(begins + timedelta(days=days)) - timedelta(minutes=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def too_long(lasts: str, span: Span) -> str:
    """Return why a span is longer than the clause allows; empty where it is not."""
    most = longest(lasts)
    if most is None or span.until_at <= _midnight(span.from_at.astimezone(LONDON).date() + most):
        return ""
    return f"The clause allows {lasts} at most. Give an earlier end."
