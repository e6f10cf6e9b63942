"""How much private mail somebody sends, and where it is heading (MON-16). Never what is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from schoolgate.activity.days import day_of, ends, starts

from .findings import Head, Severity, Spell

_WEEK: Final = 7
RULE: Final = "private_mail"


class PrivateMail(NamedTuple):
    """One message that somebody sent to private addresses alone, in ms since 1970. `refused`: at a
    time at which the policy allows none, as while teaching."""

    at: int
    who: str
    refused: bool


class Allowance(NamedTuple):
    """What is a few minutes a day: messages a day, minutes that one takes, messages at times at
    which the policy allows none."""

    messages: int = 5
    minutes: int = 1
    refused: int = 0


class Trend(NamedTuple):
    """One person's weeks: messages in each, the slope, and how many were sent at refused times.

    `slope` is messages a week more, or fewer, with each week (least squares).
    """

    who: str
    weeks: tuple[int, ...]
    slope: float
    refused: int


def trends(mails: Iterable[PrivateMail], *, first: date, weeks: int) -> list[Trend]:
    """Return each person's messages in `weeks` weeks from a Monday on; most mail first."""
    counts: dict[str, Counter[int]] = {}
    refused = Counter[str]()
    for mail in mails:
        week = (day_of(mail.at) - first).days // _WEEK
        if 0 <= week < weeks:
            counts.setdefault(mail.who, Counter())[week] += 1
            refused[mail.who] += mail.refused
    found = []
    for who, theirs in counts.items():
        each = tuple(theirs[week] for week in range(weeks))
        found.append(Trend(who, each, _slope(each), refused[who]))
    return sorted(found, key=lambda one: (-sum(one.weeks), one.who))


def excessive(mails: Iterable[PrivateMail], *, allowed: Allowance | None = None) -> list[Spell]:
    """One spell for each person and day in London above what is allowed, in the order of time."""
    allowed = allowed or Allowance()
    days: dict[tuple[date, str], list[PrivateMail]] = {}
    for mail in mails:
        days.setdefault((day_of(mail.at), mail.who), []).append(mail)
    spells = []
    for (day, who), of in sorted(days.items()):
        reasons = _reasons(of, allowed)
        if reasons:
            spells.append(Spell(Head.PRIVATE_USE, Severity.NOTE, RULE, who, starts(day), ends(day),
                                len(of), "messages", reasons))  # fmt: skip
    return spells


def _reasons(mails: list[PrivateMail], allowed: Allowance) -> tuple[str, ...]:
    reasons = []
    if len(mails) > allowed.messages:
        about = len(mails) * allowed.minutes
        reasons.append(
            f"{len(mails)} private messages in a day, about {about} min; "
            f"{allowed.messages} are allowed."
        )
    refused = sum(mail.refused for mail in mails)
    if refused > allowed.refused:
        reasons.append(f"{refused} of them at a time at which the policy allows none.")
    return tuple(reasons)


def _slope(weeks: tuple[int, ...]) -> float:
    middle, mean = (len(weeks) - 1) / 2, sum(weeks) / len(weeks)
    square = sum((week - middle) ** 2 for week in range(len(weeks)))
    rise = sum((week - middle) * (count - mean) for week, count in enumerate(weeks))
    return rise / square if square else 0.0
