"""Rooms that keep something beside the database in step with what others do.

A room says at start-up whose entries it follows: `follow(verbs, told)`. It is told within the
transaction of the act, of the school's key only: what it then does waits for the commit, or is a
row of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final

Told = Callable[[int], object]
_known: Final[defaultdict[str, dict[Told, None]]] = defaultdict(dict)  # each once, in order


def follow(entries: Iterable[StrEnum], told: Told) -> None:
    """Let a room know whenever the journal of a school is told one of these verbs."""
    for verb in entries:
        _known[str(verb)][told] = None


def tell(verb: str, school: int) -> None:
    """Let those who follow a verb know of a school's entry."""
    for told in _known.get(verb, ()):
        told(school)
