"""A plan as a page shows it and as a file holds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from schoolgate.gateways import printing
from schoolgate.gateways.actions import Prepared
from schoolgate.gateways.forms import LABELS
from schoolgate.gateways.roster.planning import Plan
from schoolgate.people.changes import Changed

MOST_SHOWN: Final = 50
HEADER: Final = ("What", "Who", "Id", "More")
_OTHER_LABELS: Final = {
    "given_name": "given name", "family_name": "family name", "role": "role", "title": "post",
    "class_name": "class", "starts_on": "first day", "ends_on": "end", "guards": "children",
    "teaches": "classes taught", "newly_qualified": "first years as a teacher",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of change: how many, and the first of them, each with what is said of it."""

    name: str
    about: str
    rows: list[tuple[str, str, str]]

    @property
    def first(self) -> list[tuple[str, str, str]]:
        """The rows that a page shows."""
        return self.rows[:MOST_SHOWN]

    @property
    def more(self) -> int:
        """How many rows it leaves to the file."""
        return max(0, len(self.rows) - MOST_SHOWN)


def parts(made: Plan) -> list[Part]:
    """Return what would change, leaving out what nobody is in."""
    new = [(str(one.values["name"]), one.external_id, "") for one in made.new]
    returned, gone, held = (
        [(str(one.known.values["name"]), one.known.external_id, "") for one in some]
        for some in (made.returned, made.gone, made.held)
    )
    every = (
        Part("New", "They are added.", new),
        Part("Changed", "", [_changed(one) for one in made.changed]),
        Part("Back in the file", "They were missing, and are held no longer.", returned),
        Part("Missing from the file", "They are not removed. They are held until somebody confirms "
             "that they left.", gone),
        Part("Missing before", "They are still held.", held),
        Part("Left here, and still in the file", "They stay out, unless you say they are back.",
             [_changed(one) for one in made.leavers]),
    )  # fmt: skip
    return [part for part in every if part.rows]


def _changed(one: Changed) -> tuple[str, str, str]:
    fields = ", ".join(_OTHER_LABELS.get(name, LABELS.get(name, name).lower())
                       for name in one.fields)  # fmt: skip
    return str(one.then.values["name"]), one.then.external_id, fields


def rows(made: Plan) -> Iterator[tuple[str, str, str, str]]:
    """Yield the whole plan as rows of a file."""
    for part in parts(made):
        yield from ((part.name, *row) for row in part.rows)
    for fault in made.faults:
        yield "Wrong row", fault.file, str(fault.line), fault.text


def mark(prepared: Prepared) -> str:
    """Return a short text that differs when a plan does."""
    return sha256(repr(printing.values(prepared)).encode()).hexdigest()[:32]


def done(made: Plan, *, back: bool) -> str:
    """Say what was done."""
    changed = len(made.changed) + len(made.leavers) * back
    counts = {"added": len(made.new), "changed": changed, "back in the file": len(made.returned),
              "missing and held": len(made.gone)}  # fmt: skip
    said = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count)
    return f"Imported: {said}." if said else "There was nothing to change."
