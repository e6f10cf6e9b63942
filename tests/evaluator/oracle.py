"""What a policy says, by brute force: every world is tried. Written from DESIGN.md §4 alone.

It shares with the program only the shapes of rules and facts. A *world* gives each plain fact a
value. Gates and duties go by what was stated: a gate not yet decided can still be had.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from schoolgate.kernel.facts import Fact, Test
from schoolgate.policies.rules import Duty, Rule

NAMES = (
    "the policy is silent", "allowed", "not allowed", "unacceptable", "unacceptable and illegal",
)  # fmt: skip
DAY = "the day"
World = Mapping[str, str]


@dataclass(frozen=True)
class Said:
    """What the rules say in one world: a rank in NAMES, and what stands open beside it."""

    rank: int
    gates: frozenset[frozenset[str]] = frozenset()
    duties: frozenset[str] = frozenset()
    advice: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Expected:
    """What every right answer must show."""

    possible: frozenset[str]
    unknown: frozenset[str]
    gates: frozenset[frozenset[str]]
    duties: frozenset[str]
    advice: frozenset[str]
    perhaps: frozenset[str]  # every gate that some allowed world needs


def passes(test: Test, value: str) -> bool:
    """Compare as the pack format describes it; the fixed vocabulary has plain numbers only."""
    if test.op in {"=", "!="}:
        return (value in test.values) == (test.op == "=")
    limit, number = float(min(test.values)), _number(value)
    if number is None:
        return False
    return {">=": number >= limit, "<=": number <= limit, ">": number > limit, "<": number < limit}[
        test.op
    ]


def _number(value: str) -> float | None:
    return float(value) if value.replace(".", "", 1).lstrip("-").isdigit() else None


def holds(fact: Fact, world: World) -> bool:
    """Tell whether a plain fact is true where everything is known."""
    return any(all(passes(test, world[test.key]) for test in every) for every in fact.any_of)


def met(fact: Fact, stated: World) -> bool | None:
    """Tell whether what was stated settles a gate; None while it can go either way."""
    branches = []
    for every in fact.any_of:
        known = [passes(test, stated[test.key]) for test in every if test.key in stated]
        branches.append(False if False in known else True if len(known) == len(every) else None)
    return True if True in branches else None if None in branches else False


def expected(
    rules: Sequence[Rule], stated: World, values: Mapping[str, Sequence[str]], day: date | None
) -> Expected:
    """Try every world that agrees with what is stated."""
    plain = {test.key for rule in rules for fact in _plain(rule) for test in fact.tests()}
    free = sorted(plain - stated.keys())
    days = _days(rules) if day is None else [day]
    said: dict[tuple[str, ...], Said] = {}
    for choice in product(*(values[key] for key in free)):
        for when in days:
            world = {**stated, **dict(zip(free, choice, strict=True))}
            said[(*choice, when.isoformat())] = _strictest(rules, world, stated, when)
    ranks = {one.rank for one in said.values()}
    allowed = [one for one in said.values() if one.rank == 1]
    return Expected(
        frozenset(NAMES[rank] for rank in ranks),
        frozenset(key for at, key in enumerate(free) if _changes(at, said)),
        frozenset.intersection(*(one.gates for one in allowed)) if allowed else frozenset(),
        frozenset.intersection(*(one.duties for one in allowed)) if allowed else frozenset(),
        frozenset.intersection(*(one.advice for one in allowed)) if allowed else frozenset(),
        frozenset().union(*(group for one in allowed for group in one.gates)),
    )


def _plain(rule: Rule) -> Iterator[Fact]:
    yield from rule.when
    yield from (fact for fact in (*rule.only_if, *rule.unless) if fact.condition is None)


def _days(rules: Sequence[Rule]) -> list[date]:
    bounds = {day for rule in rules for day in (rule.since, rule.until) if day is not None}
    return sorted({date(2020, 1, 1), *bounds})


def _changes(at: int, said: Mapping[tuple[str, ...], Said]) -> bool:
    seen: dict[tuple[str, ...], set[int]] = {}
    for choice, one in said.items():
        seen.setdefault(choice[:at] + choice[at + 1 :], set()).add(one.rank)
    return any(len(ranks) > 1 for ranks in seen.values())


def _strictest(rules: Sequence[Rule], world: World, stated: World, day: date) -> Said:
    applying = [rule for rule in rules if _applies(rule, world, day)]
    said = [_says(rule, world, stated) for rule in _unbeaten(applying)]
    rank = max((one.rank for one in said), default=0)
    if rank != 1:
        return Said(rank)
    return Said(
        1,
        frozenset().union(*(one.gates for one in said)),
        frozenset().union(*(one.duties for one in said)),
        frozenset().union(*(one.advice for one in said)),
    )


def _applies(rule: Rule, world: World, day: date) -> bool:
    if rule.since is not None and day < rule.since:
        return False
    if rule.until is not None and day >= rule.until:
        return False
    return all(holds(fact, world) for fact in rule.when)


def _unbeaten(rules: Sequence[Rule]) -> list[Rule]:
    """Leave out what a standing rule overrides; in a circle nobody wins, so all of it stands."""
    beaten: set[int] = set()
    while True:
        safe = [r for r in rules if all(id(o) in beaten for o in rules if _overrides(o, r))]
        now = {id(r) for r in rules if any(_overrides(one, r) for one in safe)}
        if now == beaten:
            return [rule for rule in rules if id(rule) not in beaten]
        beaten = now


def _overrides(over: Rule, other: Rule) -> bool:
    if over is other or other.locked or other.answer == 4:
        return False
    return other.clause in over.overrides


def _says(rule: Rule, world: World, stated: World) -> Said:
    advised = rule.force == "advised" and rule.answer != 4
    if rule.answer == 1:
        truths = [(f, met(f, stated) if f.condition else holds(f, world)) for f in rule.only_if]
        if any(truth is False for _, truth in truths):
            return _allows(rule, stated, [], against=True) if advised else Said(2)
        gates = [{f.condition.term} for f, truth in truths if truth is None and f.condition]
        return _allows(rule, stated, gates, against=False)
    if any(met(fact, stated) for fact in rule.unless):
        return _allows(rule, stated, [], against=False)
    # One gate is enough: it is shown although another exception, not stated, may hold as well.
    open_ = {f.condition.term for f in rule.unless if f.condition and met(f, stated) is None}
    if open_ and not advised:
        return _allows(rule, stated, [open_], against=False)
    if any(holds(fact, world) for fact in rule.unless if fact.condition is None):
        return _allows(rule, stated, [], against=False)
    return _allows(rule, stated, [], against=True) if advised else Said(int(rule.answer))


def _allows(rule: Rule, stated: World, gates: list[set[str]], *, against: bool) -> Said:
    states = [(duty, met(duty.met, stated) if duty.met else None) for duty in rule.duties]
    advised = rule.force == "advised" and rule.answer != 4
    if any(state is False for _, state in states):
        if not advised:
            return Said(max(2, int(rule.answer)))
        against = True
    advice = {item.term for item in rule.advice}
    advice |= {"advised_against"} if against and not rule.advice else set()
    return Said(
        1,
        frozenset(frozenset(group) for group in gates),
        frozenset(duty.condition.term for duty, state in states if state is None),
        frozenset(advice),
    )


def owed(duties: Sequence[Duty]) -> frozenset[str]:
    """Return the names of duties."""
    return frozenset(duty.condition.term for duty in duties)
