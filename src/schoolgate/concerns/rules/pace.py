"""How fast somebody is told, as a route words it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from typing import Final


class Pace(IntEnum):
    """How fast, fastest first."""

    AT_ONCE = 0
    SAME_DAY = 1
    SOON = 2
    NEXT_DAY = 3
    UNSTATED = 4

    @property
    def said(self) -> str:
        """The pace in words."""
        return _SAID[self]


_SAID: Final = {
    Pace.AT_ONCE: "at once",
    Pace.SAME_DAY: "the same day",
    Pace.SOON: "as soon as possible",
    Pace.NEXT_DAY: "on the next working day",
    Pace.UNSTATED: "no time stated",
}
_WORDS: Final = (
    (Pace.NEXT_DAY, r"next working day"),
    (Pace.AT_ONCE, r"at once|immediate|straight ?away"),
    (Pace.SAME_DAY, r"same day"),
    (Pace.SOON, r"as soon as|earliest"),
)


def pace_of(phrases: Iterable[str]) -> Pace:
    """Return how fast the phrases of `how fast` are; a call to 999 says nothing about the rest."""
    plain = [one.lower() for one in phrases if not re.search(r"\b999\b", one)]
    for one in plain:
        for pace, words in _WORDS:
            if re.search(words, one):
                return pace
    return Pace.UNSTATED
