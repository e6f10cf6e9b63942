"""How long access to the internet may be withdrawn, and where a withdrawal stands. Pure."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple

PROFILE: Final = "Blocked"  # what a page calls the filter's profile of somebody without access


class State(StrEnum):
    """Where a withdrawal stands: it needs nothing that runs to end it."""

    BLOCKED = "blocked"
    REVIEW = "review"
    OVER = "over"
    GIVEN_BACK = "given_back"


SAID: Final = {
    State.BLOCKED: PROFILE, State.REVIEW: f"{PROFILE}, to be reviewed",
    State.OVER: "Over by itself", State.GIVEN_BACK: "Given back",
}  # fmt: skip
TONES: Final = {State.BLOCKED: "red", State.REVIEW: "orange"}


class Term(NamedTuple):
    """Until when access is withdrawn, or when that is looked at again."""

    until_at: datetime | None
    review_on: date | None


def state(term: Term, *, ended: bool, at: datetime, on: date) -> State:
    """Return where a withdrawal stands at an instant, on the school's day."""
    if ended:
        return State.GIVEN_BACK
    if term.until_at is not None and term.until_at <= at:
        return State.OVER
    is_due = term.review_on is not None and term.review_on <= on
    return State.REVIEW if is_due else State.BLOCKED


def fault(term: Term, *, at: datetime, on: date) -> str:
    """Return why a term cannot be; empty where it can."""
    if term.until_at is None and term.review_on is None:
        return "Give an end, or a day on which it is looked at again."
    if term.until_at is not None and term.until_at <= at:
        return "That time is over. Give a later end."
    if term.review_on is not None and term.review_on <= on:
        return "Give a later day of review."
    return ""
