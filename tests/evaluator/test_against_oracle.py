"""The evaluator against brute force over every world."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from schoolgate.kernel.times import LONDON
from schoolgate.policies.rules import DEPENDS, Answer, Question, Rule, RuleBook
from tests.evaluator.oracle import Expected, expected, owed
from tests.evaluator.profile import cases
from tests.evaluator.random_rules import ACT, ASSUME, DAYS, VALUES, rule_set, stated

SEEDS = st.integers(0, 2**48)


def _ask(rules: Sequence[Rule], facts: dict[str, str], day: date | None) -> Answer:
    at = datetime.combine(day, time(9, 40), LONDON) if day else None
    return RuleBook(rules, assume=ASSUME).decide(Question("teacher", *ACT, facts, at))


def _possible(answer: Answer) -> set[str]:
    if answer.outcome == DEPENDS:
        return set(answer.possible)
    return {answer.outcome.replace("allowed with conditions", "allowed")}


@cases(3000)
@given(SEEDS)
def test_answers_are_exactly_what_trying_every_world_gives(seed: int) -> None:
    random = Random(seed)
    rules, facts, day = rule_set(random), stated(random), random.choice([None, *DAYS])
    answer, right = _ask(rules, facts, day), expected(rules, facts, VALUES, day)
    assert _possible(answer) == right.possible
    assert set(answer.unknown) == right.unknown
    if "allowed" in right.possible:
        _same_beside(answer, right)


def _same_beside(answer: Answer, right: Expected) -> None:
    assert {frozenset(g.term for g in group) for group in answer.alternatives} == right.gates
    assert owed(answer.duties) == right.duties
    assert {item.term for item in answer.advice} == right.advice
    assert {gate.term for gate in (*answer.conditions, *answer.perhaps)} == right.perhaps
