"""A school's year: terms, half-terms, INSET and closed days. Plain values; days, never instants.

Bank holidays are those of England, from the `holidays` library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

import holidays

from schoolgate.kernel.times import WEEKDAYS, Term

ONE_DAY: Final = timedelta(days=1)
SEASONS: Final = ("autumn", "spring", "summer")
_SEPTEMBER: Final = 9
# A school year may begin in the second half of August, and end in the first half of September.
_AT_THE_EDGE: Final = timedelta(days=16)
# The end of a term that the calendar does not hold: month and day.
_USUAL_END: Final = {"autumn": (12, 31), "spring": (4, 15), "summer": (7, 31)}
_FORMS: Final = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d")
_MONTHS: Final = ("%B %Y", "%b %Y", "%Y-%m", "%m/%Y")


class SpanKind(StrEnum):
    """What a span of a school's year is."""

    TERM = "term"
    HALF_TERM = "half-term"
    INSET = "inset"
    CLOSED = "closed"
    YEAR_END = "year-end"


class Span(NamedTuple):
    """Some days of a school's year, the first and the last included."""

    kind: SpanKind
    first: date
    last: date
    name: str = ""

    def days(self) -> Iterator[date]:
        """Yield its days."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * ONE_DAY

    def covers(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day <= self.last

    def in_words(self) -> str:
        """Return it as people write it: 2 September 2026 to 18 December 2026."""
        first = f"{self.first:%-d %B %Y}"
        return first if self.first == self.last else f"{first} to {self.last:%-d %B %Y}"


class SchoolTerm(NamedTuple):
    """A term or a half of one, counted from 1 in its school `year`; `whole`: it has no break."""

    year: int
    number: int
    first: date
    last: date
    name: str
    whole: bool = False


@dataclass(frozen=True)
class Dates:
    """Everything that a school has written down of its years, in order."""

    spans: tuple[Span, ...] = ()

    def __hash__(self) -> int:
        return hash(self.spans)

    def of_kind(self, kind: SpanKind) -> Iterator[Span]:
        """Yield the spans of a kind."""
        return (span for span in self.spans if span.kind == kind)

    @cached_property
    def year_ends(self) -> dict[int, date]:
        """The last day of each school year of which the school states it, by its first year."""
        ends = [span.last for span in self.of_kind(SpanKind.YEAR_END)]
        return {year_ended(end): end for end in ends}

    def year_of(self, day: date) -> int:
        """Return the calendar year in which the school year of a day began."""
        year = usual_year(day)
        if day > self.year_end(year):
            return year + 1
        return year - 1 if day <= self.year_end(year - 1) else year

    def year_end(self, year: int) -> date:
        """Return the last day of a school year: 31 August, or the day before the next begins, where
        the school states none."""
        if year in self.year_ends:
            return self.year_ends[year]
        begins = next((one.first for one in self.terms if one.year == year + 1), date.max)
        return min(date(year + 1, 8, 31), begins - ONE_DAY)

    def year_start(self, year: int) -> date:
        """Return the first day of a school year."""
        return self.year_end(year - 1) + ONE_DAY

    @cached_property
    def terms(self) -> tuple[SchoolTerm, ...]:
        """The terms in order, numbered in each school year."""
        return tuple(self._numbered(self.of_kind(SpanKind.TERM)))

    @cached_property
    def halves(self) -> tuple[SchoolTerm, ...]:
        """The halves of the terms in order: those of the second term are 3 and 4, whether or not
        the first has a break. A term without one is a single half, the first, and whole."""
        return tuple(
            half._replace(number=2 * term.number - 1 + number, whole=half[2:4] == term[2:4])
            for term in self.terms for number, half in enumerate(self._halves(term))
        )  # fmt: skip

    def _halves(self, term: SchoolTerm) -> Iterator[SchoolTerm]:
        inside = [one for one in self.of_kind(SpanKind.HALF_TERM)
                  if term.first <= one.first <= term.last]  # fmt: skip
        half = min(inside, default=None, key=lambda one: one.first)
        if half is not None:
            yield term._replace(last=half.first - ONE_DAY)
        yield term if half is None else term._replace(first=half.last + ONE_DAY)

    def _numbered(self, spans: Iterable[Span]) -> Iterator[SchoolTerm]:
        counted: dict[int, int] = {}
        for span in sorted(spans, key=lambda one: one.first):
            year = year_begun(span.first)
            counted[year] = counted.get(year, 0) + 1
            yield SchoolTerm(year, counted[year], span.first, span.last, span.name)

    @cached_property
    def stated(self) -> tuple[Term, ...]:
        """The terms as the rules of a policy read them: half-terms and days without lessons are
        closed days of the term."""
        away = {day for span in self.spans if span.kind in _NO_LESSONS for day in span.days()}
        return tuple(
            Term(term.name, term.first, term.last,
                 frozenset(day for day in _days(term) if day in away or day in bank_holidays(day)))
            for term in self.terms
        )  # fmt: skip

    def is_open(self, day: date) -> bool:
        """Tell whether there are lessons; outside every term there are none."""
        if not self.terms:
            return day.weekday() in WEEKDAYS and day not in bank_holidays(day)
        return day in self._open

    @cached_property
    def _open(self) -> frozenset[date]:
        days = ((term, Span(SpanKind.TERM, term.first, term.last).days()) for term in self.stated)
        return frozenset(day for term, each in days for day in each
                         if day not in term.closed and day.weekday() in WEEKDAYS)  # fmt: skip


_NO_LESSONS: Final = frozenset({SpanKind.HALF_TERM, SpanKind.INSET, SpanKind.CLOSED})


def _days(term: SchoolTerm) -> Iterator[date]:
    return Span(SpanKind.TERM, term.first, term.last).days()


def year_begun(first: date) -> int:
    """Return the school year to which a term belongs that begins on this day."""
    return usual_year(first + _AT_THE_EDGE)


def year_ended(last: date) -> int:
    """Return the school year that ends on this day."""
    return usual_year(last - _AT_THE_EDGE)


def usual_year(day: date) -> int:
    """Return the year in which a school year begins that runs from September to August."""
    return day.year if day.month >= _SEPTEMBER else day.year - 1


@lru_cache(maxsize=64)
def _england(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))


def bank_holidays(day: date) -> dict[date, str]:
    """Return the bank holidays of England in the calendar year of a day."""
    return _england(day.year)


def year_name(year: int) -> str:
    """Return a school year as people say it: 2026/27."""
    return f"{year}/{(year + 1) % 100:02}"


class Resolved(NamedTuple):
    """A day that a text names; `sure` when neither a term nor a month had to be rounded."""

    day: date
    sure: bool


def resolve(text: str, dates: Dates) -> Resolved | None:
    """Return the day that a header means: `24 November 2020`, `2027-09`, `summer term 2022`.

    A month ends on its last day, a term on its last day by the school's calendar, else on the usual
    one. None where the text names no day.
    """
    plain = _plain(text)
    if (day := _read(plain, _FORMS)) is not None:
        return Resolved(day, sure=True)
    if (day := _read(plain, _MONTHS)) is not None:
        return Resolved((day.replace(day=28) + 4 * ONE_DAY).replace(day=1) - ONE_DAY, sure=True)
    found = re.fullmatch(r"(autumn|spring|summer)(?: term)?,? (\d{4})", plain.lower())
    if found is None:
        return None
    season, year = found[1], int(found[2])
    begun = year if season == "autumn" else year - 1
    number = SEASONS.index(season) + 1
    for term in dates.terms:
        if (term.year, term.number) == (begun, number):
            return Resolved(term.last, sure=True)
    return Resolved(date(year, *_USUAL_END[season]), sure=False)


def _read(text: str, forms: Iterable[str]) -> date | None:
    for form in forms:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 a day has no time zone
        except ValueError:
            continue
    return None


def read_day(text: str) -> date | None:
    """Return the day that somebody typed, in one of the usual forms; None for anything else."""
    return _read(_plain(text), _FORMS)


def _plain(text: str) -> str:
    """Return a day without the ending of its number, and September as a form knows it."""
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text.strip())
    return re.sub(r"\bSept\b", "Sep", plain, flags=re.IGNORECASE)
