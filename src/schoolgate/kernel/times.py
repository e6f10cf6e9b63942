"""Terms, closed days and named times of a school. Plain Python; the instant is passed in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY_DAY: Final = frozenset(range(7))
WEEKDAYS: Final = frozenset(range(5))
WEEKEND: Final = frozenset({5, 6})
NO_TIME: Final = "no stated time"
LESSON: Final = "lesson"
WORKING_HOURS: Final = "working_hours"


@dataclass(frozen=True, slots=True)
class Band:
    """A named time: while it lasts, `key` has `value`. Minutes after midnight, end exclusive.

    `always` holds in holidays too; otherwise only on open days of a stated term.
    """

    phrase: str
    key: str
    value: str
    days: frozenset[int]
    spans: tuple[tuple[int, int], ...]
    always: bool = False

    def holds(self, moment: Moment, *, is_open: bool | None) -> bool | None:
        """Tell whether the band covers a moment; None when what is known does not settle it."""
        opened = True if self.always else is_open
        if opened is False or moment.days.isdisjoint(self.days):
            return False
        if opened is None:
            return None  # outside any stated term the time is unknown, not out of hours
        within = _within(self.spans, moment.minute)
        return None if within and not moment.days <= self.days else within


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is: the days of the week it may be, the minute of the day and the date,
    as far as they are known."""

    days: frozenset[int]
    minute: int | None = None
    day: date | None = None


def _within(spans: tuple[tuple[int, int], ...], minute: int | None) -> bool | None:
    if minute is not None:
        return any(start <= minute < end for start, end in spans)
    return True if (0, 24 * 60) in spans else None


@dataclass(frozen=True, slots=True)
class Term:
    """First and last day of a term, both included, and the days closed between them."""

    name: str
    first: date
    last: date
    closed: frozenset[date] = frozenset()

    def covers(self, day: date) -> bool:
        """Tell whether the day lies in the term, open or closed."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Calendar:
    """The named times and terms that one policy states."""

    bands: tuple[Band, ...] = ()
    terms: tuple[Term, ...] = ()

    KEYS: ClassVar[frozenset[str]] = frozenset({"during", "time", "day", "permitted_time"})

    def is_open(self, day: date) -> bool | None:
        """Tell whether school is open; None on a day that no stated term covers."""
        term = next((term for term in self.terms if term.covers(day)), None)
        if term is None:
            return None
        return day not in term.closed and day.weekday() in WEEKDAYS

    def facts(
        self, at: datetime | None, said: Mapping[str, str], wanted: Mapping[str, Set[str]],
        *, teaches: bool = True,
    ) -> dict[str, str]:  # fmt: skip
        """Return what the clock tells of the wanted keys; what it cannot tell is left out.

        A clock time that was said (`time`, `day`) beats the instant, and needs no term. For whoever
        does not teach, lesson time is working hours. Source: POL-27.
        """
        moment = _chosen(_said(said), _moment(at))
        if moment is None:
            return {}
        is_open = True if moment.day is None else self.is_open(moment.day)
        found: dict[str, str] = {}
        for key in wanted:
            bands = [band for band in self.bands if band.key == key]
            if bands and (value := _value(bands, moment, is_open, wanted[key])) is not None:
                found[key] = value if teaches or value != LESSON else WORKING_HOURS
        if moment.day is not None and moment.minute is not None:
            found["time"] = f"{moment.minute // 60:02}:{moment.minute % 60:02}"
            found["day"] = "weekend" if moment.days <= WEEKEND else "weekday"
        return found


def _value(bands: list[Band], moment: Moment, is_open: bool | None, wanted: Set[str]) -> str | None:
    """Return the value of the first band that covers the moment; None while it is not certain."""
    may_be: set[str] = set()
    for band in bands:
        held = band.holds(moment, is_open=is_open)
        if held:
            return band.value if may_be <= {band.value} else None
        if held is None:
            may_be.add(band.value)
    stated = {band.value for band in bands}
    return NO_TIME if not may_be and (wanted <= stated or stated == {"yes"}) else None


def _chosen(said: Moment | None, clock: Moment | None) -> Moment | None:
    """Return what was said; a day alone that is today's kind of day leaves the clock its say."""
    if said is None or (said.minute is None and clock is not None and clock.days <= said.days):
        return clock
    return said


def _moment(at: datetime | None) -> Moment | None:
    if at is None:
        return None
    here = at.astimezone(LONDON)
    return Moment(frozenset({here.weekday()}), here.hour * 60 + here.minute, here.date())


def _said(facts: Mapping[str, str]) -> Moment | None:
    """Return the moment that was said; a clock time without a day is taken for a school day."""
    days = {"weekday": WEEKDAYS, "weekend": WEEKEND}.get(facts.get("day", ""))
    try:
        minute = clock(facts["time"]) if "time" in facts else None
    except ValueError:
        minute = None
    if minute is None and days is None:
        return None
    return Moment(WEEKDAYS if days is None else days, minute)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Read `9:00-10:30, 13:00-15:15` or `all day` as minutes. Raises ValueError with the reason."""
    if text.strip().lower() == "all day":
        yield 0, 24 * 60
        return
    for part in text.split(","):
        ends = [clock(end) for end in part.replace("–", "-").split("-")]
        if len(ends) != 2:
            raise ValueError(f"'{part.strip()}' is not a time span; write for example: 9:00-10:30")
        if ends[0] >= ends[1]:
            says = f"'{part.strip()}' does not end after it starts; correct the hours"
            raise ValueError(f"{says}, or over midnight write two: 22:00-24:00, 0:00-6:00")
        yield ends[0], ends[1]


def clock(text: str) -> int:
    """Read `9:05` or `9.05` as minutes after midnight. Raises ValueError with the reason."""
    hour, found, minute = text.strip().replace(".", ":").partition(":")
    if found and re.fullmatch(r"[0-9]{1,2}:[0-5][0-9]", f"{hour}:{minute}"):
        value = int(hour) * 60 + int(minute)
        if value <= 24 * 60:
            return value
    raise ValueError(f"'{text.strip()}' is not a time of day; write for example: 15:30")
