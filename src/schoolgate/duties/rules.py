"""How often a duty falls due, and how one such time stands (`spans` lays periods over dates).

An instant belongs to the day that it has in London; so a clock that is put forward, back or wrong
makes no occurrence twice, and none is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

ONE_DAY: Final = timedelta(days=1)
# Overdue for so many days: the head is told at once, the governors after this.
GOVERNORS_AFTER: Final = 28
_NUMBERED: Final = re.compile(r"(\d{1,3}) (day|week|month|term|year)s?")


class Unit(StrEnum):
    """How often something falls due; the last four are not a matter of the calendar."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    HALF_TERM = "half-term"
    TERM = "term"
    YEAR = "year"
    SCHOOL_YEAR = "school year"
    ON_EVENT = "event"
    ALWAYS = "always"
    OPEN = "open"
    ONCE = "once"


class Event(StrEnum):
    """What a duty may hang on instead of a date."""

    CHANGE = "change"
    INCIDENT = "incident"
    JOINER = "joiner"
    LEAVER = "leaver"
    OTHER = "other"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Period:
    """How often: every `count` units, or each time that an event happens."""

    unit: Unit
    count: int = 1
    event: Event | None = None

    @property
    def is_dated(self) -> bool:
        """Tell whether the calendar alone says when it falls due."""
        return self.unit not in _UNDATED

    def in_words(self) -> str:
        """Return it as people say it: every term, every 6 months, for each joiner."""
        if self.event is not None:
            return _EVENT_WORDS[self.event]
        if self.unit in _WORDS:
            return _WORDS[self.unit]
        return f"every {self.unit}" if self.count == 1 else f"every {self.count} {self.unit}s"


_UNDATED: Final = frozenset({Unit.ALWAYS, Unit.ON_EVENT, Unit.OPEN})
_WORDS: Final = {Unit.ALWAYS: "all the time", Unit.OPEN: "regularly; no period is stated",
                 Unit.ONCE: "by the date in the header"}  # fmt: skip
_EVENT_WORDS: Final = {
    Event.CHANGE: "on each change", Event.INCIDENT: "after each incident",
    Event.JOINER: "for each joiner", Event.LEAVER: "for each leaver",
    Event.OTHER: "each time that it happens", Event.VERSION: "for each new version",
}  # fmt: skip
# What a school may choose where its policy states no period.
CHOICES: Final = {
    "week": Period(Unit.WEEK), "month": Period(Unit.MONTH), "half-term": Period(Unit.HALF_TERM),
    "term": Period(Unit.TERM), "6 months": Period(Unit.MONTH, 6), "year": Period(Unit.YEAR),
    "school year": Period(Unit.SCHOOL_YEAR),
}  # fmt: skip


_NAMED: Final = {"regularly": Unit.OPEN, "intake": Unit.SCHOOL_YEAR, "lesson": Unit.ALWAYS}


def period(every: str, when: str = "") -> Period:
    """Return what `every:` and `when:` of a duty box mean. “Regularly” stays an open question."""
    plain = every.strip().lower()
    if plain in _NAMED:
        return Period(_NAMED[plain])
    if plain in ("joiner", "leaver", "incident", "change"):
        return Period(Unit.ON_EVENT, event=Event(plain))
    if numbered := _NUMBERED.fullmatch(plain):
        return Period(Unit(numbered[2]), int(numbered[1]))
    if plain:
        return Period(Unit(plain))
    if when in ("", "at all times"):
        return Period(Unit.ALWAYS)
    return Period(Unit.ON_EVENT, event=Event.OTHER)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a duty falls due: done from `from_on` to `due_on`, both included, is in time.

    What proves it counts until `until_on`, exclusive, when the next begins. `key` stays the same
    when the calendar is changed. A `due_on` of None: as soon as may be; no day is stated.
    """

    key: str
    from_on: date
    due_on: date | None
    until_on: date
    label: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether what happens on a day counts for it."""
        return self.from_on <= day < self.until_on


class State(StrEnum):
    """How an occurrence stands on a day."""

    COMING = "Coming"
    TO_DO = "To do"
    OVERDUE = "Overdue"
    MISSED = "Missed"
    DONE = "Done"
    DONE_LATE = "Done late"
    SKIPPED = "Skipped"


OPEN_STATES: Final = frozenset({State.TO_DO, State.OVERDUE})
_LAPSES: Final = frozenset({Unit.DAY, Unit.WEEK})


def state(
    occurrence: Occurrence, today: date, *, unit: Unit, done_on: date | None, skipped: bool
) -> State:
    """Return how an occurrence stands. What is due each day or week is missed for good once the
    next has begun; anything rarer stays overdue until it is done, or skipped with a reason."""
    due = occurrence.due_on
    if done_on is not None:
        return State.DONE_LATE if due is not None and done_on > due else State.DONE
    if skipped:
        return State.SKIPPED
    if today < occurrence.from_on:
        return State.COMING
    if due is None or today <= due:
        return State.TO_DO
    return State.MISSED if unit in _LAPSES and today >= occurrence.until_on else State.OVERDUE


# From how many days before its end something stands on the Do list.
_LEAD: Final = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 14, Unit.HALF_TERM: 21, Unit.TERM: 28,
                Unit.YEAR: 42, Unit.SCHOOL_YEAR: 42}  # fmt: skip


def is_near(occurrence: Occurrence, unit: Unit, today: date) -> bool:
    """Tell whether it is time to think of an occurrence that has begun: its end is near, or none
    is stated."""
    due = occurrence.due_on
    return due is None or unit not in _LEAD or (due - today).days < _LEAD[unit]


def lateness(occurrence: Occurrence, today: date) -> int:
    """Return for how many days an open occurrence is overdue; 0 when it is not."""
    return max(0, (today - occurrence.due_on).days) if occurrence.due_on is not None else 0
