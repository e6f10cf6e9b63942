"""What an importer asks of this room: plain values, already judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Value = str | int | bool | date | None


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody as the roster knows them: values are fields of `models.Person`.

    `guards` are pairs of a pupil's external id and a relation; `teaches` are names of classes.
    """

    external_id: str
    values: Mapping[str, Value]
    guards: tuple[tuple[str, str], ...] = ()
    teaches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """Somebody present who is to be as `then` says; `fields` are those that differ.

    `guards` and `teaches` among the fields mean that these are replaced.
    """

    pk: int
    then: Known
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One import: who is new, changed, back again, and gone from the file (held)."""

    source: str
    new: Sequence[Known] = ()
    changed: Sequence[Changed] = ()
    returned: Sequence[int] = ()
    held: Sequence[int] = ()
    origin: Mapping[str, Any] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Return how many of each."""
        return {name: len(getattr(self, name)) for name in ("new", "changed", "returned", "held")}
