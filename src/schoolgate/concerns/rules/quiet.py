"""What Tell asks for, and who reads it. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from schoolgate.concerns.rules.words import Way

LONGEST: Final = 8_000


class How(StrEnum):
    """How somebody wants to be taken."""

    QUIET = "quiet"  # no name; only the day is known
    NAMED = "named"
    KEPT = "kept"  # with a name that is kept from those who read it
    NOW = "now"  # a person at school is told at once, so the time is known


class About(StrEnum):
    """Of whom among the adults somebody tells, where it changes who may read it."""

    NOBODY = ""
    HEAD = "headteacher"
    DSL = "dsl"
    COLLEAGUE = "colleague"
    CHAIR = "chair"

    @property
    def role(self) -> str:
        """The role that is shut out."""
        return "" if self is About.COLLEAGUE else str(self)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody told by one of the public ways."""

    way: Way
    words: dict[str, str] = field(default_factory=dict)
    about: About = About.NOBODY
    illegal: bool = False

    def value(self) -> dict[str, object]:
        """Return what is sealed."""
        return {"way": str(self.way), "words": self.words, "about": str(self.about),
                "illegal": self.illegal}  # fmt: skip


def from_value(value: dict[str, object]) -> Said:
    """Return what was sealed."""
    words = value["words"]
    return Said(Way(str(value["way"])), dict(words) if isinstance(words, dict) else {},
                About(str(value["about"])), bool(value["illegal"]))  # fmt: skip
