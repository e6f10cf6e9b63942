"""The grid of a template's issues in a school's policy: ten slots, filled in order. Pure.

Source: Derbyshire's header sheet (POL-04): each issue number with the month of its adoption.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

OPEN = "not yet adopted"
_SLOT = re.compile(r"\s*(\d+)\s*:\s*(.*?)\s*")


class UnableToAdopt(Exception):
    """The slot of this issue cannot be filled. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An issue number, and when it was adopted in the words of the grid; empty while it is not."""

    number: int
    adopted: str = ""

    def __str__(self) -> str:
        return f"{self.number}: {self.adopted or OPEN}"


def slots(issues: Sequence[str]) -> list[Slot]:
    """Read the grid of a front matter; what is no slot is left aside."""
    found = [match for text in issues if (match := _SLOT.fullmatch(text))]
    return [Slot(int(m[1]), "" if m[2].lower() == OPEN else m[2]) for m in found]


def filled(issues: Sequence[str], issue: int, on: date) -> list[str]:
    """Return the grid with the slot of an issue filled by the month. Raises UnableToAdopt."""
    grid = slots(issues)
    first = next((slot for slot in grid if not slot.adopted), None)
    if any(slot.number == issue and slot.adopted for slot in grid):
        raise UnableToAdopt(f"Issue {issue} was adopted already.")
    if first is None or all(slot.number != issue for slot in grid):
        raise UnableToAdopt(f"The grid has no slot for issue {issue}. Add one to the front matter.")
    if first.number != issue:
        raise UnableToAdopt(f"Adopt issue {first.number} first: slots are filled in order.")
    return [str(Slot(issue, f"{on:%B %Y}")) if s.number == issue else str(s) for s in grid]


def next_issue(issues: Sequence[str]) -> int | None:
    """Return the number of the first slot that is open, None where there is none."""
    return next((slot.number for slot in slots(issues) if not slot.adopted), None)
