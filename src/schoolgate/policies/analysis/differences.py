"""Tell how two policies answer differently: for whom, from what to what, under which facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from math import prod
from random import Random

from schoolgate.kernel.facts import Fact
from schoolgate.kernel.times import Calendar
from schoolgate.policies.rules import Answer, Cell, Level, Rule, RuleBook

MOST_STATES = 3000  # joint states tried per act; beyond, an even sample with a fixed seed
Act = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference for one act: `kind` is side effect, stricter, looser, duty, condition,
    newly settled, newly silent, or unstated; `when` are fact phrases; clauses of both sides."""

    kind: str
    actors: frozenset[str]
    acts: frozenset[Act]
    before: str
    after: str
    when: tuple[str, ...]
    clauses_before: tuple[str, ...]
    clauses_after: tuple[str, ...]
    what: str = ""

    @property
    def order(self) -> int:
        """Return the place in a report: side effects first."""
        return _ORDER.index(self.kind)


_ORDER = (
    "side effect", "looser", "stricter", "newly silent", "newly settled", "condition", "duty",
    "unstated",
)  # fmt: skip


def differences(before: RuleBook, after: RuleBook) -> list[Change]:
    """Return every difference in behaviour, side effects first; like ones are joined."""
    found: list[Change] = []
    for acts, actors, pair in _pairs(before, after):
        found += _Joint(*pair, before, after).changes(acts, actors)
    found += _calendar(before.calendar, after.calendar)
    return sorted(_merged(found), key=lambda change: (change.order, sorted(change.acts)))


Pair = tuple[tuple[Rule, ...], tuple[Rule, ...]]


def _pairs(
    before: RuleBook, after: RuleBook
) -> Iterator[tuple[frozenset[Act], frozenset[str], Pair]]:
    """Yield acts and actors that share the same rules on both sides, with those rules."""
    cells: dict[Pair, tuple[set[Act], set[str]]] = {}
    for act in sorted(before.acts() | after.acts()):
        sides = [book.about(*act) for book in (before, after)]
        for actor in sorted({who for side in sides for rule in side for who in rule.who}):
            old, new = (tuple(r for r in side if actor in r.who) for side in sides)
            if [_meaning(rule) for rule in old] != [_meaning(rule) for rule in new]:
                acts, actors = cells.setdefault((old, new), (set(), set()))
                acts.add(act)
                actors.add(actor)
    for pair, (acts, actors) in cells.items():
        yield frozenset(acts), frozenset(actors), pair


def _meaning(rule: Rule) -> tuple[object, ...]:
    """Return what a rule does, without where it stands."""
    tested = [[fact.any_of for fact in facts] for facts in (rule.when, rule.only_if, rule.unless)]
    return (
        rule.answer, rule.force == "advised", *map(repr, tested), rule.duties, rule.advice,
        rule.since, rule.until, rule.locked, bool(rule.overrides) and rule.overrides,
    )  # fmt: skip


