"""Leave on the answer page of Ask: what was granted, and what may still be asked for. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from schoolgate.policies.asking.leave import Leave, for_gate
from schoolgate.policies.rules import DEPENDS, Answer, Level, Question


@dataclass(frozen=True, slots=True)
class ToAskFor:
    """Leave that would open a gate: the gate in words, who gives it, the clause, where to ask, and
    whether that is the page of a request that waits already."""

    text: str
    given_by: str
    clause: str
    url: str = ""
    is_asked: bool = False


def with_leave(asked: Question, granted: Mapping[str, str], kept: frozenset[str]) -> Question:
    """Return the question of somebody whose leave is on record: it states what was granted, and
    what was not granted is not so."""
    return replace(
        asked,
        facts={**asked.facts, **granted},
        sources=dict.fromkeys(granted, "grant"),
        held=kept,
    )


def would_help(
    known: Mapping[str, Leave], answer: Answer, without: Answer
) -> Iterator[tuple[Leave, str]]:
    """Yield the leave that would change a refusal, with its gate in words.

    `answer` is what holds for somebody whose leave is on record; `without` what the policy says
    while leave is left open. Nothing helps against what no leave opens.
    """
    if not refused(answer) or without.level > Level.ALLOWED:
        return
    seen: set[str] = set()
    for gate in (*without.conditions, *without.perhaps):
        leave = for_gate(known, without, gate)
        if leave is not None and leave.key not in seen:
            seen.add(leave.key)
            yield leave, gate.text


def refused(answer: Answer) -> bool:
    """Tell whether an answer refuses, in every case or in some."""
    return answer.level > Level.ALLOWED or answer.outcome == DEPENDS
