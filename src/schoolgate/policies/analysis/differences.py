"""Tell how two policies answer differently: for whom, from what to what, under which facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from random import Random

from schoolgate.kernel.facts import Fact
from schoolgate.kernel.times import Calendar
from schoolgate.policies.analysis.logic import example
from schoolgate.policies.rules import Answer, Cell, Level, Rule, RuleBook

MOST_STATES = 3000  # joint states tried per act; beyond, an even sample with a fixed seed
Act = tuple[str, str]
Case = tuple[dict[str, str], Answer, Answer]
_SHOWN = 150  # cases looked at to say when a change holds
_MOST_FACTS_SAID = 5


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
        said = {fact for rule in (*old, *new) for fact in rule.facts() if fact.phrase}
        self.facts = sorted(said, key=lambda fact: (len(fact.phrase), fact.phrase))
        self.assume = after.assume
        meanings = [[_meaning(rule) for rule in side] for side in (old, new)]
        self.changed = [rule for rule in old if _meaning(rule) not in meanings[1]]
        self.changed += [rule for rule in new if _meaning(rule) not in meanings[0]]
        keys = self.cell.keys
        self.values = {key: class_values(self.cell, at, domains) for at, key in enumerate(keys)}
        copies = {**before.assume.copies, **after.assume.copies}
        self.copies = {copy: key for copy, key in copies.items() if {copy, key} <= set(keys)}

    def changes(self, acts: frozenset[Act], actors: frozenset[str]) -> list[Change]:
        """Return the differences of this act, like ones joined by their common facts."""
        cases = [(values, *self._answers(values)) for values in self._states()]
        groups: dict[tuple[Level, Level], list[Case]] = {}
        for case in cases:
            groups.setdefault((case[1].level, case[2].level), []).append(case)
        found = [
            self._level_change(acts, actors, mine, cases)
            for (old, new), mine in groups.items()
            if old is not new
        ]
        found += self._owed(acts, actors, groups.get((Level.ALLOWED, Level.ALLOWED), []))
        found += self._gates(acts, actors)
        old, new = self._answers({})
        if not found and _turns_on(old) != _turns_on(new):
            change = _change("unstated", acts, actors, (old, new), ())
            found.append(replace(change, before=_turns_on(old), after=_turns_on(new)))
        return _marked(found)

    def _states(self) -> Iterator[dict[str, str]]:
        """Yield values of every key; one that only repeats another follows it."""
        keys = [key for key in self.cell.keys if key not in self.copies]
        choices = [self._choices(key) for key in keys]
        size = prod(len(values) for values in choices)
        states = (
            (dict(zip(keys, choice, strict=True)) for choice in product(*choices))
            if size <= MOST_STATES
            else self._sample(keys, choices)
        )
        for values in states:
            yield values | {copy: values[key] for copy, key in self.copies.items()}

    def _sample(self, keys: list[str], choices: list[list[str]]) -> Iterator[dict[str, str]]:
        """Yield states in which a rule that is on one side only can tell, among even ones."""
        random = Random(len(keys))  # noqa: S311 an even sample, not a secret
        told = [found for rule in self.changed for found in self._telling(rule)]
        for number in range(MOST_STATES):
            values = {key: random.choice(v) for key, v in zip(keys, choices, strict=True)}
            found = told[number % len(told)] if told and number % 4 else {}
            yield values | {key: value for key, value in found.items() if key in values}

    def _telling(self, rule: Rule) -> Iterator[dict[str, str]]:
        """Yield facts under which a rule applies, with each of its other facts met and not."""
        turns = (*rule.only_if, *rule.unless)
        for failing in (None, *turns):
            for meets in (True, False):
                wanted = [(fact, True) for fact in rule.when]
                wanted += [(fact, meets is (fact is not failing)) for fact in turns]
                if (found := example(wanted, self.assume)) is not None:
                    copies = {copy: found[of] for copy, of in self.assume.copies.items()
                              if of in found}  # fmt: skip
                    yield copies | found

    def _choices(self, key: str) -> list[str]:
        """Return a value for each class of a key and of what repeats it."""
        same = [key, *(copy for copy, of in self.copies.items() if of == key)]
        found: dict[tuple[int, ...], str] = {}
        for value in [value for one in same for value in self.values[one]]:
            found.setdefault(tuple(self.cell.mask(one, value) for one in same), value)
        return list(found.values())

    def _answers(self, values: Mapping[str, str]) -> tuple[Answer, Answer]:
        old, new = (side.answer(side.state(values)) for side in self.sides)
        return old, new

    def _level_change(
        self,
        acts: frozenset[Act],
        actors: frozenset[str],
        mine: Sequence[Case],
        cases: Sequence[Case],
    ) -> Change:
        _, old, new = mine[0]
        others = [
            case[0] for case in cases if (case[1].level, case[2].level) != (old.level, new.level)
        ]
        when = self._short([case[0] for case in mine], others)
        return _change(_direction(old.level, new.level), acts, actors, (old, new), when)

    def _short(
        self, mine: Sequence[Mapping[str, str]], others: Sequence[Mapping[str, str]]
    ) -> tuple[str, ...]:
        """Return the fewest facts, held or not, that mark these cases off from the others."""
        mine, left = mine[:_SHOWN], list(others[: 2 * _SHOWN])
        marks: list[tuple[str, list[bool]]] = []
        for fact in self.facts:
            truths = {_holds(fact, case) for case in mine}
            if len(truths) == 1:
                truth = truths.pop()
                marks.append(("" if truth else "not ", [_holds(fact, c) is truth for c in left]))
                marks[-1] = (marks[-1][0] + fact.phrase, marks[-1][1])
        said: list[str] = []
        open_ = set(range(len(left)))
        while open_ and marks and len(said) < _MOST_FACTS_SAID:
            phrase, fits = min(
                marks, key=lambda m: (sum(m[1][i] for i in open_), m[0][:4] == "not ")
            )
            still = {i for i in open_ if fits[i]}
            if len(still) == len(open_):
                break
            said.append(phrase)
            open_ = still
        return tuple(said)

    def _owed(
        self, acts: frozenset[Act], actors: frozenset[str], cases: Sequence[Case]
    ) -> Iterator[Change]:
        """Yield duties and advice that are owed on one side only, each once."""
        seen: set[tuple[str, str]] = set()
        for _, old, new in cases:
            for label in _owed_changes(old, new):
                if label not in seen:
                    seen.add(label)
                    dropped = label[0] == "dropped"
                    said = ("owed", "no longer owed") if dropped else ("not owed", "owed")
                    clauses = (old.clauses, new.clauses)
                    yield Change("duty", actors, acts, *said, (), *clauses, what=label[1])

    def _gates(self, acts: frozenset[Act], actors: frozenset[str]) -> Iterator[Change]:
        """Yield leave, consent and other gates that are no longer, or newly, asked for."""
        old, new = (
            {
                fact.condition: made.rule.clause
                for made in side.rules
                for fact in (*made.rule.only_if, *made.rule.unless)
                if fact.condition is not None
            }
            for side in self.sides
        )
        answers = self._answers({})
        for gate in sorted(old.keys() - new.keys(), key=lambda gate: gate.term):
            said = ("asked for", "no longer asked for")
            cited = ((old[gate],), answers[1].clauses)
            yield Change("side effect", actors, acts, *said, (), *cited, what=gate.text)
        for gate in sorted(new.keys() - old.keys(), key=lambda gate: gate.term):
            said = ("not asked for", "asked for")
            clauses = (answers[0].clauses, (new[gate],))
            yield Change("condition", actors, acts, *said, (), *clauses, what=gate.text)


def class_values(cell: Cell, index: int, domains: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return one value for each class of a key."""
    key = cell.keys[index]
    chosen: dict[int, str] = {}
    for value in (*sorted(cell.wanted[key]), *cell.values(key, domains.get(key, ()))):
        chosen.setdefault(cell.mask(key, value), value)
    return list(chosen.values())


