"""How much private mail somebody has, and where it is heading (MON-16). Never what is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from .findings import Head, Severity, Spell

_DAY: Final = 86_400_000  # ms
_WEEK: Final = 7 * _DAY
_MONDAY: Final = 4 * _DAY  # 1970 began on a Thursday


class PrivateMail(NamedTuple):
    """One message between a member of staff and a private address. `teaching`: in contact time."""

    at: int
    who: str
    teaching: bool


class Allowance(NamedTuple):
    """What is a few minutes a day: messages a day, minutes that one takes, messages in teaching."""

    messages: int = 5
    minutes: int = 1
    teaching: int = 0


class Trend(NamedTuple):
    """One person's weeks: start of the first in ms UTC (a Monday), messages in each, the slope.

    `slope` is messages a week more, or fewer, with each week (least squares).
    """

    who: str
    since: int
    weeks: tuple[int, ...]
    slope: float
    teaching: int


def trends(mails: Iterable[PrivateMail]) -> list[Trend]:
    """Each person's weeks from the first message of anybody to the last; most mail first."""
    listed = list(mails)
    if not listed:
        return []
    first, last = (_week(one(mail.at for mail in listed)) for one in (min, max))
    counts = Counter((mail.who, _week(mail.at)) for mail in listed)
    teaching = Counter(mail.who for mail in listed if mail.teaching)
    found = []
    for who in {mail.who for mail in listed}:
        weeks = tuple(counts[who, week] for week in range(first, last + 1))
        since = first * _WEEK + _MONDAY
        found.append(Trend(who, since, weeks, _slope(weeks), teaching[who]))
    return sorted(found, key=lambda one: (-sum(one.weeks), one.who))


def excessive(mails: Iterable[PrivateMail], *, allowed: Allowance | None = None) -> list[Spell]:
    """One spell for each person and day above what is allowed, in the order of time."""
    allowed = allowed or Allowance()
    days: dict[tuple[int, str], list[PrivateMail]] = {}
    for mail in mails:
        days.setdefault((mail.at // _DAY, mail.who), []).append(mail)
    spells = []
    for (day, who), of in sorted(days.items()):
        reasons = _reasons(of, allowed)
        if reasons:
            since = day * _DAY
            spells.append(Spell(Head.PRIVATE_USE, Severity.NOTE, "private_mail", who, since,
                                since + _DAY, len(of), "messages", reasons))  # fmt: skip
    return spells


def _reasons(mails: list[PrivateMail], allowed: Allowance) -> tuple[str, ...]:
    reasons = []
    if len(mails) > allowed.messages:
        about = len(mails) * allowed.minutes
        reasons.append(
            f"{len(mails)} private messages in a day, about {about} min; "
            f"{allowed.messages} are allowed."
        )
    teaching = sum(mail.teaching for mail in mails)
    if teaching > allowed.teaching:
        reasons.append(f"{teaching} of them while teaching or supervising.")
    return tuple(reasons)


def _week(at: int) -> int:
    return (at - _MONDAY) // _WEEK


def _slope(weeks: tuple[int, ...]) -> float:
    middle, mean = (len(weeks) - 1) / 2, sum(weeks) / len(weeks)
    square = sum((week - middle) ** 2 for week in range(len(weeks)))
    rise = sum((week - middle) * (count - mean) for week, count in enumerate(weeks))
    return rise / square if square else 0.0
