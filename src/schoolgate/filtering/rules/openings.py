"""What becomes of a request to open a site, or to switch the filter off. Pure; time is passed in.

Nothing stores that a site is open: it follows from what was written and the instant, as leave does
(`approvals.rules`). So it ends by itself, and needs nothing that runs to end it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from schoolgate.approvals.rules import Outcome, Span, State, state
from schoolgate.filtering.rules.verdicts import PUPILS, STAFF

# As long as a topic lasts: half a term (000: no word; 002 L212: the period of study).
LONGEST_OPENING: Final = timedelta(days=42)
LONGEST_OFF: Final = timedelta(hours=24)
SAID: Final = {
    State.WAITING: "Asked for",
    State.TOO_LATE: "Nobody decided in time",
    State.REFUSED: "Refused",
    State.WITHDRAWN: "Taken back",
    State.NOT_BEGUN: "Granted, not begun",
    State.IN_FORCE: "Open",
    State.OVER: "Ended",
    State.REVOKED: "Closed early",
}
SAID_OF_OFF: Final = SAID | {State.NOT_BEGUN: "Agreed, not begun", State.IN_FORCE: "Off",
                             State.OVER: "Back by itself", State.REVOKED: "Back early"}  # fmt: skip
TONES: Final = {State.WAITING: "yellow", State.IN_FORCE: "green", State.NOT_BEGUN: "blue",
                State.REFUSED: "red"}  # fmt: skip
TONES_OF_OFF: Final = TONES | {State.IN_FORCE: "red"}

__all__ = ["FOR_WHOM", "LONGEST_OFF", "LONGEST_OPENING", "SAID", "SAID_OF_OFF", "TONES",
           "TONES_OF_OFF", "Group", "Outcome", "Span", "State", "left", "roles_of", "state",
           "too_long"]  # fmt: skip


class Group(NamedTuple):
    """People for whom a site is opened, as a page calls them, and their roles to the filter."""

    label: str
    roles: tuple[str, ...]


FOR_WHOM: Final = {
    "pupils": Group("All pupils", PUPILS),
    "pupil_ks1": Group("Pupils of key stage 1", ("pupil_ks1",)),
    "pupil_ks2": Group("Pupils of key stage 2", ("pupil_ks2",)),
    "staff": Group("Staff", STAFF),
    "everyone": Group("Pupils and staff", (*PUPILS, *STAFF)),
}


def roles_of(group: str) -> tuple[str, ...]:
    """Return the roles of a group; none for one that is not ours."""
    return FOR_WHOM[group].roles if group in FOR_WHOM else ()


def too_long(span: Span, at: datetime, *, longest: timedelta) -> str:
    """Return why a time cannot be asked for; empty where it can."""
    if span.until_at <= span.from_at:
        return "It would end before it begins. Give a later end."
    if span.until_at <= at:
        return "That time is over. Give a later end."
    if span.until_at - max(span.from_at, at) > longest:
        most = f"{longest.days} days" if longest.days > 1 else "24 hours"
        return f"It lasts {most} at most. Give an earlier end."
    return ""


def left(until_at: datetime, at: datetime) -> str:
    """Return how long is left, as a page says it: `3 days`, `2 hours 5 minutes`, `1 minute`."""
    minutes = max(int(-((until_at - at).total_seconds() // -60)), 0)
    days, hours = minutes // 1440, minutes // 60
    if days > 1:
        return f"{days} days"
    parts = [(hours, "hour"), (minutes % 60, "minute")]
    said = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts if count]
    return " ".join(said) or "less than a minute"
