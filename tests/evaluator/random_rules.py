"""Random small policies over a fixed small vocabulary, for hypothesis."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

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
} | {"length": ("0", "5.5", "6", "7", "8", "8.5", "20")}
ASSUME = Assumptions(domains=DOMAINS)
DAYS = (date(2026, 9, 1), date(2027, 1, 4), date(2027, 4, 12))
ACT = ("use", "phone")
CLAUSES = ("1", "2", "3", "4")


@st.composite
def tests(draw: st.DrawFn, key: str) -> Test:
    if key == "length":
        limits = st.sampled_from(["6", "8"])
        return Test(key, draw(st.sampled_from([">=", "<=", ">", "<"])), frozenset({draw(limits)}))
    values = draw(st.sets(st.sampled_from(DOMAINS[key]), min_size=1, max_size=2))
    if values >= set(VALUES[key]):
        values = set(list(values)[:1])
    return Test(key, draw(st.sampled_from(["=", "=", "!="])), frozenset(values))


@st.composite
def facts(draw: st.DrawFn, *, gate: str = "") -> Fact:
    """A fact of one or two branches; a gate looks at each key once."""
    keys = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=3, unique=True))
    split = draw(st.integers(1, len(keys)))
    branches = tuple(
        tuple(draw(tests(key)) for key in part) for part in (keys[:split], keys[split:]) if part
    )
    return Fact(gate or "a fact", branches, condition=Condition(gate, "gate", gate) if gate else None)


def conditional(name: str) -> st.SearchStrategy[Fact]:
    return st.one_of(facts(), facts(gate=name))


@st.composite
def rules(draw: st.DrawFn, number: int, *, actors: tuple[str, ...] = ("teacher",)) -> Rule:
    few = st.lists(facts(), max_size=2)
    answer = draw(st.sampled_from([Level.ALLOWED] * 4 + [Level.NOT_ALLOWED] * 4
                                  + [Level.UNACCEPTABLE, Level.ILLEGAL]))  # fmt: skip
    gated = [draw(conditional(f"g{number}{i}")) for i in range(draw(st.integers(0, 2)))]
    duty = Condition(f"d{number}", "duty", "do it")
    done = draw(st.one_of(st.none(), facts(gate=duty.term)))
    bounds = sorted(draw(st.sets(st.sampled_from(DAYS), max_size=2)))
    return Rule(
        clause=draw(st.sampled_from(CLAUSES)),
        who=frozenset(draw(st.sets(st.sampled_from(actors), min_size=1))),
        acts=frozenset({ACT}),
        answer=answer,
        when=tuple(draw(few)),
        only_if=tuple(gated) if answer is Level.ALLOWED else (),
        unless=tuple(gated) if answer > Level.ALLOWED else (),
        duties=(Duty(duty, met=done),) if draw(st.integers(0, 3)) == 0 else (),
        advice=(Condition(f"a{number}", "advice", "mind"),) if draw(st.integers(0, 5)) == 0 else (),
        force=draw(st.sampled_from(["must", "must", "should", "advised"])),
        overrides=frozenset(draw(st.sets(st.sampled_from(CLAUSES), max_size=1))),
        locked=draw(st.integers(0, 5)) == 0,
        since=bounds[0] if bounds and draw(st.booleans()) else None,
        until=bounds[-1] if len(bounds) > 1 else None,
        line=number,
    )


@st.composite
def rule_sets(draw: st.DrawFn, most: int = 5) -> list[Rule]:
    return [draw(rules(number)) for number in range(draw(st.integers(1, most)))]


@st.composite
def stated(draw: st.DrawFn) -> dict[str, str]:
    """What somebody stated: some keys, each with one of its values."""
    keys = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=6, unique=True))
    return {key: draw(st.sampled_from(VALUES[key])) for key in keys}
