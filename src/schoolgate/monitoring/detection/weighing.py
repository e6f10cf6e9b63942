"""Words that each say little and together say much: points that add up near each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from .matching import Matched, matched, shares
from .packs import Rule

LEADS: Final = 3  # what weighs as much is about the matter; lighter words never tell without one
NEAR: Final = 130  # characters of plain text that what adds up may be apart: about two sentences


class Point(NamedTuple):
    """The tag of a phrase that weighs for a rule; below nought it weighs against it."""

    rule: str
    weight: int


def weighed(matches: Sequence[Matched], rules: Mapping[str, Rule]) -> Iterator[Matched]:
    """A match for each rule whose points, of words that do not overlap, are as many as it needs."""
    by: dict[str, list[Matched]] = {}
    led = set()
    for one in matches:
        if isinstance(one.tag, Point):
            by.setdefault(one.tag.rule, []).append(one)
            if one.tag.weight >= LEADS:
                led.add(one.tag.rule)
    for name in sorted(led):
        mine, needs = by[name], rules[name].needs
        if _most(mine) >= needs:
            enough = next((some for some in _windows(mine) if _enough(some, needs)), None)
            if enough:
                yield _joined(name, enough)


def _windows(points: list[Matched]) -> Iterator[list[Matched]]:
    """What stands near behind each match, and what weighs against it before; nothing twice."""
    points = sorted(points, key=lambda one: one.start)
    for first in points:
        yield _apart(
            one
            for one in points
            if (-NEAR if _weight(one) < 0 else 0) <= one.start - first.start <= NEAR
        )


def _apart(points: Iterable[Matched]) -> list[Matched]:
    """Of matches that share words the heaviest; of each phrase one, in the order of the text."""
    kept: list[Matched] = []
    for one in sorted(points, key=lambda one: -abs(_weight(one))):
        if not any(one.phrase == other.phrase or shares(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _weight(match: Matched) -> int:
    return match.tag.weight if isinstance(match.tag, Point) else 0


def _most(points: Iterable[Matched]) -> int:
    """What all of them come to, each phrase once, if nothing overlaps and nothing is too far."""
    return sum(weight for _, weight in {(one.phrase, max(0, _weight(one))) for one in points})


def _enough(matches: Sequence[Matched], needs: int) -> bool:
    weights = [_weight(one) for one in matches]
    return sum(weights) >= needs and max(weights) >= LEADS


def _joined(rule: str, points: Sequence[Matched]) -> Matched:
    phrase = " + ".join(one.phrase for one in points if _weight(one) > 0)
    return matched(rule, phrase, (part for one in points for part in one.parts))