def _turns_on(answer: Answer) -> str:
    """Return an outcome with nothing stated, and what it depends on."""
    keys = [key.removeprefix("own_").replace("_", " ") for key in sorted(answer.unknown)]
    return f"{answer.outcome} on {', '.join(keys)}" if keys else answer.outcome


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
    return [
        replace(change, kind="side effect") if change.kind == "stricter" else change
        for change in found
    ]


def _owed_changes(old: Answer, new: Answer) -> Iterator[tuple[str, str]]:
    for kind, mine, theirs in (("dropped", old, new), ("added", new, old)):
        for duty in mine.duties:
            if (duty.condition, duty.by) not in {(d.condition, d.by) for d in theirs.duties}:
                yield kind, duty.condition.text + (f", {duty.by}" if duty.by else "")
        for item in mine.advice:
            if item not in theirs.advice:
                yield kind, item.text


def _change(
    kind: str,
    acts: frozenset[Act],
    actors: frozenset[str],
    answers: tuple[Answer, Answer],
    when: tuple[str, ...],
) -> Change:
    old, new = answers
    return Change(kind, actors, acts, old.outcome, new.outcome, when, old.clauses, new.clauses)


def _merged(found: Iterable[Change]) -> list[Change]:
    """Join changes that differ only in the act, then those that differ only in who.

    What one side does not speak of at all is told once for each clause, whatever the facts.
    """
    plain = (
        replace(change, when=()) if change.kind in {"newly silent", "newly settled"} else change
        for change in found
    )
    by_acts = _joined(plain, lambda change: change.actors)
    return _joined(by_acts, lambda change: change.acts)


def _joined(found: Iterable[Change], same: Callable[[Change], object]) -> list[Change]:
    groups: dict[tuple[object, ...], Change] = {}
    for change in found:
        key = (change.kind, change.before, change.after, change.when, change.clauses_before,
               change.clauses_after, change.what, same(change))  # fmt: skip
        first = groups.get(key, change)
        groups[key] = replace(
            first, actors=first.actors | change.actors, acts=first.acts | change.acts
        )
    return list(groups.values())


def _calendar(before: Calendar, after: Calendar) -> list[Change]:
    """Report named times that are stated on one side only, or at other hours."""
    sides = [_hours(calendar) for calendar in (before, after)]
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


def _hours(calendar: Calendar) -> dict[str, tuple[object, ...]]:
    """Return what is stated under each name of a time, and of the terms."""
    found: dict[str, tuple[object, ...]] = {"the terms": calendar.terms} if calendar.terms else {}
    for band in calendar.bands:
        found[band.phrase] = (*found.get(band.phrase, ()), band)
    return found
