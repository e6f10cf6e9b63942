"""The rules for one actor and act, compiled, answered by class of values and remembered. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Final, TypeVar

from schoolgate.kernel.facts import Test
from schoolgate.kernel.times import Calendar
from schoolgate.policies.decisions import (
    DEPENDS,
    OUTCOMES,
    SILENT,
    WITH_CONDITIONS,
    Answer,
    Level,
    Rule,
)  # fmt: skip
from schoolgate.policies.verdicts import DATE, Compiled, State, Verdict, dates, standing

MOST_REMEMBERED: Final = 4096  # answers kept per cell
_T = TypeVar("_T")


class Cell:
    """The rules for one actor and act over few keys, answered by class of values, remembered."""

    __slots__ = ("_bits", "_memo", "_seen", "dated", "keys", "rules", "samples", "timed", "wanted")

    def __init__(self, rules: Sequence[Rule], domains: Mapping[str, tuple[str, ...]]) -> None:
        bits: dict[str, dict[Test, int]] = {}
        for rule in rules:
            for fact in (*rule.facts(), *dates(rule)):
                for test in fact.tests():
                    known = bits.setdefault(test.key, {})
                    known.setdefault(test, 1 << len(known))
        self.keys = tuple(bits)
        self._bits = bits
        self.rules = tuple(Compiled(rule, self.keys, bits) for rule in rules)
        self._seen: tuple[dict[str, int], ...] = tuple({} for _ in self.keys)
        self._memo: dict[State, Answer] = {}
        self.samples = tuple(self._classes(key, domains.get(key, ())) for key in self.keys)
        self.timed = bool(Calendar.KEYS & bits.keys()) or any(k.startswith("time:") for k in bits)
        self.dated = DATE in bits
        self.wanted = {key: {v for t in tests for v in t.values} for key, tests in bits.items()}

    def _classes(self, key: str, domain: tuple[str, ...]) -> tuple[int, ...]:
        values = {*domain, *self.edges(key), "other"}
        return tuple(sorted({self.mask(key, value) for value in values}))

    def edges(self, key: str) -> Iterator[str]:
        """Yield values on both sides of every test of a key."""
        for test in self._bits[key]:
            yield from test.samples()

    def mask(self, key: str, value: str) -> int:
        """Return the set of tests of the key that a value passes, as bits."""
        return sum(bit for test, bit in self._bits[key].items() if test.passes(value))

    def state(self, facts: Mapping[str, str]) -> State:
        """Project facts on this cell's keys: each value becomes the set of tests that it passes."""
        masks: list[int | None] = []
        for key, seen in zip(self.keys, self._seen, strict=True):
            value = facts.get(key)
            if value is None:
                masks.append(None)
                continue
            mask = seen.get(value)
            if mask is None:
                mask = self.mask(key, value)
                if len(seen) < MOST_REMEMBERED:
                    seen[value] = mask
            masks.append(mask)
        return tuple(masks)

    def answer(self, state: State) -> Answer:
        """Return the answer for a state; remembered, because it depends on nothing else."""
        found = self._memo.get(state)
        if found is None:
            found = self._decide(state)
            if len(self._memo) < MOST_REMEMBERED:
                self._memo[state] = found
        return found

    def _decide(self, state: State) -> Answer:
        verdicts = standing(self.rules, state)
        if all(verdict.settled for verdict in verdicts):
            return _settled(verdicts)
        strictest = max((v.level for v in verdicts if v.settled), default=Level.SILENT)
        if strictest > Level.ALLOWED and all(v.level <= strictest for v in verdicts):
            return _settled([v for v in verdicts if v.settled])
        return self._split(state, verdicts)

    def _split(self, state: State, verdicts: Sequence[Verdict]) -> Answer:
        """Try every class of the open keys: the answer may be the same in all of them."""
        opened = sorted({index for v in verdicts for index in v.open})
        cases: dict[tuple[int, ...], Answer] = {}
        for choice in product(*(self.samples[index] for index in opened)):
            filled = list(state)
            for index, mask in zip(opened, choice, strict=True):
                filled[index] = mask
            done = standing(self.rules, tuple(filled))
            cases[choice] = _settled([v for v in done if v.settled])
        levels = {answer.level for answer in cases.values()}
        sure = _settled([v for v in verdicts if v.settled])
        if len(levels) == 1:
            return _same(levels.pop(), sure, cases.values())
        matter = [self.keys[index] for at, index in enumerate(opened) if _matters(at, cases)]
        return _depends(sure, cases.values(), [key for key in matter if key != DATE])


def _unique(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))


def _settled(verdicts: Sequence[Verdict]) -> Answer:
    if not verdicts:
        return SILENT
    level = max(v.level for v in verdicts)
    rules = [v for v in verdicts if v.level >= min(level, Level.NOT_ALLOWED)]
    clauses = _unique(v.rule.clause for v in sorted(rules, key=lambda v: -v.level))
    if level > Level.ALLOWED:
        return Answer(
            OUTCOMES[level],
            level,
            if_broken=_unique(step for v in rules for step in v.rule.if_broken),
            clauses=clauses,
            rules=tuple(v.rule for v in rules),
        )
    groups = _unique(group for v in verdicts for group in v.gates)
    duties = _unique(duty for v in verdicts for duty in v.duties)
    advice = _unique(item for v in verdicts for item in v.advice)
    open_ = bool(groups or duties or advice) and level is Level.ALLOWED
    return Answer(
        WITH_CONDITIONS if open_ else OUTCOMES[level],
        level,
        conditions=_unique(gate for group in groups for gate in group),
        alternatives=groups,
        duties=duties,
        advice=advice,
        clauses=clauses,
        rules=tuple(v.rule for v in rules),
    )


def _same(level: Level, sure: Answer, cases: Iterable[Answer]) -> Answer:
    """Every case comes out alike: keep what holds in all of them."""
    answers = list(cases)
    common = min(answers, key=lambda a: len(a.conditions) + len(a.duties) + len(a.advice))
    if sure.level is not level:
        return common
    return sure if level is Level.ALLOWED else common


def _matters(at: int, cases: Mapping[tuple[int, ...], Answer]) -> bool:
    groups: dict[tuple[int, ...], Level] = {}
    for choice, answer in cases.items():
        rest = choice[:at] + choice[at + 1 :]
        if groups.setdefault(rest, answer.level) is not answer.level:
            return True
    return False


def _depends(sure: Answer, cases: Iterable[Answer], unknown: Sequence[str]) -> Answer:
    answers = list(cases)
    levels = sorted({answer.level for answer in answers})
    best = [answer for answer in answers if answer.level is Level.ALLOWED]
    shared = min(best, key=lambda a: len(a.conditions) + len(a.duties), default=sure)
    return Answer(
        DEPENDS,
        levels[0],
        conditions=shared.conditions,
        alternatives=shared.alternatives,
        duties=shared.duties,
        advice=shared.advice,
        clauses=_unique(clause for answer in answers for clause in answer.clauses),
        unknown=tuple(unknown),
        possible=tuple(OUTCOMES[level] for level in levels),
        rules=_unique(rule for answer in answers for rule in answer.rules),
    )
