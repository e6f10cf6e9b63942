"""Terms, closed days and named times of a school. Plain Python; the instant is passed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from schoolgate.kernel.facts import quantity

LONDON: Final = ZoneInfo("Europe/London")
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY_DAY: Final = frozenset(range(7))
WEEKDAYS: Final = frozenset(range(5))
WEEKEND: Final = frozenset({5, 6})


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

    def holds(self, days: frozenset[int], minute: int) -> bool:
        """Tell whether the band covers the minute on every one of the days."""
        return days <= self.days and any(start <= minute < end for start, end in self.spans)


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
        self, at: datetime | None, said: Mapping[str, str], wanted: Mapping[str, set[str]]
    ) -> dict[str, str]:
        """Return what the clock tells of the wanted keys; what it cannot tell is left out.

        A clock time that was said (`time`, `day`) beats the instant, and needs no term.
        """
        moment = _said(said) or _moment(at)
        if moment is None:
            return {}
        days, minute, day = moment
        is_open = True if day is None else self.is_open(day)
        found: dict[str, str] = {}
        for key in wanted:
            bands = [band for band in self.bands if band.key == key]
            if bands and (value := _value(bands, days, minute, is_open, wanted[key])) is not None:
                found[key] = value
        if at is not None and day is not None:
            found["time"] = f"{minute // 60:02}:{minute % 60:02}"
            found["day"] = "weekend" if days <= WEEKEND else "weekday"
        return found


def _value(
    bands: list[Band],
    days: frozenset[int],
    minute: int,
    is_open: bool | None,
    wanted: set[str],
) -> str | None:
    for band in bands:
        if (band.always or is_open) and band.holds(days, minute):
            return band.value
    if is_open is None and not all(band.always for band in bands):
        return None  # outside any stated term: the time is unknown, not out of hours
    stated = {band.value for band in bands}
    return "no stated time" if wanted <= stated or stated == {"yes"} else None


def _moment(at: datetime | None) -> tuple[frozenset[int], int, date | None] | None:
    if at is None:
        return None
    here = at.astimezone(LONDON)
    return frozenset({here.weekday()}), here.hour * 60 + here.minute, here.date()


def _said(facts: Mapping[str, str]) -> tuple[frozenset[int], int, date | None] | None:
    day = facts.get("day")
    days = {"weekday": WEEKDAYS, "weekend": WEEKEND}.get(day or "", EVERY_DAY)
    if day == "weekend":
        return days, int(quantity(facts.get("time", "12:00")) or 0), None
    if (minute := quantity(facts.get("time", ""))) is None:
        return None
    return days if day else WEEKDAYS, int(minute), None


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
            raise ValueError(f"'{part.strip()}' does not end after it starts")
        yield ends[0], ends[1]


def clock(text: str) -> int:
    """Read `9:05` or `9.05` as minutes after midnight. Raises ValueError with the reason."""
    hour, found, minute = text.strip().replace(".", ":").partition(":")
    if found and hour.isdigit() and minute.isdigit() and len(minute) == 2 and int(minute) < 60:
        value = int(hour) * 60 + int(minute)
        if value <= 24 * 60:
            return value
    raise ValueError(f"'{text.strip()}' is not a time of day; write for example: 15:30")
