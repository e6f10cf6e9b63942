"""What a policy makes of each category of sites: for whom, and from when until when. Pure.

The policy is asked once for every profile, category and named time of the days ahead. A program
that answers a proxy then needs no policy: it looks up who asks, and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from schoolgate.filtering.rules.categories import (
    CATEGORIES,
    SOFTWARE,
    UNLISTED,
    Act,
    Category,
    Kind,
)
from schoolgate.kernel.times import LONDON
from schoolgate.policies.rules import (
    DEPENDS,
    NOT_TEACHING,
    Answer,
    Level,
    Question,
    RuleBook,
)

NOMINATED: Final = "+"  # behind a role: whoever is one of the nominated users
GUEST: Final = "guest"
PUPILS: Final = ("pupil_ks1", "pupil_ks2")
STAFF: Final = (
    "esafety_coordinator", "headteacher", "it_technician", "network_manager",
    "newly_qualified_teacher", "office_staff", "senior_leader", "teacher", "teaching_assistant",
)  # fmt: skip
OTHERS: Final = ("community_user", "governor", GUEST, "volunteer")
ICT_TEAM: Final = frozenset({"it_technician", "network_manager"})  # may install programs
ROLES: Final = (*PUPILS, *STAFF, *OTHERS)
PROFILES: Final = (*ROLES, *(f"{one}{NOMINATED}" for one in ROLES))
DAYS: Final = 35  # days ahead; the filter is made anew every night
_QUARTER: Final = 15  # minutes, where a rule looks at the clock itself
_FACTS: Final = {"device": "school", "place": "school_site"}
_TIMES: Final = {"during": frozenset[str](), "permitted_time": frozenset({"yes"})}


class Blocked(NamedTuple):
    """Why a category is blocked: the clause, if one says so, and a sentence."""

    clause: str
    message: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """From `turns[i]` (UNIX seconds) on, `columns[profile][i]` numbers one of `states`: what is
    blocked, by category. The last turn is the end: nothing is known after it."""

    turns: tuple[int, ...]
    columns: Mapping[str, tuple[int, ...]]
    states: tuple[Mapping[str, Blocked], ...]


def verdicts(
    book: RuleBook, *, since: date, days: int = DAYS, unlisted: Mapping[str, bool] | None = None,
    profiles: Sequence[str] = PROFILES,
) -> Verdicts:  # fmt: skip
    """Ask a policy about every category, profile and time of the days from `since` on.

    `unlisted` are the roles for whom a site that stands on no list is blocked.
    """
    asked = _Asked(book, dict(unlisted or {}))
    turns = sorted({*_turns(book, since, days, every_quarter=asked.looks_at_clock)})
    end = int(_at(since + timedelta(days), 0).timestamp())
    numbers: dict[tuple[tuple[str, Blocked], ...], int] = {}
    columns: dict[str, tuple[int, ...]] = {}
    for profile in profiles:
        states = [asked.state(profile, datetime.fromtimestamp(at, LONDON)) for at in turns]
        columns[profile] = tuple(numbers.setdefault(one, len(numbers)) for one in states)
    return Verdicts((*turns, end), columns, tuple(dict(one) for one in numbers))


def _turns(book: RuleBook, since: date, days: int, *, every_quarter: bool) -> Iterator[int]:
    minutes = {0} | {edge for band in book.calendar.bands for span in band.spans for edge in span}
    if every_quarter:
        minutes |= set(range(0, 24 * 60, _QUARTER))
    for ahead in range(days):
        day = since + timedelta(ahead)
        yield from (int(_at(day, minute).timestamp()) for minute in minutes if minute < 24 * 60)


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), LONDON)


class _Asked:
    """A policy that is asked about sites, and remembers what it said."""

    def __init__(self, book: RuleBook, unlisted: dict[str, bool]) -> None:
        self.book = book
        self.unlisted = unlisted
        self._said: dict[object, tuple[tuple[str, Blocked], ...]] = {}
        cells = [book.cell(role, act.action, act.resource) for role in ROLES for act in _acts()]
        self.looks_at_clock = any("time" in cell.keys for cell in cells)
        self.is_dated = any(cell.dated for cell in cells)

    def state(self, profile: str, at: datetime) -> tuple[tuple[str, Blocked], ...]:
        """Return what is blocked for a profile at a moment, by category."""
        role = profile.removesuffix(NOMINATED)
        told = self.book.calendar.facts(at, {}, _TIMES, teaches=role not in NOT_TEACHING)
        is_open = self.book.calendar.is_open(at.date())
        if not self.looks_at_clock:
            told.pop("time", "")
        day = at.date() if self.is_dated else None
        key = (profile, tuple(sorted(told.items())), day, is_open)
        if key not in self._said:
            self._said[key] = tuple(self._blocked(role, profile, at))
        return self._said[key]

    def _blocked(self, role: str, profile: str, at: datetime) -> Iterator[tuple[str, Blocked]]:
        for category in CATEGORIES.values():
            found = judged(category, role, spoken(self.book, category, profile, at)[1])
            if found is not None:
                yield category.slug, found
        if self.unlisted.get(role, False):
            yield UNLISTED, Blocked("", "This site stands on no list that the school knows.")


def spoken(
    book: RuleBook, category: Category, profile: str, at: datetime
) -> tuple[Question | None, Answer | None]:
    """Return what a site of a category asks of a policy for a profile, and what the policy says:
    of the first act that it speaks of. Where it speaks of none: of the first, and no answer."""
    asked = [_question(category, act, profile, at) for act in category.acts]
    for question in asked:
        answer = book.decide(question)
        if answer.level is not Level.SILENT or answer.outcome == DEPENDS:
            return question, answer
    return next(iter(asked), None), None


def _question(category: Category, act: Act, profile: str, at: datetime) -> Question:
    role = profile.removesuffix(NOMINATED)
    facts = _FACTS | {"nominated": "no" if role == profile else "yes"} | dict(act.facts)
    if category.slug == SOFTWARE and role in ICT_TEAM:
        facts["purpose"] = "work"
    return Question(role, act.action, act.resource, facts, at)


def judged(category: Category, role: str, answer: Answer | None) -> Blocked | None:
    """Tell why a category is blocked for a role, given what the policy says; None if it is open.

    What does harm is blocked whatever a policy says or leaves out. An answer that depends on what
    a filter cannot know blocks, and so does a gate that somebody has to open first.
    """
    if answer is not None and _forbids(answer):
        return Blocked(_clause(answer), _sentence(category, answer))
    if category.kind is Kind.HARMFUL:
        return Blocked("", f"{category.label}: the school keeps such sites closed for everybody.")
    if answer is None and category.kind is Kind.ORDINARY and role not in STAFF:
        return Blocked("", f"{category.label}: the policy does not open such sites for you.")
    return None


def _forbids(answer: Answer) -> bool:
    return answer.level is not Level.ALLOWED or bool(_gates(answer))


def _gates(answer: Answer) -> list[str]:
    return [one.text for one in answer.conditions if one.kind == "gate"]


def _clause(answer: Answer) -> str:
    """Return the clause to show: where a gate is what keeps it closed, the one that has it."""
    gates = _gates(answer)
    having = (rule.clause for rule in answer.rules for fact in (*rule.only_if, *rule.unless)
              if fact.condition is not None and fact.condition.text in gates)  # fmt: skip
    return next(iter((*having, *answer.clauses, "")))


def _sentence(category: Category, answer: Answer) -> str:
    if answer.level is Level.ALLOWED:
        return f"{category.label}: open only if {' and '.join(_gates(answer))}."
    if answer.outcome == DEPENDS:
        return f"{category.label}: closed while it is not known whether the policy allows it now."
    return f"{category.label}: the school’s policy says that this is {answer.outcome}."


def _acts() -> Iterable[Act]:
    return (act for category in CATEGORIES.values() for act in category.acts)
