"""Large transfers that hinder others (MON-17): who moved how much within an hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from .findings import Head, Severity, Spell

HOUR: Final = 3_600_000  # ms
GIGABYTE: Final = 10**9
RULE: Final = "large_transfers"
_SLICE: Final = 60_000  # ms: what took longer is spread over its time


class Moved(NamedTuple):
    """So many bytes passed, both ways, from `since` to `until` (ms since 1970)."""

    since: int
    until: int
    size: int


@dataclass(slots=True)
class _Stretch:
    """Hours that touch, each of which holds too much; `amount` is that of the fullest."""

    since: int
    until: int
    amount: int


def volumes(who: str, moved: Iterable[Moved], *, most: int, clause: str = "") -> Iterator[Spell]:
    """Yield the stretches in which one person moved `most` bytes or more within sixty minutes."""
    stretch: _Stretch | None = None
    for hour in _full(sorted(piece for one in moved for piece in _pieces(one)), most):
        if stretch is not None and hour.since <= stretch.until:
            stretch.until, stretch.amount = hour.until, max(stretch.amount, hour.amount)
            continue
        if stretch is not None:
            yield _spell(who, stretch, most, clause)
        stretch = hour
    if stretch is not None:
        yield _spell(who, stretch, most, clause)


def _pieces(one: Moved) -> Iterator[tuple[int, int]]:
    """Yield instants and bytes; together they are what was moved, to the byte."""
    took = one.until - one.since
    count = max(1, -(-took // _SLICE))
    for number in range(count):
        size = one.size * (number + 1) // count - one.size * number // count
        yield one.since + took * (number + 1) // count, size


def _full(pieces: list[tuple[int, int]], most: int) -> Iterator[_Stretch]:
    """Yield each hour, by its last piece, that holds as much as `most`."""
    first, total = 0, 0
    for at, size in pieces:
        total += size
        while pieces[first][0] <= at - HOUR:
            total -= pieces[first][1]
            first += 1
        if total >= most:
            yield _Stretch(pieces[first][0], at, total)


def _spell(who: str, stretch: _Stretch, most: int, clause: str) -> Spell:
    moved, told = stretch.amount / GIGABYTE, most / GIGABYTE
    return Spell(
        head=Head.PRIVATE_USE,
        severity=Severity.NOTE,
        rule=RULE,
        who=who,
        since=stretch.since,
        until=stretch.until + 1,
        amount=stretch.amount,
        unit="bytes",
        reasons=(f"{moved:.1f} GB moved within an hour; {told:g} GB are told.",),
        clause=clause,
    )
