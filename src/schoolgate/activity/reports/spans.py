"""Which weeks a report is of. Pure.

Only whole weeks that are over, and of which no day has left the log yet: a week that is looked at
twice says the same twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from schoolgate.people.calendar import Dates

_WEEK: Final = timedelta(days=7)
MOST: Final = 25  # weeks: no pack keeps the log for longer than six months
FOUR: Final = "weeks"


class Span(NamedTuple):
    """Days that are asked for, the first and the last included."""

    slug: str
    name: str
    first: date
    last: date


class Weeks(NamedTuple):
    """Whole weeks: the first Monday and the last Sunday; none where that is before it."""

    first: date
    last: date

    def __bool__(self) -> bool:
        return self.first < self.last

    @property
    def number(self) -> int:
        """How many."""
        return max(0, (self.last - self.first).days // 7 + 1)


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def weeks(span: Span, *, kept_since: date | None, today: date) -> Weeks:
    """Return the whole weeks in which a day of a span lies, as far as they are over and the log
    keeps them whole; `kept_since` is its first day, None for no log."""
    over = monday(today) - timedelta(days=1)
    last = min(monday(span.last) + timedelta(days=6), over)
    if kept_since is None:
        return Weeks(last, last)
    begun = monday(kept_since + timedelta(days=6))  # the first whole week
    first = max(monday(span.first), begun, monday(today) - MOST * _WEEK)
    return Weeks(first, max(last, first - timedelta(days=1)))


def offered(dates: Dates, *, today: date) -> Iterator[Span]:
    """Yield the spans to choose from: the last four weeks first, then weeks, half-terms, terms."""
    begins = monday(today)
    yield Span(FOUR, "The last four weeks", begins - 4 * _WEEK, begins - timedelta(days=1))
    yield Span("week", "Last week", begins - _WEEK, begins - timedelta(days=1))
    for kind, spans in (("half-term", dates.halves), ("term", dates.terms)):
        begun = [one for one in spans if one.first <= today and not (kind[0] == "h" and one.whole)]
        for one in reversed(begun[-3:]):
            name = one.name or f"Term {one.number}"
            half = f"{name}, {'first' if one.number % 2 else 'second'} half"
            said = half if kind == "half-term" else name
            yield Span(f"{kind}-{one.year}-{one.number}", f"{said} {one.year}", one.first, one.last)
