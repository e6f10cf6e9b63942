"""When a clock starts, when something is due, and how often nobody has read. Pure; instants aware.

Nobody is blamed for what they had not read out of hours: the clock of a report starts when it is
read, or when the next working day begins. Source: CON-25 (000 §6.1, 003 §8.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from schoolgate.concerns.rules.pace import Pace
from schoolgate.kernel.times import LONDON, Band
from schoolgate.people.calendar import ONE_DAY, Dates

# Ours, and labelled so: no source says minutes.
UNREAD_FOR: Final = timedelta(minutes=15)
_OPENS: Final = 8 * 60 + 30
_CLOSES: Final = 15 * 60 + 30
_FARTHEST: Final = 120


class Hours(NamedTuple):
    """When there is school: the days of its calendar, and minutes after midnight."""

    dates: Dates
    opens: int = _OPENS
    closes: int = _CLOSES

    def is_school_time(self, at: datetime) -> bool:
        """Tell whether somebody may be expected to read."""
        here = at.astimezone(LONDON)
        minute = here.hour * 60 + here.minute
        return self.dates.is_open(here.date()) and self.opens <= minute < self.closes

    def next_opening(self, after: date) -> datetime:
        """Return when the first working day after a day begins."""
        for number in range(1, _FARTHEST):
            day = after + number * ONE_DAY
            if self.dates.is_open(day):
                return _instant(day, self.opens)
        return _instant(after + ONE_DAY, self.opens)  # a calendar that ends

    def starts(self, sent: datetime) -> datetime:
        """Return when the clock of a report starts that nobody has read yet."""
        here = sent.astimezone(LONDON)
        if self.is_school_time(sent):
            return sent
        if self.dates.is_open(here.date()) and here.hour * 60 + here.minute < self.opens:
            return _instant(here.date(), self.opens)
        return self.next_opening(here.date())

    def closing(self, day: date) -> datetime:
        """Return when a working day ends."""
        return _instant(day, self.closes)


def hours_of(dates: Dates, bands: Iterable[Band]) -> Hours:
    """Return the hours of a school: its working hours where its policy states them."""
    spans = [span for band in bands if band.key == "during" and band.value == "working_hours"
             for span in band.spans]  # fmt: skip
    if not spans:
        return Hours(dates)
    return Hours(dates, min(start for start, _ in spans), max(end for _, end in spans))


def due(pace: Pace, at: datetime, hours: Hours) -> datetime | None:
    """Return until when somebody told at this pace has acted; None where no time is stated."""
    begun = hours.starts(at)
    if pace is Pace.UNSTATED:
        return None
    if pace is Pace.AT_ONCE:
        return begun + UNREAD_FOR
    if pace is Pace.SAME_DAY:
        return hours.closing(begun.astimezone(LONDON).date())
    return hours.closing(hours.next_opening(begun.astimezone(LONDON).date()).astimezone(LONDON)
                         .date())  # fmt: skip


def unread_steps(sent: datetime, now: datetime, hours: Hours) -> int:
    """Return to how many more people an urgent report has to go: one for each quarter of an hour
    of school time since its clock started; none out of hours."""
    begun = hours.starts(sent)
    if now < begun or not hours.is_school_time(now):
        return 0
    if begun.astimezone(LONDON).date() != now.astimezone(LONDON).date():
        begun = max(begun, _instant(now.astimezone(LONDON).date(), hours.opens) - UNREAD_FOR)
    return int((now - begun) / UNREAD_FOR)


def _instant(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), LONDON)
