"""A case as gates see it, and what a shut gate says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Standing:
    """A case as gates see it: what it is, and the kinds of its entries with their fields.

    `subjects`, `targets` and `there` are what the people in it are to the school (`pupil`, `staff`,
    `other`): those said to have done it, those to whom it was done, and all. `ways` is how it came
    in. `draft` holds the fields of what is about to be written; `names` are those of everybody in
    it, `target_names` those of whom it was done to. `beside` are the kinds of what goes on from the
    same entry as the draft, and `first` says what that entry says.
    """

    category: str
    track: str
    entries: Sequence[tuple[str, dict[str, str]]]
    situation: str = ""
    subjects: Collection[str] = frozenset()
    targets: Collection[str] = frozenset()
    there: Collection[str] = frozenset()
    ways: Collection[str] = frozenset()
    draft: Mapping[str, str] = field(default_factory=dict)
    names: Sequence[str] = ()
    target_names: Sequence[str] = ()
    beside: Collection[str] = frozenset()
    first: Mapping[str, str] = field(default_factory=dict)

    def has(self, kind: str) -> bool:
        """Tell whether there is an entry of a kind."""
        return any(one == kind for one, _ in self.entries)

    def of(self, kind: str) -> list[dict[str, str]]:
        """Return what the entries of a kind say."""
        return [said for one, said in self.entries if one == kind]


class Shut(NamedTuple):
    """Why a gate is shut, and what opens it."""

    said: str
    mend: str

    def __str__(self) -> str:
        return self.said


Gate = Callable[[Standing], Shut | None]
