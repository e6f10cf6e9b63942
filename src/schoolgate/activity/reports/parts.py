"""Numbers of weeks, small ones left out so that nothing shown gives them away. Pure.

A week, Monday to Sunday, is the smallest thing that is shown, and a longer span is the sum of its
weeks as they are shown. So two spans together tell no more than the weeks that stand in one of them
alone. In each week the parts of a whole are suppressed together (`kernel.suppressing`): what is not
shown is of nobody, or of five people at the least. A part of a part is shown below it only.
Source: DPR-14.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from schoolgate.kernel import suppressing


class Piece(NamedTuple):
    """What the log says of one part in one week; `part` None: the parts of a few people together.
    `whole` is what it is a part of, "" for all; `volume` in bytes."""

    week: date
    whole: str
    part: str | None
    people: int
    times: int
    volume: int


class Place(NamedTuple):
    """A whole in a week."""

    week: date
    whole: str


@dataclass
class Sum:
    """A part over several weeks: `times` and `volume` in the weeks in which it is shown; `hidden`
    is what is said of the weeks in which it is not."""

    times: int = 0
    volume: int = 0
    weeks: int = 0
    hidden: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """How often, as it is shown."""
        if not self.weeks:
            few = {*self.hidden} <= {suppressing.FEW_SAID}
            return suppressing.FEW_SAID if few else suppressing.HIDDEN
        return f"at least {self.times:,}" if self.hidden else f"{self.times:,}"


@dataclass(frozen=True)
class Shown:
    """What may be shown of a whole, by part; `places` are the shown parts of each whole and week,
    `rest` all that is in no shown part, `total` both."""

    sums: Mapping[str, Sum]
    places: Mapping[Place, frozenset[str]]
    rest: int
    total: int
    is_whole: bool  # is everything in the total?

    def most(self, count: int) -> list[tuple[str, Sum]]:
        """Return the largest parts that are shown, the largest first."""
        found = [(part, one) for part, one in self.sums.items() if one.weeks]
        return sorted(found, key=lambda one: (-one[1].times, one[0]))[:count]

    @property
    def words(self) -> str:
        """How much there is in all, as it is shown."""
        return f"{self.total:,}" if self.is_whole else f"at least {self.total:,}"


def shown(
    pieces: Iterable[Piece], *, below: Mapping[Place, Collection[str]] | None = None
) -> Shown:
    """Return what may be shown of some pieces. Where they are parts of parts, `below` are the parts
    above that are shown: nothing is shown of another."""
    sums: dict[str, Sum] = {}
    places: dict[Place, frozenset[str]] = {}
    rest, total, is_whole = 0, 0, True
    for place, parts, few in _by_place(pieces):
        if below is not None and place.whole not in below.get(Place(place.week, ""), ()):
            is_whole = False
            continue
        kept = suppressing.parts_shown({one: parts[one].people for one in parts}, few)
        places[place] = frozenset(kept)
        _add(sums, parts, kept)
        left = sum(one.times for part, one in parts.items() if part not in kept)
        if few >= suppressing.FEWEST or _is_of_enough(parts.values()):
            rest += left
            total += left + sum(parts[one].times for one in kept)
        else:
            is_whole = is_whole and not left
    return Shown(sums, places, rest, total, is_whole)


def alone(pieces: Iterable[Piece]) -> Shown:
    """Return what may be shown where nothing is said of any whole: each part of five people."""
    sums: dict[str, Sum] = {}
    places: dict[Place, frozenset[str]] = {}
    for place, parts, _ in _by_place(pieces):
        kept = frozenset(name for name, one in parts.items() if _is_of_enough([one]))
        places[place] = kept
        _add(sums, parts, kept)
    return Shown(sums, places, 0, 0, is_whole=False)


def _is_of_enough(parts: Iterable[Piece]) -> bool:
    return any(one.people >= suppressing.FEWEST for one in parts)


def _add(sums: dict[str, Sum], parts: Mapping[str, Piece], kept: Collection[str]) -> None:
    for part, one in parts.items():
        found = sums.setdefault(part, Sum())
        if part in kept:
            _count(found, one)
        else:
            found.hidden.append(suppressing.label(one.people))


def _count(found: Sum, one: Piece) -> None:
    found.times += one.times
    found.volume += one.volume
    found.weeks += 1


def _by_place(
    pieces: Iterable[Piece],
) -> Iterator[tuple[Place, dict[str, Piece], int]]:
    """Yield each whole in each week, its parts, and of how many people those of a few are together:
    where the log does not say it there is one such part at most, or nothing else."""
    every: dict[Place, dict[str, Piece]] = {}
    few: dict[Place, int] = {}
    for one in pieces:
        place = Place(one.week, one.whole)
        parts = every.setdefault(place, {})
        if one.part is None:
            few[place] = one.people
        else:
            parts[one.part] = one
    for place in sorted(every):
        parts = every[place]
        small = sum(one.people for one in parts.values() if one.people < suppressing.FEWEST)
        yield place, parts, few.get(place, small)
