"""Judge single rules over a state, and strike those that others override. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from schoolgate.kernel.facts import Condition, Fact, Test
from schoolgate.policies.decisions import Duty, Level, Rule

DATE: Final = "@date"  # the day of the question, as a key beside the facts
State = tuple[int | None, ...]  # for each key the tests that its value passes, or None: unknown


def dates(rule: Rule) -> Iterator[Fact]:
    if rule.since is not None:
        yield _on_or_after(rule.since)
    if rule.until is not None:
        yield _on_or_after(rule.until)


def _on_or_after(day: date) -> Fact:
    return Fact("", ((Test(DATE, ">=", frozenset({str(day.toordinal())})),),), "time")


_Branch = tuple[tuple[int, int], ...]


class Compiled:
    """A rule with its facts as (key index, bit) pairs."""

    __slots__ = ("duties", "only_if", "rule", "since", "unless", "until", "when")

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
        self.when = tuple(compiled(fact) for fact in rule.when)
        self.only_if = tuple(compiled(fact) for fact in rule.only_if)
        self.unless = tuple(compiled(fact) for fact in rule.unless)
        self.duties = tuple(
            (duty, compiled(duty.met) if duty.met else None) for duty in rule.duties
        )
        self.since = compiled(_on_or_after(rule.since)) if rule.since else None
        self.until = compiled(_on_or_after(rule.until)) if rule.until else None


@dataclass(slots=True)
class Verdict:
    """What one rule says here. `open` are key indexes that keep it from being settled."""

    rule: Rule
    level: Level
    settled: bool = True
    open: frozenset[int] = frozenset()
    gates: tuple[tuple[Condition, ...], ...] = ()
    duties: tuple[Duty, ...] = ()
    advice: tuple[Condition, ...] = ()
    applies: bool | None = True


ADVISED_AGAINST = Condition(
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


def _verdict(made: Compiled, state: State) -> Verdict | None:
    applies: bool | None = True
    opened: set[int] = set()
    for _, branches in made.when:
        held = _truth(branches, state)
        if held is False:
            return None
        if held is None:
            applies = None
            opened.update(_missing(branches, state))
    for bound, wanted in ((made.since, True), (made.until, False)):
        if bound is not None:
            held = _truth(bound[1], state)
            if held is None:
                applies = None
                opened.update(_missing(bound[1], state))
            elif held is not wanted:
                return None
    verdict = _permission(made, state) if made.rule.answer <= Level.ALLOWED else _ban(made, state)
    verdict.applies = applies
    verdict.settled = verdict.settled and applies is True
    verdict.open = verdict.open | opened
    return verdict


def _permission(made: Compiled, state: State) -> Verdict:
    gates: list[tuple[Condition, ...]] = []
    opened: set[int] = set()
    for fact, branches in made.only_if:
        held = _truth(branches, state)
        if held is False:
            return Verdict(made.rule, Level.NOT_ALLOWED)
        if held is None:
            if fact.condition is None:
                opened.update(_missing(branches, state))
            else:
                gates.append((fact.condition,))
    if opened:
        return Verdict(made.rule, Level.NOT_ALLOWED, settled=False, open=frozenset(opened))
    return _allowed(made, state, tuple(gates))


def _ban(made: Compiled, state: State) -> Verdict:
    gates: list[Condition] = []
    opened: set[int] = set()
    for fact, branches in made.unless:
        held = _truth(branches, state)
        if held is True:
            return _allowed(made, state, ())
        if held is None and fact.condition is None:
            opened.update(_missing(branches, state))
        elif held is None and fact.condition is not None:
            gates.append(fact.condition)
    if made.rule.force == "advised":
        return _advised(made, state)
    if gates:
        return _allowed(made, state, (tuple(gates),))
    return Verdict(made.rule, made.rule.answer, settled=not opened, open=frozenset(opened))


def _advised(made: Compiled, state: State) -> Verdict:
    """Advice forbids nothing: allow, and show the rule's own advice or that it advises against."""
    verdict = _allowed(made, state, ())
    verdict.advice = made.rule.advice or (ADVISED_AGAINST,)
    return verdict


def _allowed(made: Compiled, state: State, gates: tuple[tuple[Condition, ...], ...]) -> Verdict:
    duties: list[Duty] = []
    for duty, met in made.duties:
        held = None if met is None else _truth(met[1], state)
        if held is False:
            return Verdict(made.rule, Level.NOT_ALLOWED)
        if held is None:
            duties.append(duty)
    level = made.rule.answer if made.rule.answer is Level.SILENT else Level.ALLOWED
    return Verdict(made.rule, level, gates=gates, duties=tuple(duties), advice=made.rule.advice)


def standing(rules: Sequence[Compiled], state: State) -> list[Verdict]:
    """Judge each rule, then strike those that an applying rule overrides."""
    verdicts = [verdict for made in rules if (verdict := _verdict(made, state)) is not None]
    for over in [v for v in verdicts if v.rule.overrides]:
        for other in verdicts:
            if other.rule.clause not in over.rule.overrides or other is over:
                continue
            if other.rule.locked or other.rule.answer is Level.ILLEGAL:
                continue
            if over.applies is None:
                other.settled = False
                other.open = other.open | over.open
            else:
                other.level, other.settled, other.applies = Level.SILENT, True, False
    return [v for v in verdicts if v.applies is not False]
