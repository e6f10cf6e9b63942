"""The kinds of entries in a case: what each asks for. Forms, pages and gates are made from this.

A kind is added in one of the tables below and nowhere else; what has to be there before it, or
before a case is closed, stands in `gates`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from schoolgate.concerns.rules import (
    kinds_of_conduct,
    kinds_of_machines,
    kinds_of_posts,
    kinds_of_record,
)
from schoolgate.concerns.rules.shapes import Field, Kind, Shape

__all__ = ["KINDS", "OF_PROCEDURE", "OUTCOMES", "Field", "Kind", "Shape"]


def _by_slug(kinds: Iterable[Kind]) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    for one in kinds:
        if one.slug in found:
            raise ValueError(f"Two kinds of entries are called {one.slug}.")
        found[one.slug] = one
    return found


KINDS: Final = _by_slug(
    (
        *kinds_of_record.ALL,
        *kinds_of_record.DANGER,
        *kinds_of_conduct.ALL,
        *kinds_of_machines.ALL,
        *kinds_of_posts.ALL,
        *kinds_of_record.OURS,
    )
)
# Kinds that decide the matter: what came of it.
OUTCOMES: Final = frozenset(slug for slug, kind in KINDS.items() if kind.outcome)
# Kinds of the headteacher's procedure, which has a page of its own.
OF_PROCEDURE: Final = frozenset(one.slug for one in kinds_of_posts.ALL)


def grouped(kinds: Iterable[Kind]) -> list[tuple[str, list[Kind]]]:
    """Return kinds under headings, in the order in which a case goes on; no heading is empty."""
    found: dict[str, list[Kind]] = {heading: [] for heading in _HEADINGS}
    for one in kinds:
        found[_heading(one)].append(one)
    return [(heading, some) for heading, some in found.items() if some]


_SAID, _TRIED, _MACHINES, _CAME = (
    "What was said and done", "Looking into it", "Devices, files and data", "What came of it",
)  # fmt: skip
_HEADINGS: Final = (_SAID, _TRIED, _MACHINES, _CAME)


def _heading(kind: Kind) -> str:
    if kind.outcome:
        return _CAME
    if kind in kinds_of_machines.ALL:
        return _MACHINES
    return _TRIED if kind in kinds_of_conduct.ALL else _SAID
