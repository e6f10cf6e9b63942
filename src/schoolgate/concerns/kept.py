"""Small registers, read: resources that a case may be about, courses and what they taught."""

from __future__ import annotations

from typing import NamedTuple

from schoolgate.concerns import registers
from schoolgate.concerns.models import Listed
from schoolgate.concerns.rules.kept import RESOURCES
from schoolgate.people.models import School


class Shown(NamedTuple):
    """An entry with its answers."""

    row: Listed
    said: dict[str, str]

    @property
    def name(self) -> str:
        """What a case calls it: its number and its name."""
        return f"{self.row.number}: {self.said['name']}"


def listed(school: School, register: str) -> list[Shown]:
    """Return what stands in a register of a school, the last first."""
    rows = Listed.objects.filter(school=school, register=register).select_related("by")
    return [Shown(row, registers.read(row)) for row in rows]


def resources(school: School) -> tuple[tuple[str, str], ...]:
    """Return the resources of a school as answers to the question which one it is."""
    return tuple((one.name, one.name) for one in listed(school, RESOURCES))
