"""Who watches the school's own channels while it is closed: the days, and which are empty. Pure.

Source: 003 §7.5 (L323), App 1 b (L591).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

LONGEST: Final = 60  # days of one rota
MOST: Final = 12  # channels of one rota
LONGEST_NAME: Final = 80
_SATURDAY: Final = 5


class Days(StrEnum):
    """Which days of a rota's time are watched."""

    EVERY = "every"
    WEEKENDS = "weekends"

    @property
    def said(self) -> str:
        """The choice in words."""
        return "Every day" if self is Days.EVERY else "Saturdays and Sundays"


class Slot(NamedTuple):
    """One channel on one day."""

    on: date
    channel: str

    def __str__(self) -> str:
        return f"{self.channel} on {self.on:%A %-d %B %Y}"


def slots(first: date, last: date, which: str, channels: Iterable[str]) -> list[Slot]:
    """Return every channel on every watched day from `first` to `last`, both included."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    named = [*channels]
    return [Slot(day, channel) for day in days for channel in named
            if which == Days.EVERY or day.weekday() >= _SATURDAY]  # fmt: skip


def channels_of(text: str) -> list[str]:
    """Return the channels that somebody typed, one a line, each once."""
    return [*dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip())]


def empty(every: Iterable[Slot], filled: Collection[Slot]) -> list[Slot]:
    """Return where nobody watches."""
    return [one for one in every if one not in filled]
