"""Which lesson is going on, and what a class does in it. Pure.

Source: 002 Teaching (L152), Education of pupils (L211); 003 Staff (L507).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from schoolgate.activity.events import WebEvent
from schoolgate.kernel.times import LESSON, LONDON, Calendar


class Lesson(NamedTuple):
    """A lesson that is going on: from its start to its end."""

    from_at: datetime
    until_at: datetime


class Seen(NamedTuple):
    """One site that one pupil was at, or was kept from: how often, and when last (ms)."""

    who: str
    host: str
    blocked: bool
    times: int
    last: int


def lesson(calendar: Calendar, at: datetime) -> Lesson | None:
    """Return the lesson that is going on; None outside lessons, and where nobody said when they
    are."""
    here = at.astimezone(LONDON)
    if calendar.is_open(here.date()) is not True:
        return None
    minute, midnight = here.hour * 60 + here.minute, here.replace(hour=0, minute=0, second=0,
                                                                  microsecond=0)  # fmt: skip
    for band in calendar.bands:
        if band.value != LESSON or here.weekday() not in band.days:
            continue
        for start, end in band.spans:
            if start <= minute < end:
                return Lesson(midnight + timedelta(minutes=start),
                              midnight + timedelta(minutes=end))  # fmt: skip
    return None


def summed(who: str, events: Iterable[WebEvent]) -> list[Seen]:
    """Return the sites of one pupil, each once for what went through and once for what was
    blocked."""
    found: dict[tuple[str, bool], Seen] = {}
    for one in events:
        key = one.host, one.verdict == "block"
        before = found.get(key, Seen(who, *key, 0, 0))
        found[key] = before._replace(times=before.times + 1, last=max(before.last, one.at))
    return [*found.values()]
