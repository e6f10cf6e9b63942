"""The staffroom's log book and the paper form: numbered pages, and those that are missing."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

LINES: Final = 8  # entries on a page of the log book
MOST: Final = 60  # pages printed at once


class Paper(StrEnum):
    """What is printed with numbers."""

    LOG_BOOK = "log-book"
    FORM = "paper-form"

    @property
    def says(self) -> str:
        """What it is called."""
        return "Log book page" if self is Paper.LOG_BOOK else "Paper form"

    def reference(self, number: int) -> str:
        """Return the number as it stands on the paper, such as L-012."""
        return f"{'L' if self is Paper.LOG_BOOK else 'F'}-{number:03}"


class State(StrEnum):
    """What is known of a page."""

    TYPED = "typed in"
    EMPTY = "came back empty"
    OUT = "still out"
    MISSING = "missing"


class Page(NamedTuple):
    """A printed page: how many entries of it were typed in, and whether it came back empty."""

    number: int
    typed: int
    empty: bool


def states(pages: Iterable[Page]) -> list[tuple[Page, State]]:
    """Return the state of each page, by number. A page is missing when a later one came back."""
    found = sorted(pages)
    back = max((one.number for one in found if one.typed or one.empty), default=0)
    return [(one, _state(one, back)) for one in found]


def _state(one: Page, back: int) -> State:
    if one.typed:
        return State.TYPED
    if one.empty:
        return State.EMPTY
    return State.MISSING if one.number < back else State.OUT
