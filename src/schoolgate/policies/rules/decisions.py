"""The values of a decision: rules, questions, answers. Pure; semantics in DESIGN.md §4."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum

from schoolgate.kernel.facts import Condition, Fact


class Level(IntEnum):
    """Strictest wins, in this order."""

    SILENT = 0
    ALLOWED = 1
    NOT_ALLOWED = 2
    UNACCEPTABLE = 3
    ILLEGAL = 4


OUTCOMES = {
    Level.SILENT: "the policy is silent",
    Level.ALLOWED: "allowed",
    Level.NOT_ALLOWED: "not allowed",
    Level.UNACCEPTABLE: "unacceptable",
    Level.ILLEGAL: "unacceptable and illegal",
}
WITH_CONDITIONS = "allowed with conditions"
DEPENDS = "it depends"


@dataclass(frozen=True, slots=True)
class Duty:
    """A thing to do with an allowed act; `met` tells when it is already done or stated undone."""

    condition: Condition
    by: str = ""
    met: Fact | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule of a clause. `acts` are (action, resource) pairs; `who` are single actors."""

    clause: str
    who: frozenset[str]
    acts: frozenset[tuple[str, str]]
    answer: Level
    when: tuple[Fact, ...] = ()
    only_if: tuple[Fact, ...] = ()
    unless: tuple[Fact, ...] = ()
    duties: tuple[Duty, ...] = ()
    advice: tuple[Condition, ...] = ()
    if_broken: tuple[str, ...] = ()
    force: str = "must"
    overrides: frozenset[str] = frozenset()
    locked: bool = False
    since: date | None = None
    until: date | None = None
    said_who: str = ""
    said_what: str = ""
    source: str = ""
    line: int = 0
    cell: str = ""  # the words of the matrix cell that made it, where one did

    def facts(self) -> Iterator[Fact]:
        """Yield every fact that the rule looks at."""
        yield from self.when
        yield from self.only_if
        yield from self.unless
        yield from (duty.met for duty in self.duties if duty.met is not None)


@dataclass(frozen=True, slots=True)
class Question:
    """May `actor` do `action` on `resource`, given `facts`, at `at` (aware, Europe/London or UTC)?

    `sources` tells where a fact came from (said when absent). `held` are keys whose register this
    school keeps: nothing stated there means no.
    """

    actor: str
    action: str
    resource: str
    facts: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None
    sources: Mapping[str, str] = field(default_factory=dict)
    held: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the policy says, with its reasons. `unknown` are keys that could change the outcome.

    `perhaps` are gates that an allowed answer needs as well where something not stated is so.
    """

    outcome: str
    level: Level
    conditions: tuple[Condition, ...] = ()
    alternatives: tuple[tuple[Condition, ...], ...] = ()
    duties: tuple[Duty, ...] = ()
    advice: tuple[Condition, ...] = ()
    if_broken: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    perhaps: tuple[Condition, ...] = ()


SILENT = Answer(OUTCOMES[Level.SILENT], Level.SILENT)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a vocabulary takes for granted: `defaults` unless said, `implied` by another fact
    (`=` passes the value on), `actors` by who is asking, sample values of each key, and keys that
    are `copies`: they repeat what was stated of another key, and are never unknown."""

    defaults: Mapping[str, str] = field(default_factory=dict)
    implied: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    actors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    domains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    copies: Mapping[str, str] = field(default_factory=dict)

    def stated(self, question: Question) -> dict[str, str]:
        """Return what is stated, with what it implies; what is stated outright wins."""
        facts = dict(question.facts)
        for key, stated in question.facts.items():
            for other, value in self.implied.get(key, {}).items():
                facts.setdefault(other, stated if value == "=" else value)
        for key, value in self.actors.get(question.actor, {}).items():
            facts.setdefault(key, value)
        return facts

    def unsaid(self, key: str, facts: Mapping[str, str], held: frozenset[str]) -> str | None:
        """Return what a key counts as while nobody states it: a copy, a no, a default."""
        if (copied := facts.get(self.copies.get(key, ""))) is not None:
            return copied
        return self.nothing(key) if key in held else self.defaults.get(key)

    def nothing(self, key: str) -> str:
        """Return what a kept register says of a key when nothing stands there: no, or none."""
        known = self.domains.get(key, ())
        return "no" if "no" in known and "none" not in known else "none"
