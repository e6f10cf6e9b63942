"""What holds at an instant: for each profile the blocked categories as bits, and why each is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from schoolgate.filtering.overlay import STRICTEST
from schoolgate.filtering.snapshot import Said


class Rules(NamedTuple):
    """What holds for one profile."""

    mask: int
    why: Mapping[str, tuple[str, str]]  # category → clause, sentence


class Current(NamedTuple):
    """What holds from `since` until `until` (UNIX seconds, the end exclusive)."""

    since: float
    until: float
    rules: Mapping[str, Rules]
    is_known: bool = True

    def of(self, profile: str) -> Rules:
        """Return what holds for a profile; for one that nobody knows what is blocked for any."""
        return self.rules.get(profile) or self.rules[STRICTEST]


NEVER: Final = Current(float("inf"), float("-inf"), {})


def at_instant(said: Said, categories: Sequence[str], at: float) -> Current:
    """Return what holds at an instant; where nothing is known of it, what is ever blocked."""
    turn = bisect_right(said.turns, at) - 1
    is_known = 0 <= turn < len(said.turns) - 1
    since, until = said.turns[turn : turn + 2] if is_known else _beyond(said.turns, at)
    states = {
        who: said.states[column[turn]] if is_known else _union(said.states[n] for n in {*column})
        for who, column in said.columns.items()
    }
    states[STRICTEST] = _union(states.values())
    bits = {slug: 1 << n for n, slug in enumerate(categories)}
    rules = {
        who: Rules(sum(bits.get(slug, 0) for slug in state), state) for who, state in states.items()
    }
    return Current(since, until, rules, is_known)


def _union(states: Iterable[Mapping[str, tuple[str, str]]]) -> dict[str, tuple[str, str]]:
    return {slug: why for state in states for slug, why in state.items()}


def _beyond(turns: tuple[int, ...], at: float) -> tuple[float, float]:
    """Return the span around an instant about which nothing is known."""
    if turns and at < turns[0]:
        return float("-inf"), turns[0]
    return (turns[-1] if turns else float("-inf")), float("inf")
