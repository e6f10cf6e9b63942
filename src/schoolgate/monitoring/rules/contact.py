"""When the policy keeps employees from social sites because they are at work, and which clause
speaks of transfers that slow others down. Pure.

Both the policy and the clock must say so: a clause that forbids it at that moment, and a named time
that is contact time (of teachers and assistants) or working time (of others). Source: FIL-06.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from schoolgate.filtering.rules.categories import CATEGORIES
from schoolgate.filtering.rules.verdicts import NOMINATED, STAFF, spoken
from schoolgate.kernel.times import LESSON, WORKING_HOURS
from schoolgate.policies.rules import DEPENDS, NOT_TEACHING, Answer, Level, Question, RuleBook

CONTACT: Final = frozenset({LESSON})
WORKING: Final = frozenset({LESSON, "non_contact_time", WORKING_HOURS})
TEACH: Final = frozenset({"newly_qualified_teacher", "teacher", "teaching_assistant"})
_DURING: Final = {"during": frozenset[str]()}
_HERE: Final = {"device": "school", "place": "school_site"}
_SLOWS: Final = {"effect": "slows_others"}


def keeping_from(book: RuleBook, profile: str, category: str, at: datetime) -> str:
    """Return the clause that keeps a profile from sites of a category at an instant, in contact
    time; "" where there is none."""
    role = profile.removesuffix(NOMINATED)
    if role not in STAFF or not _is_contact(book, role, at):
        return ""
    _, answer = spoken(book, CATEGORIES[category], profile, at)
    return "" if answer is None or not _forbids(answer) else next(iter(answer.clauses), "")


def about_transfers(book: RuleBook, role: str, at: datetime) -> str:
    """Return the clause that forbids a role to slow others down by large transfers; "" for none."""
    plain, slowing = (
        book.decide(Question(role, "use", "internet", _HERE | more, at)) for more in ({}, _SLOWS)
    )
    if not _forbids(slowing):
        return ""
    return next((one for one in slowing.clauses if one not in plain.clauses), "")


def _is_contact(book: RuleBook, role: str, at: datetime) -> bool:
    told = book.calendar.facts(at, {}, _DURING, teaches=role not in NOT_TEACHING)
    return told.get("during") in (CONTACT if role in TEACH else WORKING)


def _forbids(answer: Answer) -> bool:
    return answer.outcome != DEPENDS and answer.level not in {Level.SILENT, Level.ALLOWED}
