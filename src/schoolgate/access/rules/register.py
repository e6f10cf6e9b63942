"""Groups, levels, and what somebody may do in a system because of the groups they are in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Level(IntEnum):
    """How much may be done in a system; a higher one includes the lower."""

    NONE = 0
    READ = 1
    USE = 2
    CHANGE = 3
    ADMINISTER = 4

    @property
    def words(self) -> str:
        """Return the level as people read it."""
        return _WORDS[self]


_WORDS = {
    Level.NONE: "no access",
    Level.READ: "read only",
    Level.USE: "ordinary use",
    Level.CHANGE: "may change settings",
    Level.ADMINISTER: "administrator",
}


class Basis(StrEnum):
    """What makes somebody a member of a group. No group has members by name."""

    CLASS = "class"
    KIND = "kind"
    ROLE = "role"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is on a day: kind, roles held, key stage, and classes attended or taught."""

    kind: str
    roles: frozenset[str]
    stage: str
    classes: frozenset[str]

    def has(self, basis: str, value: str) -> bool:
        """Tell whether somebody of this standing is in the group. Without a role: in none."""
        mine: Mapping[str, frozenset[str]] = {
            Basis.CLASS: self.classes,
            Basis.KIND: frozenset({self.kind}),
            Basis.ROLE: self.roles,
            Basis.STAGE: frozenset({self.stage} - {""}),
        }
        return bool(self.roles) and value in mine.get(basis, frozenset())


def strongest(rights: Iterable[tuple[str, int, str]]) -> dict[str, tuple[Level, list[str]]]:
    """Return system → highest level and the groups that give it, from (system, level, group)."""
    found: dict[str, tuple[Level, list[str]]] = {}
    for system, level, group in rights:
        best, groups = found.get(system, (Level.NONE, []))
        if level > best:
            found[system] = (Level(level), [group])
        elif level == best:
            found[system] = (best, [*groups, group])
    return found
