"""When a policy is reviewed: by its date, a term at most, or early, by what happened. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from schoolgate.kernel.times import Term


class Trigger(StrEnum):
    """What opens a review before its time."""

    INCIDENT = "incident"
    ISSUE = "issue"
    LAW = "law"
    SOCIAL_MEDIA = "social_media"
    TECHNOLOGY = "technology"
    THREAT = "threat"


SAID: Final = {
    Trigger.INCIDENT: "A serious incident",
    Trigger.LAW: "The law or guidance has changed",
    Trigger.SOCIAL_MEDIA: "The school starts to use social media officially",
    Trigger.TECHNOLOGY: "A new technology, or a new use of one",
    Trigger.THREAT: "A new threat",
    Trigger.ISSUE: "A new issue of the template was adopted",
}
_WORDS: Final = {
    Trigger.INCIDENT: ("incident",),
    Trigger.LAW: ("law", "guidance"),
    Trigger.SOCIAL_MEDIA: ("social media",),
    Trigger.TECHNOLOGY: ("technolog",),
    Trigger.THREAT: ("threat",),
}
PROOF: Final = "policies:early-review:closed"
_SEASONS: Final = ("autumn", "spring", "summer")
_TERM_ENDS: Final = {"spring": 4, "summer": 7, "autumn": 12}
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                  "dec")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A clause that asks for an early review: what triggers it, and who does it."""

    clause: str
    who: tuple[str, ...]
    what: str
    triggers: frozenset[Trigger]


def triggers_in(text: str) -> frozenset[Trigger]:
    """Return the triggers that the words of a duty name."""
    plain = text.lower()
    return frozenset(one for one, words in _WORDS.items() if any(word in plain for word in words))


def asking(found: Iterable[Asked], trigger: Trigger) -> list[Asked]:
    """Return the clauses that ask for a review on this trigger; those that name none ask on all."""
    return [one for one in found if not one.triggers or trigger in one.triggers]


def due_day(text: str, terms: Sequence[Term]) -> date | None:
    """Return the last day of a stated review: `2027-09`, `September 2022`, `summer term 2022`.

    A term ends when the school's calendar says so; where the calendar does not reach, with the
    month in which such a term usually ends. None where no year is stated. Source: POL-06.
    """
    plain = text.lower()
    year = re.search(r"\b(20\d\d)\b", plain)
    if year is None:
        return None
    season = next((one for one in _SEASONS if one in plain), "")
    if season:
        ends = [one.last for one in terms if season in one.name.lower()
                and one.last.year == int(year[1])]  # fmt: skip
        return max(ends, default=_month_end(int(year[1]), _TERM_ENDS[season]))
    return _stated(plain, int(year[1]))


def _stated(plain: str, year: int) -> date | None:
    if match := re.search(r"20\d\d-(\d\d)(?:-(\d\d))?", plain):
        return _day(year, int(match[1]), int(match[2])) if match[2] else _end(year, int(match[1]))
    named = r"(?:(\d{1,2})\s+)?(" + "|".join(_MONTHS) + r")[a-z]*\s+20\d\d"
    if match := re.search(named, plain):
        month = _MONTHS.index(match[2]) + 1
        return _day(year, month, int(match[1])) if match[1] else _end(year, month)
    return _month_end(year, 12)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _end(year: int, month: int) -> date | None:
    return _month_end(year, month) if 1 <= month <= 12 else None


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
