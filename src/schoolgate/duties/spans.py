"""Periods laid over a school's dates: which times fall due between two days, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, WEEKLY, rrule

from schoolgate.duties.rules import ONE_DAY, Occurrence, Period, Unit
from schoolgate.people.calendar import SEASONS, Dates, SchoolTerm, year_name

_A_WEEK: Final = timedelta(days=7)
# After the last term that is written down, what is done in the holiday still counts for it.
_LONGEST_HOLIDAY: Final = timedelta(days=60)


class NoTerms(Exception):
    """Something falls due each term, and the school has not written down its terms."""


@lru_cache(maxsize=4096)
def occurrences(
    period: Period, dates: Dates, anchor: date, first: date, last: date
) -> tuple[Occurrence, ...]:
    """Return the occurrences that touch the days `first` to `last`, both included, in order.

    `anchor` is the day from which years, months and several weeks are counted. Raises NoTerms.
    """
    makers = {
        Unit.DAY: _daily, Unit.WEEK: _weekly, Unit.MONTH: _monthly, Unit.YEAR: _yearly,
        Unit.TERM: _termly, Unit.HALF_TERM: _half_termly, Unit.SCHOOL_YEAR: _school_yearly,
    }  # fmt: skip
    if period.unit not in makers:
        return ()
    made = makers[period.unit](period, dates, anchor, first, last)
    return tuple(one for one in made if one.until_on > first and one.from_on <= last)


def _daily(
    period: Period, dates: Dates, anchor: date, first: date, last: date
) -> Iterator[Occurrence]:
    """Days on which school is open; several days are counted on, open or not."""
    begin = _aligned(anchor, first, period.count)
    for instant in rrule(DAILY, interval=period.count, dtstart=begin, until=last):
        day = instant.date()
        if period.count > 1 or dates.is_open(day):
            until = day + period.count * ONE_DAY
            yield Occurrence(f"day/{day}", day, until - ONE_DAY, until, f"{day:%-d %B %Y}")


def _aligned(anchor: date, first: date, step: int) -> date:
    """Return the last day at or before `first` that is a whole number of steps from `anchor`."""
    return first - (first - anchor).days % step * ONE_DAY


def _weekly(
    period: Period, dates: Dates, anchor: date, first: date, last: date
) -> Iterator[Occurrence]:
    """Weeks from Monday to Sunday; one in which school is closed throughout is left out."""
    monday = anchor - anchor.weekday() * ONE_DAY
    begin = _aligned(monday, first, 7 * period.count)
    for instant in rrule(WEEKLY, interval=period.count, dtstart=begin, until=last):
        day = instant.date()
        until = day + period.count * _A_WEEK
        if any(dates.is_open(day + number * ONE_DAY) for number in range((until - day).days)):
            name = f"the week of {day:%-d %B %Y}"
            yield Occurrence(f"week/{day}", day, until - ONE_DAY, until, name)


def _monthly(
    period: Period, dates: Dates, anchor: date, first: date, last: date
) -> Iterator[Occurrence]:
    """Calendar months; several months are counted from the anchor’s day of the month."""
    start = anchor.replace(day=1) if period.count == 1 else anchor
    for begin, until in _steps(start, relativedelta(months=period.count), first, last):
        name = f"{begin:%B %Y}" if period.count == 1 else f"{begin:%-d %B %Y} on"
        yield Occurrence(f"month/{begin:%Y-%m}", begin, until - ONE_DAY, until, name)


def _yearly(
    period: Period, dates: Dates, anchor: date, first: date, last: date
) -> Iterator[Occurrence]:
    """Years from the anchor’s day; from 29 February they begin on the 28th where there is none."""
    for begin, until in _steps(anchor, relativedelta(years=period.count), first, last):
        yield Occurrence(f"year/{begin.year}", begin, until - ONE_DAY, until,
                         f"the year to {until - ONE_DAY:%-d %B %Y}")  # fmt: skip


def _steps(
    anchor: date, step: relativedelta, first: date, last: date
) -> Iterator[tuple[date, date]]:
    """Yield the spans between the anchor’s day plus 0, 1, 2 … steps, before it too. Each is counted
    from the anchor itself, so that a short month shortens no later one."""
    months = (first.year - anchor.year) * 12 + first.month - anchor.month
    number = months // (step.years * 12 + step.months) - 1
    while (begin := anchor + number * step) <= last:
        number += 1
        yield begin, anchor + number * step


def _termly(
    period: Period, dates: Dates, anchor: date, first: date, last: date
) -> Iterator[Occurrence]:
    return _of_terms("term", dates.terms, period.count)


def _half_termly(
    period: Period, dates: Dates, anchor: date, first: date, last: date
) -> Iterator[Occurrence]:
    return _of_terms("half", dates.halves, period.count)


def _of_terms(kind: str, terms: Sequence[SchoolTerm], count: int) -> Iterator[Occurrence]:
    """Yield terms, due by their last day. What is done in the holiday after one still counts."""
    if not terms:
        raise NoTerms
    counted = [one for one in terms if (one.number - 1) % count == 0] if count > 1 else terms
    for one, after in pairwise((*counted, None)):
        if one is None:
            return
        end = after.first if after is not None else date.max
        last = max(term.last for term in terms if one.first <= term.first < end)
        until = after.first if after is not None else last + _LONGEST_HOLIDAY
        yield Occurrence(
            f"{kind}/{one.year}/{one.number}", one.first, last, until, _term_name(kind, one)
        )


def _term_name(kind: str, term: SchoolTerm) -> str:
    number = term.number if kind == "term" else (term.number + 1) // 2
    season = SEASONS[number - 1] if number <= len(SEASONS) else f"{term.number}th"
    name = f"{season} term {year_name(term.year)}"
    if kind == "half" and term.whole:
        return f"the {name}, which has no half-term break"
    half = "first" if term.number % 2 else "second"
    return name if kind == "term" else f"the {half} half of the {name}"


def _school_yearly(
    period: Period, dates: Dates, anchor: date, first: date, last: date
) -> Iterator[Occurrence]:
    for year in range(dates.year_of(first) - period.count, dates.year_of(last) + 1):
        if (year - dates.year_of(anchor)) % period.count:
            continue
        until = dates.year_start(year + period.count)
        yield Occurrence(f"school-year/{year}", dates.year_start(year), until - ONE_DAY, until,
                         f"school year {year_name(year)}")  # fmt: skip
