"""When somebody is reminded, and the headteacher told: the school’s days, the hours of London."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from schoolgate.kernel.times import LONDON
from schoolgate.people.calendar import ONE_DAY, Dates, SpanKind, bank_holidays

BEGINS: Final = time(8)
ENDS: Final = time(17)
_SATURDAY: Final = 5
_A_YEAR: Final = 3  # terms


def is_working_day(day: date, dates: Dates) -> bool:
    """Tell whether people are at the school: days with lessons and INSET days.

    Where the school has not written its year down so far: Monday to Friday without bank holidays.
    """
    if day.weekday() >= _SATURDAY or day in bank_holidays(day):
        return False
    year = dates.year_of(day)
    terms = [term for term in dates.terms if term.year == year]
    if not terms or (len(terms) < _A_YEAR and day > terms[-1].last):
        return True
    return dates.is_open(day) or any(one.covers(day) for one in dates.of_kind(SpanKind.INSET))


def is_working(at: datetime, dates: Dates) -> bool:
    """Tell whether people are at work: on a working day, 8 to 17 by the clock of London."""
    here = at.astimezone(LONDON)
    return is_working_day(here.date(), dates) and BEGINS <= here.time() < ENDS


def next_working(at: datetime, dates: Dates) -> datetime:
    """Return `at`, or when people are next at work; a year at most, whatever is written down."""
    if is_working(at, dates):
        return at
    here = at.astimezone(LONDON)
    day = here.date() if here.time() < BEGINS else here.date() + ONE_DAY
    days = (day + number * ONE_DAY for number in range(366))
    return datetime.combine(
        next((one for one in days if is_working_day(one, dates)), day), BEGINS, LONDON
    )


def has_waited(since: date, today: date, days: int) -> bool:
    """Tell whether so many days have passed."""
    return today - since >= timedelta(days=days)
