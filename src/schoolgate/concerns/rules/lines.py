"""One line of a route with where it comes from, and a route while it is gathered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from schoolgate.concerns.rules.pace import Pace


@dataclass(frozen=True, slots=True)
class Line:
    """Something that a route says; without a clause it is ours."""

    words: str
    clause: str = ""

    @property
    def is_ours(self) -> bool:
        """Tell whether the policy does not say it."""
        return not self.clause


@dataclass(frozen=True, slots=True)
class Outside:
    """A body outside the school: its kind in `rules.bodies`, and the words of the policy."""

    kind: str
    words: str
    clause: str = ""

    @property
    def is_ours(self) -> bool:
        """Tell whether the policy does not name it."""
        return not self.clause


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told and how fast; `stated` is how fast by the policy, and `instead_of` the role that
    could not be told."""

    role: str
    words: str
    pace: Pace
    stated: Pace = Pace.UNSTATED
    clause: str = ""
    instead_of: str = ""

    @property
    def is_ours(self) -> bool:
        """Tell whether the policy does not say so."""
        return not self.clause


@dataclass(slots=True)
class Gathered:
    """A route while it is put together."""

    told: list[Told] = field(default_factory=list)
    told_by: list[Line] = field(default_factory=list)
    steps: list[Line] = field(default_factory=list)
    never: list[Line] = field(default_factory=list)
    outside: list[Outside] = field(default_factory=list)
    parents: list[Line] = field(default_factory=list)
    record: list[Line] = field(default_factory=list)
    first: list[Line] = field(default_factory=list)
    withheld: list[Line] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[tuple[str, list[Line]]]:
        """Yield the keys of a route box that are plain lines, with where they go."""
        yield from (("told by", self.told_by), ("steps", self.steps), ("never", self.never),
                    ("parents", self.parents), ("record", self.record))  # fmt: skip

    def tidy(self) -> None:
        """Keep each thing once, in its order."""
        for _, lines in self.lines():
            lines[:] = {_plain(one.words): one for one in reversed(lines)}.values()
            lines.reverse()
        bodies = {(one.kind, _plain(one.words)): one for one in reversed(self.outside)}
        self.outside[:] = reversed(bodies.values())


def _plain(words: str) -> str:
    return re.sub(r"\b(the|a|an)\b|[^a-z0-9]+", " ", words.lower()).strip()
