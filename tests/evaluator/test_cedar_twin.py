"""The same rules in Cedar: where everything is known, both engines say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from random import Random

import cedarpy
import pytest

from schoolgate.kernel.facts import Fact
from schoolgate.kernel.facts import Test as Comparison
from schoolgate.kernel.times import LONDON
from schoolgate.policies.rules import Level, Question, Rule, RuleBook
from tests.evaluator.random_rules import ACT, ASSUME, DAYS, VALUES, rule_set

SETS, REQUESTS = 100, 50
HEAD = (
    f'(principal == Actor::"teacher", action == Action::"{ACT[0]}", resource == Thing::"{ACT[1]}")'
)


def policies(rules: Sequence[Rule]) -> str:
    """Write rules as Cedar policies; the comment is what silence needs: nothing is `true` alone."""
    return "\n".join(line for rule in rules for line in _policy(rule))


def _policy(rule: Rule) -> Iterator[str]:
    applies = _all([*map(_fact, rule.when), *_days(rule)])
    done = _all([_fact(duty.met) for duty in rule.duties if duty.met is not None])
    if rule.answer is Level.ALLOWED:
        met = f"({_all(list(map(_fact, rule.only_if)))}) && ({done})"
    else:
        met = f"({_any(list(map(_fact, rule.unless)))}) && ({done})"
    if rule.force == "advised" and rule.answer is not Level.ILLEGAL:
        met = "true"
    yield f"permit {HEAD} when {{ ({applies}) && ({met}) }};"
    yield f"forbid {HEAD} when {{ ({applies}) && !({met}) }};"


def _days(rule: Rule) -> Iterator[str]:
    if rule.since:
        yield f"context.day >= {rule.since.toordinal()}"
    if rule.until:
        yield f"context.day < {rule.until.toordinal()}"


def _all(parts: Sequence[str]) -> str:
    return " && ".join(f"({part})" for part in parts) or "true"


def _any(parts: Sequence[str]) -> str:
    return " || ".join(f"({part})" for part in parts) or "false"


def _fact(fact: Fact) -> str:
    return _any([_all([_test(test) for test in every]) for every in fact.any_of])


def _test(test: Comparison) -> str:
    key = f"context.{test.key}"
    if test.op in {"=", "!="}:
        same = _any([f'{key} == "{value}"' for value in sorted(test.values)])
        return same if test.op == "=" else f"!({same})"
    return f"{key} {test.op} {min(test.values)}"


def _asked(random: Random) -> tuple[dict[str, str], date]:
    return {key: random.choice(values) for key, values in VALUES.items()}, random.choice(DAYS)


def _cedar(rules: Sequence[Rule], asked: Sequence[tuple[dict[str, str], date]]) -> list[str]:
    requests = [
        {"principal": 'Actor::"teacher"', "action": f'Action::"{ACT[0]}"',
         "resource": f'Thing::"{ACT[1]}"',
         "context": {**facts, "length": int(facts["length"]), "day": day.toordinal()}}
        for facts, day in asked
    ]  # fmt: skip
    said = []
    for result in cedarpy.is_authorized_batch(requests, policies(rules), []):
        assert result.diagnostics.errors == []
        silent = "refused" if result.diagnostics.reasons else "silent"
        said.append("allowed" if result.decision is cedarpy.Decision.Allow else silent)
    return said


def _ours(rules: Sequence[Rule], asked: Sequence[tuple[dict[str, str], date]]) -> list[str]:
    book = RuleBook(rules, assume=ASSUME)
    names = {Level.SILENT: "silent", Level.ALLOWED: "allowed"}
    return [
        names.get(book.decide(Question("teacher", *ACT, facts, _noon(day))).level, "refused")
        for facts, day in asked
    ]


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LONDON)


@pytest.mark.parametrize("part", range(4))
def test_cedar_allows_refuses_and_is_silent_alike(part: int) -> None:
    seen = set()
    for seed in range(part * SETS // 4, (part + 1) * SETS // 4):
        random = Random(seed)
        rules = [replace(rule, overrides=frozenset()) for rule in rule_set(random, most=6, keys=8)]
        asked = [_asked(random) for _ in range(REQUESTS)]
        cedar = _cedar(rules, asked)
        assert _ours(rules, asked) == cedar, seed
        seen.update(cedar)
    assert seen == {"allowed", "refused", "silent"}
