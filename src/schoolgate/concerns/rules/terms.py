"""The terms of which a report is made, each with the holidays after it: no day is missed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from schoolgate.people.calendar import ONE_DAY, Dates, year_name


class Span(NamedTuple):
    """The days of one report, both included."""

    year: int
    number: int
    name: str
    first: date
    last: date

    @property
    def slug(self) -> str:
        """By what an address names it."""
        return f"{self.year}-{self.number}"


def spans(dates: Dates) -> list[Span]:
    """Return the terms in order; each lasts until the next begins, the last until the year ends."""
    terms = dates.terms
    begin = [one.first for one in terms[1:]]
    ends = [first - ONE_DAY for first in begin]
    if terms:
        ends.append(max(terms[-1].last, dates.year_end(terms[-1].year)))
    return [
        Span(one.year, one.number, f"{one.name or f'Term {one.number}'} {year_name(one.year)}",
             one.first, last)
        for one, last in zip(terms, ends, strict=True)
    ]  # fmt: skip


def without(span: Span, taken: list[tuple[date, date]]) -> Span | None:
    """Return what is left of a span where some days stand in other reports; None for nothing. No
    day is in two reports: two that overlap would give small numbers away by comparison."""
    first, last = span.first, span.last
    for begins, ends in sorted(taken):
        if begins <= first <= ends:
            first = ends + ONE_DAY
        elif first < begins <= last:
            last = begins - ONE_DAY
    return span._replace(first=first, last=last) if first <= last else None
