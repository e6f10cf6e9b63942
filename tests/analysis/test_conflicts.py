"""Conflicts against brute force over every world, and against clingo: the very same pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random

import clingo
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.kernel.facts import Fact
from schoolgate.policies.analysis.conflicts import conflicts
from schoolgate.policies.rules import Level, Rule, RuleBook
from tests.evaluator.oracle import holds, passes
from tests.evaluator.profile import cases
from tests.evaluator.random_rules import ASSUME, DAYS, VALUES, rule_set
from tests.evaluator.test_semantics import fact, rule

DATES = (date(2020, 1, 1), *DAYS)
Pairs = set[tuple[int, int]]


def found(rules: Sequence[Rule]) -> Pairs:
    return {(c.allows.line, c.refuses.line) for c in conflicts(RuleBook(rules, assume=ASSUME))}


def allows(rule: Rule, world: dict[str, str]) -> bool:
    if rule.answer is Level.ALLOWED:
        return all(holds(fact, world) for fact in (*rule.when, *rule.only_if))
    return all(holds(fact, world) for fact in rule.when) and any(
        holds(fact, world) for fact in rule.unless
    )


def refuses(rule: Rule, world: dict[str, str]) -> bool:
    if rule.answer is Level.ALLOWED:
        return False
    return all(holds(fact, world) for fact in rule.when) and not any(
        holds(fact, world) for fact in rule.unless
    )


def in_force(rule: Rule, day: date) -> bool:
    return (rule.since or day) <= day and (rule.until is None or day < rule.until)


def settled(one: Rule, other: Rule) -> bool:
    """Two rules of one clause, advice, or a pair in which one side's override wins."""
    wins = [
        right.clause in left.overrides and not right.locked and right.answer is not Level.ILLEGAL
        for left, right in ((one, other), (other, one))
    ]
    same = one is other or one.clause == other.clause
    return same or "advised" in {one.force, other.force} or wins in ([True, False], [False, True])


def worlds(rules: Sequence[Rule]) -> Iterator[dict[str, str]]:
    keys = sorted({test.key for rule in rules for fact in rule.facts() for test in fact.tests()})
    for choice in product(*(VALUES[key] for key in keys)):
        yield dict(zip(keys, choice, strict=True))


def by_brute_force(rules: Sequence[Rule]) -> Pairs:
    pairs = [(one, other) for one in rules for other in rules if not settled(one, other)]
    pairs = [p for p in pairs if any(in_force(p[0], d) and in_force(p[1], d) for d in DATES)]
    return {
        (one.line, other.line)
        for world in worlds(rules)
        for one, other in pairs
        if allows(one, world) and refuses(other, world)
    }


@cases(400)
@given(st.integers(0, 2**48))
def test_conflicts_are_exactly_those_of_brute_force(seed: int) -> None:
    rules = rule_set(Random(seed), most=6)
    assert found(rules) == by_brute_force(rules)


# --- clingo ---------------------------------------------------------------------------------------


def program(rules: Sequence[Rule]) -> str:
    """Write rules as an answer-set program that picks one world and one pair."""
    lines = ["1 { value(K, V) : domain(K, V) } 1 :- domain(K, _).",
             "conflict(A, B) :- pair(A, B), allows(A), refuses(B).",
             "allows(R) :- applies(R), permission(R), not unmet(R).",
             "allows(R) :- applies(R), ban(R), lifted(R).",
             "refuses(R) :- applies(R), ban(R), not lifted(R).",
             "applies(R) :- rule(R), not misses(R).",
             "misses(R) :- when(R, F), not true(F).",
             "unmet(R) :- only_if(R, F), not true(F).",
             "lifted(R) :- unless(R, F), true(F).", "#show conflict/2."]  # fmt: skip
    keys = {test.key for rule in rules for fact in rule.facts() for test in fact.tests()}
    lines += [f'domain({key}, "{value}").' for key in keys for value in VALUES[key]]
    lines += [f"pair({a.line}, {b.line})." for a in rules for b in rules if not settled(a, b)]
    for one in rules:
        kind = "permission" if one.answer is Level.ALLOWED else "ban"
        lines.append(f"rule({one.line}). {kind}({one.line}).")
        for role, facts in (("when", one.when), ("only_if", one.only_if), ("unless", one.unless)):
            for number, fact_ in enumerate(facts):
                name = f"f({one.line}, {role}, {number})"
                lines.append(f"{role}({one.line}, {name}).")
                lines += _truth(name, fact_)
    return "\n".join(lines)


def _truth(name: str, fact: Fact) -> Iterator[str]:
    for branch, every in enumerate(fact.any_of):
        tests = [f"passes({name}, {branch}, {at})" for at, _ in enumerate(every)]
        yield f"true({name}) :- {', '.join(tests)}."
        for at, test in enumerate(every):
            for value in VALUES[test.key]:
                if passes(test, value):
                    yield f'passes({name}, {branch}, {at}) :- value({test.key}, "{value}").'


def by_clingo(rules: Sequence[Rule]) -> Pairs:
    control = clingo.Control(["--enum-mode=brave", "0"])
    control.add("base", [], program(rules))
    control.ground([("base", [])])
    last: Pairs = set()
    with control.solve(yield_=True) as models:
        for model in models:
            last = {
                (a.arguments[0].number, a.arguments[1].number) for a in model.symbols(shown=True)
            }
    return last


@cases(120)
@given(st.integers(0, 2**48))
def test_conflicts_are_exactly_those_that_clingo_finds(seed: int) -> None:
    rules = [replace(rule, since=None, until=None) for rule in rule_set(Random(seed), most=6)]
    assert found(rules) == by_clingo(rules)


# --- What a conflict says -------------------------------------------------------------------------


def test_a_conflict_gives_facts_under_which_both_rules_speak() -> None:
    ban = rule("1", Level.NOT_ALLOWED, when=(fact("during = lesson"),), unless=(fact("a = yes"),))
    allowed = rule("2", Level.ALLOWED, when=(fact("device = school"),))
    [conflict] = conflicts(RuleBook([ban, allowed], assume=ASSUME))
    when = dict(conflict.when)
    assert (when["during"], when["device"]) == ("lesson", "school")
    assert when["a"] != "yes"


def test_rules_that_never_hold_on_the_same_day_do_not_conflict() -> None:
    old = rule("1", Level.NOT_ALLOWED, until=date(2026, 9, 1))
    new = rule("2", Level.ALLOWED, since=date(2026, 9, 1))
    assert conflicts(RuleBook([old, new])) == []
    assert len(conflicts(RuleBook([old, rule("2", Level.ALLOWED)]))) == 1


@pytest.mark.parametrize(("locked", "count"), [(False, 0), (True, 1)])
def test_a_declared_override_settles_a_conflict_unless_the_clause_is_locked(
    locked: bool, count: int
) -> None:
    ban = rule("1", Level.NOT_ALLOWED, locked=locked)
    over = rule("2", Level.ALLOWED, overrides=frozenset({"1"}))
    assert len(conflicts(RuleBook([ban, over]))) == count


def test_limits_that_no_value_can_meet_together_do_not_conflict() -> None:
    short = rule("1", Level.NOT_ALLOWED, when=(fact("length < 8"),))
    long = rule("2", Level.ALLOWED, when=(fact("length >= 8"),))
    near = rule("3", Level.ALLOWED, when=(fact("length > 7.9"),))
    assert conflicts(RuleBook([short, long])) == []
    assert len(conflicts(RuleBook([short, near]))) == 1
