"""Change one rule of a policy in one small way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from schoolgate.kernel.facts import Condition, Fact, expression
from schoolgate.policies.rules import Duty, Level, Rule

ADDED = Fact("in the bell tower", expression("own_bell_tower = yes"))
DUTY = Duty(Condition("ring_the_bell", "duty", "ring the bell"))


def mutants(random: Random, rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Yield what was done and the changed rule: each kind once, where it can be done."""
    allows = rule.answer is Level.ALLOWED
    answers = [level for level in (Level.ALLOWED, Level.NOT_ALLOWED, Level.UNACCEPTABLE)
               if level is not rule.answer]  # fmt: skip
    other = random.choice(answers)
    yield (
        "flip answer",
        replace(
            rule,
            answer=other,
            only_if=rule.unless + rule.only_if if other is Level.ALLOWED else (),
            unless=rule.only_if + rule.unless if other is not Level.ALLOWED else (),
        ),
    )
    for key in ("when", "only_if", "unless"):
        facts: tuple[Fact, ...] = getattr(rule, key)
        if facts:
            gone = random.randrange(len(facts))
            yield f"drop {key}", _with(rule, key, facts[:gone] + facts[gone + 1 :])
        if key == "when" or (key == "only_if") is allows:
            yield f"add {key}", _with(rule, key, (*facts, ADDED))
    if rule.duties:
        yield "drop duty", replace(rule, duties=rule.duties[1:])
    yield "add duty", replace(rule, duties=(*rule.duties, DUTY))
    if len(rule.who) > 1:
        yield "drop somebody", replace(rule, who=rule.who - {random.choice(sorted(rule.who))})
    yield "add somebody", replace(rule, who=rule.who | {"visiting_bell_ringer"})
    action, thing = random.choice(sorted(rule.acts))
    yield "other action", replace(rule, acts=rule.acts - {(action, thing)} | {("ring", thing)})
    yield "other force", replace(rule, force="must" if rule.force == "advised" else "advised")


def _with(rule: Rule, key: str, facts: tuple[Fact, ...]) -> Rule:
    if key == "when":
        return replace(rule, when=facts)
    return replace(rule, only_if=facts) if key == "only_if" else replace(rule, unless=facts)
