"""The rules for one actor and act, compiled, answered by class of values and remembered. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Final, TypeVar

from schoolgate.kernel.facts import Test, sample_values
from schoolgate.kernel.times import Calendar
from schoolgate.policies.rules.decisions import (
    DEPENDS,
    OUTCOMES,
    SILENT,
    WITH_CONDITIONS,
    Answer,
    Level,
    Rule,
)  # fmt: skip
from schoolgate.policies.rules.verdicts import DATE, Compiled, State, Verdict, dates, standing

MOST_REMEMBERED: Final = 4096  # answers kept per cell
MOST_CASES: Final = 20_000  # combinations tried while an answer depends on what is not known
_T = TypeVar("_T")


class Cell:
    """The rules for one actor and act over few keys, answered by class of values, remembered."""

    __slots__ = ("_bits", "_memo", "_seen", "dated", "keys", "rules", "samples", "timed", "wanted")

    def __init__(
        self,
        rules: Sequence[Rule],
        domains: Mapping[str, tuple[str, ...]],
        clock_keys: Set[str] = Calendar.KEYS,
    ) -> None:
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
        self.timed = not bits.keys().isdisjoint(clock_keys)
        self.dated = DATE in bits
        self.wanted = {key: {v for t in tests for v in t.values} for key, tests in bits.items()}

    def _classes(self, key: str, domain: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(sorted({self.mask(key, value) for value in self.values(key, domain)}))

    def values(self, key: str, declared: Iterable[str]) -> Iterator[str]:
        """Yield values of a key so that every class of values is met, the declared ones first."""
        return sample_values(tuple(self._bits[key]), declared)

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
            found = self.afresh(state)
            if len(self._memo) < MOST_REMEMBERED:
                self._memo[state] = found
        return found

    def afresh(self, state: State) -> Answer:
        """Work out the answer for a state, remembering nothing."""
        verdicts = standing(self.rules, state, state)
        if (found := _certain(verdicts)) is not None:
            return found
        tried = _Cases(self, state)
        try:
            tried.split(state, verdicts)
        except _TooMany:
            return _beyond(verdicts, self.keys)
        unknown = [self.keys[index] for index in sorted(tried.matter) if index != tried.date]
        return _together(tried.answers, unknown)


class _TooMany(Exception):
    """More cases than MOST_CASES; the answer is left open."""


class _Cases:
    """Tries the values of open keys, one key after the other in a fixed order.

    Nodes that do not turn on their key are left out and equal ones are shared, so the keys that
    are left are exactly those that can change the outcome (a reduced ordered decision diagram).
    """

    def __init__(self, cell: Cell, stated: State) -> None:
        self.cell, self.stated = cell, stated
        self.answers: dict[Answer, None] = {}
        self.date = cell.keys.index(DATE) if cell.dated else -1
        self._count = 0
        self._nodes: dict[tuple[int, ...], int] = {}

    @property
    def matter(self) -> set[int]:
        """Return the indexes of the keys that can change the outcome."""
        return {node[0] for node in self._nodes}

    def split(self, state: State, verdicts: Sequence[Verdict]) -> int:
        """Return the node for a state: its level where that is certain, else a number above."""
        found = _certain(verdicts)
        if found is not None:
            self._count += 1
            if self._count > MOST_CASES:
                raise _TooMany
            self.answers[found] = None
            return int(found.level)
        index = min(key for verdict in verdicts for key in verdict.open)
        nodes = [self._filled(state, index, mask) for mask in self.cell.samples[index]]
        if len(set(nodes)) == 1:
            return nodes[0]
        return self._nodes.setdefault((index, *nodes), len(Level) + len(self._nodes))

    def _filled(self, state: State, index: int, mask: int) -> int:
        filled = (*state[:index], mask, *state[index + 1 :])
        return self.split(filled, standing(self.cell.rules, filled, self.stated))


def _certain(verdicts: Sequence[Verdict]) -> Answer | None:
    """Return the answer where no open key can change it."""
    sure = [verdict for verdict in verdicts if verdict.settled]
    if len(sure) == len(verdicts):
        return _settled(verdicts)
    strictest = max((verdict.level for verdict in sure), default=Level.SILENT)
    if strictest > Level.ALLOWED and all(v.level <= strictest for v in verdicts):
        return _settled(sure)
    return None


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


def _together(answers: Iterable[Answer], unknown: Sequence[str]) -> Answer:
    """Join the cases: what stands beside the answer is what stands there in all of them."""
    cases = list(answers)
    levels = sorted({answer.level for answer in cases})
    best = [a for a in cases if a.level is Level.ALLOWED] if Level.ALLOWED in levels else cases
    groups = _common([answer.alternatives for answer in best])
    duties = _common([answer.duties for answer in best])
    advice = _common([answer.advice for answer in best])
    gates = _unique(gate for group in groups for gate in group)
    definite = len(levels) == 1
    beside = bool(groups or duties or advice) and levels[0] is Level.ALLOWED
    outcome = WITH_CONDITIONS if beside else OUTCOMES[levels[0]]
    return Answer(
        outcome if definite else DEPENDS,
        levels[0],
        conditions=gates,
        alternatives=groups,
        duties=duties,
        advice=advice,
        if_broken=_common([answer.if_broken for answer in cases]),
        clauses=_cited(cases, definite=definite),
        unknown=tuple(unknown),
        possible=() if definite else tuple(OUTCOMES[level] for level in levels),
        rules=_unique(rule for answer in cases for rule in answer.rules),
        perhaps=_unique(g for answer in best for g in answer.conditions if g not in gates),
    )


def _cited(cases: Sequence[Answer], *, definite: bool) -> tuple[str, ...]:
    """Return the clauses that every case cites where the outcome is certain, else all of them."""
    shared = _common([answer.clauses for answer in cases]) if definite else ()
    return shared or _unique(clause for answer in cases for clause in answer.clauses)


def _common(lists: Sequence[tuple[_T, ...]]) -> tuple[_T, ...]:
    """Return what every list holds, in the order of the first."""
    rest = [set(other) for other in lists[1:]]
    return tuple(item for item in lists[0] if all(item in other for other in rest))


def _beyond(verdicts: Sequence[Verdict], keys: Sequence[str]) -> Answer:
    """Leave the answer open where too many cases would have to be tried."""
    opened = sorted({index for verdict in verdicts for index in verdict.open})
    least = max((v.level for v in verdicts if v.settled), default=Level.SILENT)
    most = max(verdict.level for verdict in verdicts)
    levels = [level for level in Level if least <= level <= most]
    return Answer(
        DEPENDS,
        least,
        clauses=_unique(verdict.rule.clause for verdict in verdicts),
        unknown=tuple(keys[index] for index in opened if keys[index] != DATE),
        possible=tuple(OUTCOMES[level] for level in levels),
        rules=_unique(verdict.rule for verdict in verdicts),
    )
