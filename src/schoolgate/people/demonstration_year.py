"""The invented school's years: what its policy states of 2026/27, and the year after."""

from __future__ import annotations

from datetime import date
from typing import Final

from schoolgate.people.calendar import Span, SpanKind


def _span(
    kind: SpanKind, first: tuple[int, int, int], last: tuple[int, int, int], name: str
) -> Span:
    return Span(kind, date(*first), date(*last), name)


def _inset(*day: int) -> Span:
    return Span(SpanKind.INSET, date(*day), date(*day))


YEARS: Final = {
    2026: (
        _span(SpanKind.TERM, (2026, 9, 2), (2026, 12, 18), "Autumn"),
        _span(SpanKind.HALF_TERM, (2026, 10, 24), (2026, 11, 1), "Autumn half-term"),
        _span(SpanKind.TERM, (2027, 1, 4), (2027, 3, 25), "Spring"),
        _span(SpanKind.HALF_TERM, (2027, 2, 13), (2027, 2, 21), "Spring half-term"),
        _span(SpanKind.TERM, (2027, 4, 12), (2027, 7, 21), "Summer"),
        _span(SpanKind.HALF_TERM, (2027, 5, 29), (2027, 6, 6), "Summer half-term"),
        _inset(2026, 9, 2), _inset(2026, 11, 2), _inset(2027, 1, 4),
        _inset(2027, 6, 7), _inset(2027, 6, 8),
    ),
    2027: (
        _span(SpanKind.TERM, (2027, 9, 2), (2027, 12, 17), "Autumn"),
        _span(SpanKind.HALF_TERM, (2027, 10, 23), (2027, 10, 31), "Autumn half-term"),
        _span(SpanKind.TERM, (2028, 1, 4), (2028, 3, 31), "Spring"),
        _span(SpanKind.HALF_TERM, (2028, 2, 12), (2028, 2, 20), "Spring half-term"),
        _span(SpanKind.TERM, (2028, 4, 18), (2028, 7, 21), "Summer"),
        _span(SpanKind.HALF_TERM, (2028, 5, 27), (2028, 6, 4), "Summer half-term"),
        _inset(2027, 9, 2), _inset(2028, 1, 4),
    ),
}  # fmt: skip
