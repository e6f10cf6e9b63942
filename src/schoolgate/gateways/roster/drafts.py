"""What a reader makes of a row: text, not yet judged, under our own names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schoolgate.gateways.roster.faults import Fault


@dataclass(frozen=True, slots=True)
class Draft:
    """Somebody as a file has them, everything as text.

    `ends_on` is the first day away; `last_day`, where the file has that instead, the day before.
    `guards` are pairs of a pupil's id and a relation.
    """

    file: str
    line: int
    id: str = ""
    kind: str = ""
    given: str = ""
    family: str = ""
    name: str = ""
    job: str = ""
    email: str = ""
    year: str = ""
    class_name: str = ""
    starts_on: str = ""
    ends_on: str = ""
    last_day: str = ""
    newly_qualified: str = ""
    guards: tuple[tuple[str, str], ...] = ()
    teaches: tuple[str, ...] = ()

    def with_(self, **values: object) -> Draft:
        """Return the draft with some values put in the place of others."""
        return replace(self, **values)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the files say. `system` names the kind of export, such as “OneRoster 1.2”.

    `covers` are the kinds of people that the files list whole; None for everybody.
    `loose` is text out of rows that are broken: whoever's id is in it is not missing.
    """

    system: str
    drafts: Sequence[Draft]
    faults: Sequence[Fault] = ()
    covers: frozenset[str] | None = None
    loose: frozenset[str] = frozenset()
