"""What becomes of what the machine found: for whom, merged with what, how loudly. Pure.

Nothing here acts on a person: a finding tells somebody, and they decide (MON-05; 000 §14.1).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from schoolgate.concerns.rules.clocks import Hours


class State(StrEnum):
    """Where an alert stands."""

    NEW = "new"
    LOOKED_AT = "looked-at"
    CONCERN = "concern"
    FALSE = "false"
    DIGEST = "digest"

    @property
    def said(self) -> str:
        """The state in words."""
        return _STATES[self]


_STATES: Final = {
    State.NEW: "New",
    State.LOOKED_AT: "Looked at",
    State.CONCERN: "Became a concern",
    State.FALSE: "No concern",
    State.DIGEST: "In the daily summary",
}
TONES: Final = {State.NEW: "red", State.LOOKED_AT: "yellow", State.CONCERN: "blue",
                State.FALSE: "grey", State.DIGEST: "grey"}  # fmt: skip
DECIDED: Final = (State.CONCERN, State.FALSE)


class Severity(StrEnum):
    """How loud a finding is, quietest first; the words are those of the detection."""

    NOTE = "note"
    CONCERN = "concern"
    SERIOUS = "serious"
    URGENT = "urgent"


LOUD: Final = frozenset({Severity.SERIOUS, Severity.URGENT})
TONES_OF_SEVERITY: Final = {Severity.NOTE: "grey", Severity.CONCERN: "blue",
                            Severity.SERIOUS: "orange", Severity.URGENT: "red"}  # fmt: skip


def louder(one: str, other: str) -> str:
    """Return the louder of two severities."""
    order = list(Severity)
    return max(Severity(one), Severity(other), key=order.index)


class For(StrEnum):
    """For whom an alert is: the role that is told, and that alone sees the name."""

    DSL = "dsl"
    HEAD = "headteacher"
    CHAIR = "chair"


def for_profile(role: str) -> For:
    """Return for whom it is where nobody can be placed: by the profile that the filter used."""
    return for_whom(is_pupil=role.startswith("pupil"), roles=())


def for_whom(*, is_pupil: bool, roles: Collection[str]) -> For:
    """Return for whom a finding is. An employee's goes to the headteacher only, the headteacher's
    to the chair; what nobody can place is treated as an employee's unless a pupil's profile was in
    use. Source: 000 §14.1, 003 §16."""
    if "headteacher" in roles:
        return For.CHAIR
    return For.DSL if is_pupil else For.HEAD


# Twenty pupils of one lesson who look for the same thing are one matter.
MERGED_WITHIN: Final = timedelta(hours=1)


def is_same(*, last_at: datetime, at: datetime) -> bool:
    """Tell whether a finding belongs to an alert of the same kind and group."""
    return abs(at - last_at) <= MERGED_WITHIN


@dataclass(frozen=True, slots=True)
class Budget:
    """What governors allow: alerts a week, how many of a hundred must be worth it, and how many
    gigabytes in an hour are told."""

    a_week: int = 50
    precision: int = 30
    gigabytes: int = 20


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one rule's alerts, and the minutes that people spent on them."""

    true: int = 0
    false: int = 0
    minutes: int = 0

    def plus(self, true: int, false: int, minutes: int) -> Record:
        """Return the record with more of each."""
        return Record(self.true + true, self.false + false, self.minutes + minutes)

    @property
    def precision(self) -> int | None:
        """Of a hundred decided, how many were worth it; None while too few are decided."""
        decided = self.true + self.false
        return None if decided < ENOUGH else 100 * self.true // decided


ENOUGH: Final = 10


def state_at_first(severity: str, *, record: Record, this_week: int, budget: Budget) -> State:
    """Return how a new alert begins. What is serious or urgent is never quietened: a rule that is
    mostly wrong, and a week that is full, send the rest to the daily summary."""
    if severity in LOUD:
        return State.NEW
    if severity == Severity.NOTE or this_week >= budget.a_week:
        return State.DIGEST
    mostly_wrong = record.precision is not None and record.precision < budget.precision
    return State.DIGEST if mostly_wrong else State.NEW


# Ours, and labelled so: Brookside says “the same hour for an urgent alert”.
UNREAD_FOR: Final = timedelta(minutes=30)


def is_told_at_once(severity: str) -> bool:
    """Tell whether a letter goes out the moment it is found."""
    return severity in LOUD


def escalates(severity: str, *, raised_at: datetime, at: datetime, hours: Hours) -> bool:
    """Tell whether somebody else is told too: urgent and unread for half an hour, or at once where
    there is no school, because nobody is expected to read then."""
    if severity != Severity.URGENT:
        return False
    if not hours.is_school_time(raised_at):
        return True
    return at - raised_at >= UNREAD_FOR


# What an employee set off is told to the headteacher only, however long it waits (000 §14.1).
ALSO_TOLD: Final = {For.DSL: ("deputy_headteacher", "headteacher"), For.HEAD: (), For.CHAIR: ()}
