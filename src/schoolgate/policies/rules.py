"""Decide what a policy says. Pure: rules and a question in, an answer with its reasons out.

Semantics: DESIGN.md §4. No clock, no Django, no I/O; the instant is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum
from itertools import product
from typing import TypeVar

from schoolgate.kernel.facts import Condition, Fact, Test
from schoolgate.kernel.times import Calendar

MOST_FACTS = 12  # distinct keys in one cell; more is refused when the pack is checked
MOST_REMEMBERED = 4096  # answers kept per cell
MOST_CASES = 8192  # combinations tried while an answer depends on what is not known
DATE = "@date"  # the day of the question, as a key beside the facts

State = tuple[int | None, ...]
_T = TypeVar("_T")


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
    """One rule of a clause. `acts` are (action, resource) pairs; `who` are actors, roles unfolded."""

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
    """What the policy says, with its reasons. `unknown` are keys that could change the outcome."""

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


SILENT = Answer(OUTCOMES[Level.SILENT], Level.SILENT)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a vocabulary takes for granted: `defaults` unless said, `implied` by another fact
    (`=` copies the value), `actors` by who is asking, and sample values of each key."""

    defaults: Mapping[str, str] = field(default_factory=dict)
    implied: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    actors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    domains: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def stated(self, question: Question) -> dict[str, str]:
        """Return what is stated, with what it implies; what is stated outright wins."""
        facts = dict(question.facts)
        for key in self.implied.keys() & question.facts.keys():
            for other, value in self.implied[key].items():
                facts.setdefault(other, question.facts[key] if value == "=" else value)
        for key, value in self.actors.get(question.actor, {}).items():
            facts.setdefault(key, value)
        return facts


class RuleBook:
    """The rules of one effective policy, ready to answer. Cells are compiled when first asked.

    `base` is the template's book: its rules stay shared; those of the clauses in `dropped` are left
    out.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        *,
        base: RuleBook | None = None,
        dropped: frozenset[str] = frozenset(),
        calendar: Calendar | None = None,
        assume: Assumptions | None = None,
    ) -> None:
        self.own = tuple(rules)
        self.base = base
        self.dropped = dropped
        self.calendar = calendar or (base.calendar if base else Calendar())
        self.assume = assume or (base.assume if base else Assumptions())
        self._by_act: dict[tuple[str, str], list[Rule]] = {}
        for rule in self.own:
            for act in rule.acts:
                self._by_act.setdefault(act, []).append(rule)
        self._cells: dict[tuple[str, str, str], Cell] = {}

    def rules(self) -> Iterator[Rule]:
        """Yield every rule in force, the template's first."""
        if self.base is not None:
            yield from (rule for rule in self.base.rules() if rule.clause not in self.dropped)
        yield from self.own

    def acts(self) -> set[tuple[str, str]]:
        """Return every (action, resource) that some rule speaks of."""
        return {act for rule in self.rules() for act in rule.acts}

    def about(self, action: str, resource: str) -> list[Rule]:
        """Return the rules that speak of this act, the template's first."""
        mine = self._by_act.get((action, resource), [])
        if self.base is None:
            return mine
        inherited = self.base.about(action, resource)
        return [rule for rule in inherited if rule.clause not in self.dropped] + mine

    def cell(self, actor: str, action: str, resource: str) -> Cell:
        """Return the compiled rules for one actor and act; made once."""
        key = (actor, action, resource)
        found = self._cells.get(key)
        if found is None:
            rules = [rule for rule in self.about(action, resource) if actor in rule.who]
            found = self._cells[key] = Cell(rules, self.assume.domains)
        return found

    def decide(self, question: Question) -> Answer:
        """Answer the question. Never raises on an unknown term: what no rule speaks of is silent."""
        cell = self._cells.get((question.actor, question.action, question.resource))
        if cell is None:
            cell = self.cell(question.actor, question.action, question.resource)
        if not cell.rules:
            return SILENT
        return cell.answer(cell.state(self.known(question, cell)))

    def known(self, question: Question, cell: Cell) -> Mapping[str, str]:
        """Return the facts that the cell needs, with what is implied, assumed, held and the time."""
        facts = self.assume.stated(question)
        if cell.timed and self.calendar.bands:
            for key, value in self.calendar.facts(question.at, facts, cell.wanted).items():
                facts.setdefault(key, value)
        for key in cell.keys:
            if key not in facts:
                if key in question.held:
                    facts[key] = "none"
                elif key in self.assume.defaults:
                    facts[key] = self.assume.defaults[key]
        if cell.dated and question.at is not None:
            facts[DATE] = str(question.at.date().toordinal())
        return facts


