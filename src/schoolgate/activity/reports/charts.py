"""Bars as SVG, made here: no script, and the table beside it says the same. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

_WIDE: Final = 600
_ROW: Final = 22
_LABEL: Final = 190
_NUMBER: Final = 80
_HIGH: Final = 160
_ACROSS: Final = 20  # more rows than this stand side by side, as columns without labels
_BLUE: Final = "#1d70b8"
_INK: Final = "#0b0c0c"
_LONGEST: Final = 28


def svg(labels: Sequence[str], numbers: Sequence[int], *, title: str) -> str:
    """Return bars: one below the other with their labels, or many as columns side by side."""
    if 0 in numbers:
        kept = [(label, number) for label, number in zip(labels, numbers, strict=True) if number]
        labels, numbers = [label for label, _ in kept], [number for _, number in kept]
    drawn = _columns if len(numbers) > _ACROSS else _bars
    high, inside = drawn(labels, numbers)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {high}" role="img" '
            f'aria-label="{escape(title)}" width="100%" font-family="sans-serif" font-size="13">'
            f"{inside}</svg>")  # fmt: skip


def _bars(labels: Sequence[str], numbers: Sequence[int]) -> tuple[int, str]:
    most, room = max([*numbers, 1]), _WIDE - _LABEL - _NUMBER
    lines = []
    for place, (label, number) in enumerate(zip(labels, numbers, strict=True)):
        y, wide = place * _ROW, round(room * number / most, 1)
        lines.append(
            f'<text x="{_LABEL - 8}" y="{y + 15}" text-anchor="end" fill="{_INK}">'
            f"{escape(_short(label))}</text>"
            f'<rect x="{_LABEL}" y="{y + 3}" width="{wide}" height="{_ROW - 6}" fill="{_BLUE}"/>'
        )
    return max(len(numbers), 1) * _ROW, "".join(lines)


def _columns(labels: Sequence[str], numbers: Sequence[int]) -> tuple[int, str]:
    most, step = max([*numbers, 1]), _WIDE / len(numbers)
    lines = []
    for place, number in enumerate(numbers):
        high = round((_HIGH - 30) * number / most, 1)
        lines.append(f'<rect x="{place * step + 1:.1f}" y="{_HIGH - 20 - high}" fill="{_BLUE}" '
                     f'width="{max(step - 2, 1):.1f}" height="{high}"/>')  # fmt: skip
    ends = (f'<text x="0" y="{_HIGH - 4}" fill="{_INK}">{escape(labels[0])}</text>'
            f'<text x="{_WIDE}" y="{_HIGH - 4}" text-anchor="end" fill="{_INK}">'
            f"{escape(labels[-1])}</text>")  # fmt: skip
    return _HIGH, "".join(lines) + ends


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
