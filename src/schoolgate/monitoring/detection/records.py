"""Each rule carries its own record, and what it costs decides where it is heard."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from .findings import Severity

ENOUGH: Final = 10  # judged alerts before a rule can lose its place


class Way(StrEnum):
    """Where a finding goes."""

    AT_ONCE = "at_once"
    DIGEST = "digest"


class Record(NamedTuple):
    """What people have said of a rule’s alerts at this school, and the minutes that it took."""

    true: int = 0
    false: int = 0
    minutes: float = 0.0

    @property
    def judged(self) -> int:
        """How many alerts people have judged."""
        return self.true + self.false

    @property
    def precision(self) -> float | None:
        """The true among the judged; None where nothing was judged."""
        return self.true / self.judged if self.judged else None


class Budget(NamedTuple):
    """What governors set: the precision they want and the minutes a week that alerts may take."""

    precision: float = 0.5
    minutes: float = 120.0


class Standing(NamedTuple):
    """Where a rule is heard, and why."""

    way: Way
    reasons: tuple[str, ...]


def standing(record: Record, severity: Severity, *, wanted: float) -> Standing:
    """A rule below the wanted precision goes to the daily digest.

    Never before ENOUGH alerts were judged, and never an urgent rule: danger to life does not wait
    for a digest, whatever it costs. `wanted` lies between 0 and 1.
    """
    found = record.precision
    if found is None or record.judged < ENOUGH:
        of = f"{record.judged} of {ENOUGH}"
        return Standing(Way.AT_ONCE, (f"Too few alerts were judged to tell: {of}.",))
    figures = f"{record.true} of {record.judged} alerts were true ({found:.0%})"
    if found >= wanted:
        return Standing(Way.AT_ONCE, (f"{figures}; {wanted:.0%} are wanted.",))
    if severity is Severity.URGENT:
        says = "which is below what is wanted, but an urgent rule is never put off."
        return Standing(Way.AT_ONCE, (f"{figures}, {says}",))
    minutes = f"It took {record.minutes:.0f} min."
    return Standing(Way.DIGEST, (f"{figures}; {wanted:.0%} are wanted.", minutes))


class Expected(NamedTuple):
    """A rule’s week: alerts to come, its record, its gravity."""

    alerts: float
    record: Record
    severity: Severity


def within_budget(rules: Mapping[str, Expected], budget: Budget) -> dict[str, Standing]:
    """Every rule’s standing: first by precision, then the least precise give way for the minutes.

    A rule that nobody has judged yet is taken to need five minutes an alert.
    """
    found = {
        name: standing(one.record, one.severity, wanted=budget.precision)
        for name, one in rules.items()
    }
    spent = sum(_cost(rules[name]) for name, one in found.items() if one.way is Way.AT_ONCE)
    for name in sorted(rules, key=lambda name: _worth(name, rules[name])):
        one = rules[name]
        if spent <= budget.minutes:
            break
        if found[name].way is Way.DIGEST or one.severity is Severity.URGENT:
            continue
        why = f"The week’s alerts would take {spent:.0f} min; governors allow {budget.minutes:.0f}."
        found[name] = Standing(Way.DIGEST, (why, "This rule is right the least often."))
        spent -= _cost(one)
    return found


def _cost(one: Expected) -> float:
    each = one.record.minutes / one.record.judged if one.record.judged else 5.0
    return one.alerts * each


def _worth(name: str, one: Expected) -> tuple[int, float, str]:
    found = one.record.precision
    return one.severity, 0.5 if found is None else found, name
