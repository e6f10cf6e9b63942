"""A plan of an import: how a list is to be taken in, what that would change, what it asks. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

SHRINKS: Final = 0.8  # a list that keeps less than this of its entries asks


@dataclass(frozen=True, slots=True)
class Order:
    """How to take a list in.

    `usual` is our category of entries without a word of their own; `words` says what the list's own
    words mean, empty for one whose entries are left out. With a `key` it is a list of the floor.
    """

    usual: str
    words: Mapping[str, str] = field(default_factory=dict)
    on: date = date.min
    key: bytes = b""


@dataclass(slots=True)
class Plan:
    """What an import would do; plain values, so that it can be stored."""

    lines: int = 0
    entries: int = 0
    before: int = 0
    added: int = 0
    removed: int = 0
    sha256: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    open: int = 0
    sample_added: list[str] = field(default_factory=list)
    sample_removed: list[str] = field(default_factory=list)
    left_out: int = 0
    left_out_lines: list[tuple[int, str]] = field(default_factory=list)
    left_out_words: int = 0
    unknown: dict[str, int] = field(default_factory=dict)
    wide: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    known_count: int = 0
    is_floor: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return asdict(self)

    @property
    def shrinks(self) -> bool:
        """Tell whether more than a fifth of the entries would go."""
        return self.entries < SHRINKS * self.before

    @property
    def changes_nothing(self) -> bool:
        """Tell whether the list is just as it was."""
        return not (self.added or self.removed)


def asks(plan: Plan) -> list[str]:
    """Return what a second person has to look at before the list is let in."""
    said = []
    if plan.shrinks:
        said.append(
            f"The list had {plan.before:,} entries and would have {plan.entries:,}: more than a "
            "fifth would go. Often the file is only a part of the list."
        )
    elif plan.is_floor and plan.before - plan.removed < SHRINKS * plan.before:
        said.append("More than a fifth of its entries would give way to others.")
    if plan.known_count and plan.is_floor:
        said.append("It would close a well-known site. Which one is not shown.")
    elif plan.known_count:
        said.append(f"It would close sites that schools need: {', '.join(plan.known)}.")
    return said


def obstacles(plan: Plan) -> list[str]:
    """Return what has to be put right before the list can be let in at all."""
    said = []
    if plan.unknown:
        said.append("Say what each word of the list means, or leave its entries out.")
    elif not plan.entries:
        said.append("Nothing in it can be read as an entry. Look at the form of the list.")
    return said
