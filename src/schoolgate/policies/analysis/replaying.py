"""Recorded questions put to two rule books: which of them would get another answer. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schoolgate.policies.rules import Answer, Level, Question, RuleBook

LOOSER = "looser"
STRICTER = "stricter"
NEWLY_SILENT = "newly silent"
NEWLY_SETTLED = "newly settled"
CONDITIONS = "other conditions"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A question as it was asked, with where it came from (`Ask`) and how often."""

    question: Question
    label: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Changed:
    """Questions that were alike and would get another answer: how often, last when."""

    kind: str
    question: Question
    label: str
    before: Answer
    after: Answer
    times: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Replay:
    """All that was replayed: how many requests, and those that would change, most first."""

    total: int
    changed: tuple[Changed, ...]

    @property
    def times(self) -> int:
        """Return how many requests would change."""
        return sum(one.times for one in self.changed)


def replayed(recorded: Iterable[Recorded], before: RuleBook, after: RuleBook) -> Replay:
    """Decide every question under both books, and return what would change."""
    total = 0
    found: dict[tuple[object, ...], Changed] = {}
    for one in recorded:
        total += one.times
        old, new = before.decide(one.question), after.decide(one.question)
        if old is not new and _seen(old) != _seen(new):
            _count(found, one, old, new)
    return Replay(total, tuple(sorted(found.values(), key=lambda one: -one.times)))


def _count(
    found: dict[tuple[object, ...], Changed], one: Recorded, old: Answer, new: Answer
) -> None:
    asked = one.question
    key = (
        one.label, asked.actor, asked.action, asked.resource, tuple(sorted(asked.facts.items())),
        _seen(old), _seen(new),
    )  # fmt: skip
    known = found.get(key)
    times = one.times + (known.times if known else 0)
    last = max((at for at in (asked.at, known.last_at if known else None) if at), default=None)
    found[key] = Changed(kind(old, new), asked, one.label, old, new, times, last)


def _seen(answer: Answer) -> tuple[object, ...]:
    """Return what whoever asked is told, without the clauses that say so."""
    return (
        answer.outcome, tuple(gate.term for gate in answer.conditions),
        tuple((duty.condition.term, duty.by) for duty in answer.duties),
        tuple(item.term for item in answer.advice), answer.unknown,
    )  # fmt: skip


def kind(old: Answer, new: Answer) -> str:
    """Return in which direction an answer changes."""
    if old.outcome == new.outcome or old.level is new.level:
        return CONDITIONS
    if new.level is Level.SILENT:
        return NEWLY_SILENT
    if old.level is Level.SILENT:
        return NEWLY_SETTLED
    return LOOSER if new.level < old.level else STRICTER


def question(record: Mapping[str, Any]) -> Question:
    """Return the question of a stored record (`english.sentences.record`)."""
    asked = record["question"]
    return Question(
        asked["actor"], asked["action"], asked["resource"], asked["facts"],
        datetime.fromisoformat(asked["at"]) if asked["at"] else None,
        asked["sources"], frozenset(asked["held"]),
    )  # fmt: skip
