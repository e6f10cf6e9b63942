"""Judge single rules over a state, and strike those that others override. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from schoolgate.kernel.facts import Condition, Fact, Test
from schoolgate.policies.rules.decisions import Duty, Level, Rule

DATE: Final = "@date"  # the day of the question, as a key beside the facts
State = tuple[int | None, ...]  # for each key the tests that its value passes, or None: unknown


def dates(rule: Rule) -> Iterator[Fact]:
    """Yield the bounds of a rule as facts about the day."""
    if rule.since is not None:
        yield _on_or_after(rule.since)
    if rule.until is not None:
        yield _on_or_after(rule.until)


def _on_or_after(day: date) -> Fact:
    return Fact("", ((Test(DATE, ">=", frozenset({str(day.toordinal())})),),), "time")


_Branch = tuple[tuple[int, int], ...]


class Compiled:
    """A rule with its facts as (key index, bit) pairs."""

    __slots__ = ("applies", "duties", "only_if", "rule", "unless")

    def __init__(
        self, rule: Rule, keys: Sequence[str], bits: Mapping[str, Mapping[Test, int]]
    ) -> None:
        place = {key: index for index, key in enumerate(keys)}

        def compiled(fact: Fact) -> tuple[Fact, tuple[_Branch, ...]]:
            return fact, tuple(
                tuple((place[test.key], bits[test.key][test]) for test in every)
                for every in fact.any_of
            )

        self.rule = rule
        bounds = ((rule.since, True), (rule.until, False))
        self.applies = (
            *((compiled(fact)[1], True) for fact in rule.when),
            *((compiled(_on_or_after(day))[1], inside) for day, inside in bounds if day),
        )
        self.only_if = tuple(compiled(fact) for fact in rule.only_if)
        self.unless = tuple(compiled(fact) for fact in rule.unless)
        self.duties = tuple(
            (duty, compiled(duty.met) if duty.met else None) for duty in rule.duties
        )


@dataclass(slots=True)
class Verdict:
    """What one rule says here. `open` are key indexes that keep it from being settled; `scope` are
    those among them that keep it unknown whether the rule applies at all."""

    rule: Rule
    level: Level
    settled: bool = True
    open: frozenset[int] = frozenset()
    gates: tuple[tuple[Condition, ...], ...] = ()
    duties: tuple[Duty, ...] = ()
    advice: tuple[Condition, ...] = ()
    scope: frozenset[int] = frozenset()


ADVISED_AGAINST: Final = Condition(
    "advised_against", "advice", "the policy advises against this, although it does not forbid it"
)


def _truth(branches: tuple[_Branch, ...], state: State) -> bool | None:
    result: bool | None = False
    for every in branches:
        branch: bool | None = True
        for index, bit in every:
            mask = state[index]
            if mask is None:
                branch = None
            elif not mask & bit:
                branch = False
                break
        if branch:
            return True
        if branch is None:
            result = None
    return result


def _missing(branches: Iterable[_Branch], state: State) -> Iterator[int]:
    for every in branches:
        yield from (index for index, _ in every if state[index] is None)


def _verdict(made: Compiled, state: State, stated: State) -> Verdict | None:
    """Judge one rule; None where it does not apply."""
    scope: set[int] = set()
    for branches, wanted in made.applies:
        held = _truth(branches, state)
        if held is None:
            scope.update(_missing(branches, state))
        elif held is not wanted:
            return None
    judge = _permission if made.rule.answer <= Level.ALLOWED else _ban
    verdict = judge(made, state, stated)
    if scope:
        verdict.settled = False
        verdict.scope = frozenset(scope)
        verdict.open = verdict.open | verdict.scope
    return verdict


def _permission(made: Compiled, state: State, stated: State) -> Verdict:
    gates: list[tuple[Condition, ...]] = []
    opened: set[int] = set()
    for fact, branches in made.only_if:
        held = _truth(branches, state if fact.condition is None else stated)
        if held is False:
            return _refused(made, stated)
        if held is None and fact.condition is None:
            opened.update(_missing(branches, state))
        elif held is None and fact.condition is not None:
            gates.append((fact.condition,))
    verdict = _allowed(made, stated, tuple(gates))
    return _kept_open(verdict, Level.NOT_ALLOWED, opened) if opened else verdict


def _ban(made: Compiled, state: State, stated: State) -> Verdict:
    gates: list[Condition] = []
    opened: set[int] = set()
    lifted = False
    for fact, branches in made.unless:
        if _truth(branches, stated):
            return _allowed(made, stated, ())
        held = _truth(branches, state if fact.condition is None else stated)
        lifted = lifted or held is True
        if held is None and fact.condition is None:
            opened.update(_missing(branches, state))
        elif held is None and fact.condition is not None:
            gates.append(fact.condition)
    if gates and not is_advice(made.rule):
        return _allowed(made, stated, (tuple(gates),))
    if lifted:
        return _allowed(made, stated, ())
    verdict = _refused(made, stated)
    return _kept_open(verdict, verdict.level, opened) if opened else verdict


def _kept_open(verdict: Verdict, worst: Level, opened: set[int]) -> Verdict:
    verdict.level = verdict.level if is_advice(verdict.rule) else max(worst, verdict.level)
    verdict.settled, verdict.open = False, frozenset(opened)
    return verdict


def is_advice(rule: Rule) -> bool:
    """Tell whether a rule only advises. Advice forbids nothing; what is illegal is never advice."""
    return rule.force == "advised" and rule.answer is not Level.ILLEGAL


def _refused(made: Compiled, stated: State) -> Verdict:
    """Refuse; or, where the rule only advises, allow and show that it advises against this."""
    if not is_advice(made.rule):
        return Verdict(made.rule, max(Level.NOT_ALLOWED, made.rule.answer))
    verdict = _allowed(made, stated, ())
    verdict.advice = made.rule.advice or (ADVISED_AGAINST,)
    return verdict


def _allowed(made: Compiled, stated: State, gates: tuple[tuple[Condition, ...], ...]) -> Verdict:
    duties: list[Duty] = []
    advice = made.rule.advice
    for duty, met in made.duties:
        held = None if met is None else _truth(met[1], stated)
        if held is None:
            duties.append(duty)
        elif held is False and not is_advice(made.rule):
            return Verdict(made.rule, max(Level.NOT_ALLOWED, made.rule.answer))
        elif held is False:
            advice = advice or (ADVISED_AGAINST,)
    level = min(made.rule.answer, Level.ALLOWED)
    return Verdict(made.rule, level, gates=gates, duties=tuple(duties), advice=advice)


def standing(rules: Sequence[Compiled], state: State, stated: State) -> list[Verdict]:
    """Judge each rule, then strike those that a standing rule overrides.

    `stated` is what was stated, `state` the same with open keys filled in to try a case. Gates and
    duties go by what was stated: while that leaves them open they can still be brought about.
    """
    verdicts = [found for made in rules if (found := _verdict(made, state, stated)) is not None]
    if any(verdict.rule.overrides for verdict in verdicts):
        return _unbeaten(verdicts)
    return verdicts


def _unbeaten(verdicts: list[Verdict]) -> list[Verdict]:
    """Strike what is overridden. A struck rule strikes nothing; in a circle nobody wins."""
    rivals = [
        [at for at, over in enumerate(verdicts) if beats(over.rule, verdict.rule)]
        for verdict in verdicts
    ]
    doubts = _doubts(verdicts, rivals)
    for verdict, doubt in zip(verdicts, doubts, strict=True):
        if doubt:
            verdict.settled, verdict.open = False, verdict.open | doubt
    sure = {at for at, verdict in enumerate(verdicts) if not doubts[at] and not verdict.scope}
    struck: set[int] = set()
    while True:
        safe = {at for at in sure if struck.issuperset(rivals[at])}
        now = {at for at, mine in enumerate(rivals) if not safe.isdisjoint(mine)}
        if now == struck:
            return [verdict for at, verdict in enumerate(verdicts) if at not in struck]
        struck = now


def beats(over: Rule, other: Rule) -> bool:
    """Tell whether one rule overrides another where both apply."""
    if over is other or other.locked or other.answer is Level.ILLEGAL:
        return False
    return other.clause in over.overrides


def _doubts(verdicts: Sequence[Verdict], rivals: Sequence[Sequence[int]]) -> list[frozenset[int]]:
    """Return for each rule the keys that keep it unknown whether a rival strikes it."""
    doubts: list[frozenset[int]] = [frozenset() for _ in verdicts]
    while True:
        now = [frozenset[int]().union(*(verdicts[at].scope | doubts[at] for at in mine))
               for mine in rivals]  # fmt: skip
        if now == doubts:
            return doubts
        doubts = now
