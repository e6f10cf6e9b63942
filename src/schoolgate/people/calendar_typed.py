"""A school year as it is typed or sent as a file: read, and checked with one plain sentence."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from schoolgate.people.calendar import Span, SpanKind, read_day, year_begun, year_ended, year_name

TERMS: Final = 3
_MOST_LINES: Final = 200
_LONGEST_TERM: Final = 150
_KINDS: Final = {
    "bank holiday": SpanKind.CLOSED, "closed": SpanKind.CLOSED, "closed day": SpanKind.CLOSED,
    "end of year": SpanKind.YEAR_END, "half term": SpanKind.HALF_TERM, "inset": SpanKind.INSET,
    "inset day": SpanKind.INSET, "term": SpanKind.TERM, "year end": SpanKind.YEAR_END,
}  # fmt: skip
_EXAMPLE: Final = "write for example: 2 September 2026, or 1 to 3 as 1/9/2026 to 3/9/2026"


class BadDates(Exception):
    """Something in a school year cannot be. One sentence says what, and what to write."""


def lines(text: str, kind: SpanKind) -> list[Span]:
    """Read days, one or a span on each line, with a name behind if there is one. Raises BadDates.

    `2 September 2026 to 3 September 2026 Snow` is a span with the name Snow.
    """
    return [_line(line.strip(), kind) for line in text.splitlines()[:_MOST_LINES] if line.strip()]


_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)? \w+ \d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{4}-\d{2}-\d{2}"
_LINE: Final = re.compile(rf"({_DAY})(?:\s*(?:to|until|–|-)\s*({_DAY}))?[\s,:]*(.*)")


def _line(line: str, kind: SpanKind) -> Span:
    found = _LINE.fullmatch(line)
    first = read_day(found[1]) if found else None
    last = read_day(found[2]) if found and found[2] else first
    if found is None or first is None or last is None:
        raise BadDates(f"“{line[:60]}” is not a day; {_EXAMPLE}.")
    return Span(kind, first, last, found[3].strip()[:60])


def table(text: str) -> list[Span]:
    """Read a CSV file with the columns kind, name, first day, last day. Raises BadDates."""
    rows = [row for row in csv.reader(io.StringIO(text)) if any(cell.strip() for cell in row)]
    if not rows:
        raise BadDates("The file is empty; write a line with kind, name, first day and last day.")
    return [_row(number, row) for number, row in enumerate(rows[:_MOST_LINES], 1)
            if number > 1 or _kind(row[0]) is not None]  # fmt: skip


def _kind(text: str) -> SpanKind | None:
    plain = re.sub(r"[\s_-]+", " ", text.strip().lower())
    return _KINDS.get(plain)


def _row(number: int, row: Sequence[str]) -> Span:
    cells = [cell.strip() for cell in row] + [""] * 4
    kind, first = _kind(cells[0]), read_day(cells[2])
    last = read_day(cells[3]) if cells[3] else first
    if kind is None:
        says = f"Line {number} begins with “{cells[0][:40]}”; write term, half-term, INSET"
        raise BadDates(f"{says}, closed or year end.")
    if first is None or last is None:
        raise BadDates(f"Line {number} has no day that can be read; write for example: "
                       f"{kind},Autumn,2/9/2026,18/12/2026.")  # fmt: skip
    return Span(kind, first, last, cells[1][:60])


def checked(year: int, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans of one school year in order. Raises BadDates with the first that is wrong.

    Three terms that follow one another; each half-term inside a term; no days twice.
    """
    known = sorted(set(spans), key=lambda one: (one.first, one.last, one.kind))
    for says in _wrong(year, known):
        raise BadDates(says)
    return tuple(known)


def _wrong(year: int, spans: Sequence[Span]) -> Iterator[str]:
    backwards = next((span for span in spans if span.last < span.first), None)
    if backwards is not None:
        yield f"{_named(backwards)} ends before it begins; swap the two days."
    other = next((span for span in spans if not _in_year(span, year)), None)
    if other is not None:
        yield (f"{_named(other)} ({other.in_words()}) is not in the school year "
               f"{year_name(year)}; correct the year.")  # fmt: skip
    yield from _wrong_terms([span for span in spans if span.kind is SpanKind.TERM])
    yield from _outside(spans)
    yield from _twice(spans)
    if sum(span.kind is SpanKind.YEAR_END for span in spans) > 1:
        yield "The school year ends on one day only; delete the other."


def _in_year(span: Span, year: int) -> bool:
    if span.kind is SpanKind.YEAR_END:
        return year_ended(span.last) == year
    return year_begun(span.first) == year and year_ended(span.last) <= year


def _wrong_terms(terms: Sequence[Span]) -> Iterator[str]:
    if len(terms) != TERMS:
        yield f"A school year has three terms; {len(terms)} are given."
    for one, after in pairwise(terms):
        if after.first <= one.last:
            yield f"{_named(after)} begins before {_named(one)} has ended; correct one of the days."
    long = next((one for one in terms if (one.last - one.first).days > _LONGEST_TERM), None)
    if long is not None:
        yield f"{_named(long)} would last {(long.last - long.first).days} days; correct its end."


def _outside(spans: Sequence[Span]) -> Iterator[str]:
    terms = [span for span in spans if span.kind is SpanKind.TERM]
    for span in spans:
        inside = any(term.first < span.first and span.last < term.last for term in terms)
        if span.kind is SpanKind.HALF_TERM and not inside:
            yield f"The half-term of {span.in_words()} lies inside no term; correct a day."
        if span.kind is SpanKind.YEAR_END and terms and span.last < terms[-1].last:
            yield f"The school year ends before {_named(terms[-1])} does; give a later day."


def _twice(spans: Sequence[Span]) -> Iterator[str]:
    for kind in (SpanKind.HALF_TERM, SpanKind.INSET, SpanKind.CLOSED):
        same = [span for span in spans if span.kind is kind]
        for one, after in pairwise(same):
            if after.first <= one.last:
                yield f"{after.first:%-d %B %Y} is given twice ({_named(after)}); delete one."


def _named(span: Span) -> str:
    what = {SpanKind.HALF_TERM: "the half-term", SpanKind.INSET: "the INSET day",
            SpanKind.CLOSED: "the closed day", SpanKind.YEAR_END: "the end of the year",
            SpanKind.TERM: "the term"}[span.kind]  # fmt: skip
    return f"{what} “{span.name}”" if span.name else what
