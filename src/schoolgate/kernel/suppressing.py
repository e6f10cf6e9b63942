"""Small numbers are not shown, and cannot be worked out from what is shown. Pure.

A table divides a total that is shown. A number below five is hidden; so is a larger one where a
hidden one could else be worked out from the total. A hidden number reads “fewer than 3” where it
is 0, 1 or 2, and “not shown” otherwise: that may be 3 or 4, or any larger one that hides another.
Source: DPR-14 (002 Schedule).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeVar

FEWEST: Final = 5
FEW: Final = 3
FEW_SAID: Final = f"fewer than {FEW}"
HIDDEN: Final = "not shown"
# So many numbers are possible, at the least, for each that is hidden.
_POSSIBLE: Final = 3


def shown(count: int) -> str:
    """Return a number that stands alone as a report shows it."""
    return str(count) if count >= FEWEST else _label(count)


def table(counts: Sequence[int]) -> list[str] | None:
    """Return what is shown of numbers whose sum is shown; None where all have to be left out."""
    if sum(counts) < FEWEST:
        return None
    hidden = {place for place, count in enumerate(counts) if count < FEWEST}
    while not is_safe(counts, hidden):
        left = [place for place in range(len(counts)) if place not in hidden]
        if not left:
            return None
        hidden.add(min(left, key=lambda place: counts[place]))
    return [_label(count) if place in hidden else str(count) for place, count in enumerate(counts)]


def is_safe(counts: Sequence[int], hidden: Collection[int]) -> bool:
    """Tell whether each hidden number could be several ones, for whoever knows the sum, the numbers
    that are shown, and what the labels mean; and all that is hidden is no small number."""
    left = sum(counts[place] for place in hidden)
    if hidden and left < FEWEST:
        return False  # what is hidden would be small all together
    bands = {place: _band(counts[place], left) for place in hidden}
    least, most = (sum(band[end] for band in bands.values()) for end in (0, 1))
    for low, high in bands.values():
        lowest, highest = max(low, left - (most - high)), min(high, left - (least - low))
        if highest - lowest + 1 < _POSSIBLE:
            return False
    return True


def _band(count: int, most: int) -> tuple[int, int]:
    return (0, FEW - 1) if count < FEW else (FEW, most)


def _label(count: int) -> str:
    return FEW_SAID if count < FEW else HIDDEN


Key = TypeVar("Key")


def parts_shown(people: Mapping[Key, int], apart: int) -> set[Key]:
    """Return which parts of a whole may be shown with how much there is of each, where one person
    may be behind much. `people` are how many people each part is of, `apart` how many all parts of
    fewer than five are of together. What is not shown is then of nobody or of at least five, so
    that the whole may be shown too; unless nothing is shown and `apart` is below five."""
    shown = {key for key, count in people.items() if count >= FEWEST}
    if 0 < apart < FEWEST and shown:
        shown.discard(min(shown, key=lambda key: (people[key], str(key))))
    return shown


def label(people: int) -> str:
    """Return what is said in the place of a number that is of so many people and not shown."""
    return _label(people)
