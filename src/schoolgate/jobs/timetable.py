"""When something recurs. Plain arithmetic on London's wall clock; instants are aware, in UTC.

A wall time that the clocks skip in March happens an hour later on the clock; one that comes twice
in October happens the first time only. So a day has exactly one occurrence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Protocol

from schoolgate.kernel import times

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


class Every(Protocol):
    """How often, and when."""

    def last(self, at: datetime) -> datetime:
        """Return the latest occurrence that is not after `at`."""

    def next(self, at: datetime) -> datetime:
        """Return the first occurrence after `at`."""


def hourly(minute: int = 0) -> Every:
    """Return every hour, so many minutes past. Raises ValueError."""
    if not 0 <= minute < 60:
        raise ValueError(f"{minute} is not a minute of an hour. Write 0 to 59.")
    return _Hourly(minute)


def every_minutes(minutes: int) -> Every:
    """Return every so many minutes of the hour. Raises ValueError unless an hour is a multiple."""
    if minutes < 1 or 60 % minutes:
        raise ValueError(f"An hour is no multiple of {minutes} minutes. Write 5, 10, 15, 20 or 30.")
    return _EveryMinutes(timedelta(minutes=minutes))


def daily(wall: str) -> Every:
    """Return every day at a wall time in London such as `02:30`. Raises ValueError."""
    return _OnDays(times.EVERY_DAY, _wall(wall))


def weekly(day: str, wall: str) -> Every:
    """Return every week on a day such as `monday` at a wall time in London. Raises ValueError."""
    if day not in times.DAYS:
        raise ValueError(f"“{day}” is not a day. Write one of {', '.join(times.DAYS)}.")
    return _OnDays(frozenset({times.DAYS.index(day)}), _wall(wall))


@dataclass(frozen=True, slots=True)
class _Hourly:
    minute: int

    def last(self, at: datetime) -> datetime:
        found = at.astimezone(UTC).replace(minute=self.minute, second=0, microsecond=0)
        return found if found <= at else found - _HOUR

    def next(self, at: datetime) -> datetime:
        return self.last(at) + _HOUR


@dataclass(frozen=True, slots=True)
class _EveryMinutes:
    step: timedelta

    def last(self, at: datetime) -> datetime:
        hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        return hour + (at - hour) // self.step * self.step

    def next(self, at: datetime) -> datetime:
        return self.last(at) + self.step


@dataclass(frozen=True, slots=True)
class _OnDays:
    days: frozenset[int]
    wall: time

    def last(self, at: datetime) -> datetime:
        return max(one for one in self._around(at) if one <= at)

    def next(self, at: datetime) -> datetime:
        return min(one for one in self._around(at) if one > at)

    def _around(self, at: datetime) -> list[datetime]:
        today = at.astimezone(times.LONDON).date()
        near = (today + number * _DAY for number in range(-8, 9))
        return [_instant(day, self.wall) for day in near if day.weekday() in self.days]


def _wall(text: str) -> time:
    minutes = times.clock(text)
    if minutes == 24 * 60:
        raise ValueError("The day ends where the next begins: write 0:00.")
    return time(minutes // 60, minutes % 60)


def _instant(day: date, wall: time) -> datetime:
    return datetime.combine(day, wall, times.LONDON).astimezone(UTC)