class Cell:
    """The rules for one actor and act over few keys, answered per class of values and remembered."""

    __slots__ = ("_bits", "_memo", "_seen", "dated", "keys", "rules", "samples", "timed", "wanted")

    def __init__(self, rules: Sequence[Rule], domains: Mapping[str, tuple[str, ...]]) -> None:
        bits: dict[str, dict[Test, int]] = {}
        for rule in rules:
            for fact in (*rule.facts(), *_dates(rule)):
                for test in fact.tests():
                    known = bits.setdefault(test.key, {})
                    known.setdefault(test, 1 << len(known))
        self.keys = tuple(bits)
        self._bits = bits
        self.rules = tuple(_Compiled(rule, self.keys, bits) for rule in rules)
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
        verdicts = _standing(self.rules, state)
        if all(verdict.settled for verdict in verdicts):
            return _settled(verdicts)
        strictest = max((v.level for v in verdicts if v.settled), default=Level.SILENT)
        if strictest > Level.ALLOWED and all(v.level <= strictest for v in verdicts):
            return _settled([v for v in verdicts if v.settled])
        return self._split(state, verdicts)

    def _split(self, state: State, verdicts: Sequence[_Verdict]) -> Answer:
        """Try every class of the open keys: the answer may be the same in all of them."""
        opened = sorted({index for v in verdicts for index in v.open})
        cases: dict[tuple[int, ...], Answer] = {}
        for choice in product(*(self.samples[index] for index in opened)):
            filled = list(state)
            for index, mask in zip(opened, choice, strict=True):
                filled[index] = mask
            done = _standing(self.rules, tuple(filled))
            cases[choice] = _settled([v for v in done if v.settled])
        levels = {answer.level for answer in cases.values()}
        sure = _settled([v for v in verdicts if v.settled])
        if len(levels) == 1:
            return _same(levels.pop(), sure, cases.values())
        matter = [self.keys[index] for at, index in enumerate(opened) if _matters(at, cases)]
        return _depends(sure, cases.values(), [key for key in matter if key != DATE])


def _dates(rule: Rule) -> Iterator[Fact]:
    if rule.since is not None:
        yield _on_or_after(rule.since)
    if rule.until is not None:
        yield _on_or_after(rule.until)


def _on_or_after(day: date) -> Fact:
    return Fact("", ((Test(DATE, ">=", frozenset({str(day.toordinal())})),),), "time")


_Branch = tuple[tuple[int, int], ...]


class _Compiled:
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
        self.duties = tuple((duty, compiled(duty.met) if duty.met else None) for duty in rule.duties)
        self.since = compiled(_on_or_after(rule.since)) if rule.since else None
        self.until = compiled(_on_or_after(rule.until)) if rule.until else None


@dataclass(slots=True)
class _Verdict:
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


def _verdict(made: _Compiled, state: State) -> _Verdict | None:
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


def _permission(made: _Compiled, state: State) -> _Verdict:
    gates: list[tuple[Condition, ...]] = []
    opened: set[int] = set()
    for fact, branches in made.only_if:
        held = _truth(branches, state)
        if held is False:
            return _Verdict(made.rule, Level.NOT_ALLOWED)
        if held is None:
            if fact.condition is None:
                opened.update(_missing(branches, state))
            else:
                gates.append((fact.condition,))
    if opened:
        return _Verdict(made.rule, Level.NOT_ALLOWED, settled=False, open=frozenset(opened))
    return _allowed(made, state, tuple(gates))


def _ban(made: _Compiled, state: State) -> _Verdict:
    gates: list[Condition] = []
    opened: set[int] = set()
    for fact, branches in made.unless:
        held = _truth(branches, state)
        if held is True:
            return _allowed(made, state, ())
        if held is None:
            if fact.condition is None:
                opened.update(_missing(branches, state))
            else:
                gates.append(fact.condition)
    if gates:
        return _allowed(made, state, (tuple(gates),))
    if made.rule.force == "advised":
        verdict = _allowed(made, state, ())
        verdict.advice += () if made.rule.advice else (ADVISED_AGAINST,)
        return verdict
    if opened:
        return _Verdict(made.rule, made.rule.answer, settled=False, open=frozenset(opened))
    return _Verdict(made.rule, made.rule.answer)


def _allowed(made: _Compiled, state: State, gates: tuple[tuple[Condition, ...], ...]) -> _Verdict:
    duties: list[Duty] = []
    for duty, met in made.duties:
        held = None if met is None else _truth(met[1], state)
        if held is False:
            return _Verdict(made.rule, Level.NOT_ALLOWED)
        if held is None:
            duties.append(duty)
    level = made.rule.answer if made.rule.answer is Level.SILENT else Level.ALLOWED
    return _Verdict(made.rule, level, gates=gates, duties=tuple(duties), advice=made.rule.advice)


def _standing(rules: Sequence[_Compiled], state: State) -> list[_Verdict]:
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


def _unique(items: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(items))


def _settled(verdicts: Sequence[_Verdict]) -> Answer:
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