class _Joint:
    """Two sets of rules for the same act, answered side by side over the facts of both."""

    def __init__(
        self, old: tuple[Rule, ...], new: tuple[Rule, ...], before: RuleBook, after: RuleBook
    ) -> None:
        domains = {**before.assume.domains, **after.assume.domains}
        self.cell = Cell((*old, *new), domains)
        self.sides = (Cell(old, domains), Cell(new, domains))
        self.facts = {fact for rule in (*old, *new) for fact in rule.facts() if fact.phrase}
        self.values = [
            _class_values(self.cell, index, domains) for index in range(len(self.cell.keys))
        ]

    def changes(self, acts: frozenset[Act], actors: frozenset[str]) -> list[Change]:
        """Return the differences of this act, like ones joined by their common facts."""
        groups: dict[tuple[Level, Level], list[tuple[dict[str, str], Answer, Answer]]] = {}
        open_: dict[tuple[str, str], tuple[Answer, Answer]] = {}
        for values in self._states():
            old, new = (self._answer(side, values) for side in self.sides)
            if old.level is not new.level:
                groups.setdefault((old.level, new.level), []).append((values, old, new))
            elif old.level is Level.ALLOWED:
                for label in _owed_changes(old, new):
                    open_.setdefault(label, (old, new))
        unstated = [self._answer(side, {}) for side in self.sides]
        found = [self._level_change(acts, actors, key, cases) for key, cases in groups.items()]
        found += [_owed(acts, actors, label, *pair) for label, pair in open_.items()]
        found += self._gates(acts, actors)
        if not found and unstated[0].outcome != unstated[1].outcome:
            found.append(_change("unstated", acts, actors, unstated[0], unstated[1], ()))
        return _marked(found)

    def _states(self) -> Iterator[dict[str, str]]:
        keys = self.cell.keys
        size = prod(len(values) for values in self.values)
        if size <= MOST_STATES:
            for choice in product(*self.values):
                yield dict(zip(keys, choice, strict=True))
            return
        random = Random(size)  # noqa: S311 an even sample, not a secret
        for _ in range(MOST_STATES):
            yield {key: random.choice(v) for key, v in zip(keys, self.values, strict=True)}

    @staticmethod
    def _answer(side: Cell, values: Mapping[str, str]) -> Answer:
        return side.answer(side.state(values))

    def _level_change(
        self,
        acts: frozenset[Act],
        actors: frozenset[str],
        key: tuple[Level, Level],
        cases: Sequence[tuple[dict[str, str], Answer, Answer]],
    ) -> Change:
        kind = _direction(*key)
        _, old, new = cases[0]
        return _change(kind, acts, actors, old, new, self._common([case[0] for case in cases]))

    def _common(self, cases: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
        """Return the facts that hold, or fail, in every case."""
        said: list[str] = []
        for fact in sorted(self.facts, key=lambda fact: fact.phrase):
            truths = {_holds(fact, case) for case in islice(cases, 400)}
            if len(truths) == 1:
                said.append(fact.phrase if truths.pop() else f"not {fact.phrase}")
        return tuple(said)

    def _gates(self, acts: frozenset[Act], actors: frozenset[str]) -> list[Change]:
        """Report leave, consent and other gates that are no longer, or newly, asked for."""
        old, new = ({f.condition for r in side for f in (*r.only_if, *r.unless) if f.condition}
                    for side in ([c.rule for c in s.rules] for s in self.sides))  # fmt: skip
        answers = [self._answer(side, {}) for side in self.sides]
        found: list[Change] = []
        for gates, before, after, kind in (
            (old - new, "asked for", "no longer asked for", "side effect"),
            (new - old, "not asked for", "asked for", "condition"),
        ):
            for gate in sorted(gates, key=lambda gate: gate.term):
                clauses = (answers[0].clauses, answers[1].clauses)
                found.append(
                    Change(kind, actors, acts, before, after, (), *clauses, what=gate.text)
                )
        return found


def _class_values(cell: Cell, index: int, domains: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return one value for each class of a key."""
    key = cell.keys[index]
    chosen: dict[int, str] = {}
    for value in (*sorted(cell.wanted[key]), *domains.get(key, ()), *cell.edges(key), "other"):
        chosen.setdefault(cell.mask(key, value), value)
    return list(chosen.values())


def _holds(fact: Fact, values: Mapping[str, str]) -> bool:
    return any(
        all(test.key in values and test.passes(values[test.key]) for test in every)
        for every in fact.any_of
    )


def _direction(old: Level, new: Level) -> str:
    if new is Level.SILENT:
        return "newly silent"
    if old is Level.SILENT:
        return "newly settled"
    return "looser" if new < old else "stricter"


def _marked(found: list[Change]) -> list[Change]:
    """Mark as side effect what got stricter while the same act got looser elsewhere."""
    if not any(change.kind == "looser" for change in found):
        return found
    return [change if change.kind != "stricter" else _as_side_effect(change) for change in found]


def _as_side_effect(change: Change) -> Change:
    return Change(
        "side effect", change.actors, change.acts, change.before, change.after, change.when,
        change.clauses_before, change.clauses_after, change.what,
    )  # fmt: skip


def _owed_changes(old: Answer, new: Answer) -> Iterator[tuple[str, str]]:
    for kind, mine, theirs in (("dropped", old, new), ("added", new, old)):
        for duty in mine.duties:
            if duty.condition not in {other.condition for other in theirs.duties}:
                yield kind, duty.condition.text + (f", {duty.by}" if duty.by else "")
        for item in mine.advice:
            if item not in theirs.advice:
                yield kind, item.text


def _owed(
    acts: frozenset[Act],
    actors: frozenset[str],
    label: tuple[str, str],
    old: Answer,
    new: Answer,
) -> Change:
    before, after = ("owed", "no longer owed") if label[0] == "dropped" else ("not owed", "owed")
    clauses = (old.clauses, new.clauses)
    return Change("duty", actors, acts, before, after, (), *clauses, what=label[1])


def _change(
    kind: str,
    acts: frozenset[Act],
    actors: frozenset[str],
    old: Answer,
    new: Answer,
    when: tuple[str, ...],
) -> Change:
    return Change(kind, actors, acts, old.outcome, new.outcome, when, old.clauses, new.clauses)


def _merged(found: Iterable[Change]) -> list[Change]:
    """Join changes that differ only in who or in the act."""
    by_who: dict[tuple[object, ...], set[str]] = {}
    firsts: dict[tuple[object, ...], Change] = {}
    for change in found:
        key = (change.kind, change.acts, change.before, change.after, change.when,
               change.clauses_before, change.clauses_after, change.what)  # fmt: skip
        by_who.setdefault(key, set()).update(change.actors)
        firsts.setdefault(key, change)
    return [
        Change(c.kind, frozenset(by_who[key]), c.acts, c.before, c.after, c.when,
               c.clauses_before, c.clauses_after, c.what)
        for key, c in firsts.items()
    ]  # fmt: skip


def _calendar(before: Calendar, after: Calendar) -> list[Change]:
    """Report named times that are stated on one side only, or at other hours."""
    sides = [{band.phrase: band for band in calendar.bands} for calendar in (before, after)]
    found: list[Change] = []
    for phrase in sorted(sides[0].keys() | sides[1].keys()):
        old, new = (side.get(phrase) for side in sides)
        if old != new:
            said = ["hours stated" if band else "hours not stated" for band in (old, new)]
            if old and new:
                said[1] = "other hours stated"
            nobody: frozenset[str] = frozenset()
            found.append(
                Change("unstated", nobody, frozenset(), said[0], said[1], (), (), (), what=phrase)
            )
    return found
