"""Days of the log: dates in Europe/London, and the instants between which they lie."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
QUARTER = 15 * 60 * 1000  # ms: no midnight lies within a quarter of an hour


def instant(at: datetime) -> int:
    """Return an instant in ms since 1970, as the log has it."""
    return int(at.timestamp() * 1000)


def moment(at: int) -> datetime:
    """Return an instant of the log, which is in ms since 1970, in UTC."""
    return datetime.fromtimestamp(at / 1000, UTC)


def day_of(at: int) -> date:
    """Return the day of an instant in ms since 1970."""
    return _day_of_quarter(at // QUARTER)


@lru_cache(maxsize=4096)
def _day_of_quarter(quarter: int) -> date:
    return datetime.fromtimestamp(quarter * 900, UTC).astimezone(LONDON).date()


@lru_cache(maxsize=4096)
def starts(day: date) -> int:
    """Return the first instant of a day, in ms since 1970."""
    return instant(datetime(day.year, day.month, day.day, tzinfo=LONDON))


def ends(day: date) -> int:
    """Return the first instant after a day, in ms since 1970."""
    return starts(day + timedelta(days=1))


def days(since: int, until: int) -> Iterator[date]:
    """Yield the days that hold an instant from `since` to before `until`."""
    day = day_of(since)
    while starts(day) < until:
        yield day
        day += timedelta(days=1)
