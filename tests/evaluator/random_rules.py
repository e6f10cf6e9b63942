"""Random small policies over a fixed vocabulary. A `Random` in, so a seed tells everything."""

from __future__ import annotations

from datetime import date
from random import Random

from schoolgate.kernel.facts import Condition, Fact, Test
from schoolgate.policies.rules import Assumptions, Duty, Level, Rule

DOMAINS = {
    "device": ("school", "personal"),
    "during": ("lesson", "break", "own_time"),
    "emergency": ("yes",),
    "leave": ("none", "head", "teacher"),
    "form": ("written", "oral"),
    "recorded": ("yes", "no"),
    "signed": ("yes", "no"),
}
# Every value that may come: those declared, and something else where the list is not yes and no.
VALUES = {
    key: (*known, *(() if {"yes", "no"} <= set(known) else ("another",)))
    for key, known in DOMAINS.items()
} | {"length": ("5", "6", "7", "8", "9")}
ASSUME = Assumptions(domains=DOMAINS)
DAYS = (date(2026, 9, 1), date(2027, 1, 4), date(2027, 4, 12))
ACT = ("use", "phone")
Keys = tuple[str, ...]
ALL: Keys = tuple(sorted(VALUES))
CLAUSES = ("1", "2", "3", "4")
_ANSWERS = (*[Level.ALLOWED] * 4, *[Level.NOT_ALLOWED] * 4, Level.UNACCEPTABLE, Level.ILLEGAL)


def test_of(random: Random, key: str) -> Test:
    """A comparison that some value passes and some value fails."""
    if key == "length":
        return Test(key, random.choice([">=", "<=", ">", "<"]), frozenset({random.choice("68")}))
    known = DOMAINS[key]
    most = 1 if len(VALUES[key]) == 2 else min(2, len(known))
    values = random.sample(known, random.randint(1, most))
    return Test(key, random.choice(["=", "=", "!="]), frozenset(values))


def fact(random: Random, among: Keys = ALL, gate: str = "") -> Fact:
    """A fact of one or two branches that looks at each key once."""
    keys = random.sample(among, random.randint(1, min(3, len(among))))
    split = random.randint(1, len(keys))
    branches = tuple(
        tuple(test_of(random, key) for key in part) for part in (keys[:split], keys[split:]) if part
    )
    condition = Condition(gate, "gate", gate) if gate else None
    return Fact(gate or "a fact", branches, condition=condition)


def rule(random: Random, number: int, among: Keys = ALL) -> Rule:
    """One rule about ACT; `number` keeps its conditions apart from those of others."""
    answer = random.choice(_ANSWERS)
    gates = [random.choice(["", f"gate {number}.{i}"]) for i in range(random.randint(0, 2))]
    conditional = tuple(fact(random, among, gate) for gate in gates)
    first, last = sorted(random.choices([None, *DAYS], k=2), key=lambda day: day or date.min)
    return Rule(
        clause=random.choice(CLAUSES),
        who=frozenset({"teacher"}),
        acts=frozenset({ACT}),
        answer=answer,
        when=tuple(fact(random, among) for _ in range(random.choice([0, 0, 1, 1, 2]))),
        only_if=conditional if answer is Level.ALLOWED else (),
        unless=conditional if answer > Level.ALLOWED else (),
        duties=_duties(random, number, among),
        advice=(Condition(f"advice {number}", "advice", "mind"),) * (random.random() < 0.2),
        force=random.choice(["must", "must", "should", "advised"]),
        overrides=frozenset(random.sample(CLAUSES, random.choice([0, 0, 1]))),
        locked=random.random() < 0.2,
        since=first if random.random() < 0.3 else None,
        until=last if random.random() < 0.2 and first != last else None,
        line=number,
    )


def _duties(random: Random, number: int, among: Keys) -> tuple[Duty, ...]:
    if random.random() < 0.7:
        return ()
    name = f"duty {number}"
    done = fact(random, among, name) if random.random() < 0.6 else None
    return (Duty(Condition(name, "duty", "do it"), met=done),)


def rule_set(random: Random, most: int = 5, keys: int = 4) -> list[Rule]:
    """A few rules about the same act; they look at no more than so many keys."""
    among = tuple(random.sample(ALL, random.randint(1, keys)))
    return [rule(random, number, among) for number in range(random.randint(1, most))]


def stated(random: Random, most: int = 4) -> dict[str, str]:
    """What somebody stated: some keys, each with one of its values."""
    return {key: random.choice(VALUES[key]) for key in random.sample(ALL, random.randint(0, most))}
