"""What private mail is, and at which times a policy allows none of it. Pure; time is passed in.
Source: 000 §2.5a, §3.1; 003 §2.5a, §3.1; 002 CT.r7, CT.r8 (MON-16)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from schoolgate.activity.mail.using import Message, Recipient
from schoolgate.kernel.times import Calendar
from schoolgate.monitoring.detection.mail import Trend
from schoolgate.policies.rules import Answer, Level, Question, Rule, RuleBook

# What the policies tell apart, and the log cannot: whether they speak of mail of one's own, from
# the school's address, or from an address of one's own.
_WAYS: Final[tuple[Mapping[str, str], ...]] = (
    {"aim": "personal"},
    {"aim": "personal", "account": "school"},
    {"aim": "personal", "account": "personal"},
)
_DOMAIN: Final = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_STEADY: Final = 0.5  # messages a week more or fewer with each week


def private(
    messages: Iterable[Message], recipients: Iterable[Recipient], *, whose: Collection[str],
    ours: Collection[str], partners: Collection[str],
) -> Iterator[Message]:  # fmt: skip
    """Yield the messages of `whose` that went to private addresses alone: outside the school's
    domains and those of its partners, and of nobody whom the school knows (`ours`: parents, say).
    """
    to: dict[str, list[Recipient]] = {}
    for one in recipients:
        to.setdefault(one.message, []).append(one)
    for message in messages:
        there = to.get(message.name, [])
        if message.inside and message.sender in whose and there and not any(
            one.inside or one.who in ours or one.domain in partners for one in there
        ):  # fmt: skip
            yield message


def clauses(book: RuleBook, actor: str, *, at: datetime) -> list[str]:
    """Return the clauses that allow private mail at some times only; none in a silent policy."""
    found = (rule.clause for one in _answers(book, actor, at) for rule in _timed(one))
    return list(dict.fromkeys(found))


def is_refused(book: RuleBook, actor: str, *, at: datetime) -> bool:
    """Tell whether a rule that looks at the clock refuses private mail at a moment.

    A rule that forbids it always (003 §2.5a, against §3.1) tells nothing of a time; and what
    depends on something that a log cannot know, such as how urgent it is, is not refused.
    """
    return any(one.level >= Level.NOT_ALLOWED and any(_timed(one))
               for one in _answers(book, actor, at))  # fmt: skip


def _answers(book: RuleBook, actor: str, at: datetime) -> Iterator[Answer]:
    return (book.decide(Question(actor, "send", "email", facts, at)) for facts in _WAYS)


def _timed(answer: Answer) -> Iterator[Rule]:
    for rule in answer.rules:
        if any(test.key in Calendar.KEYS for fact in rule.facts() for test in fact.tests()):
            yield rule


def domains_in(text: str) -> list[str]:
    """Return the domains that were typed, each once. Raises ValueError with what to write."""
    found = dict.fromkeys(one.lower().lstrip("@") for one in re.split(r"[\s,;]+", text) if one)
    for one in found:
        if not _DOMAIN.fullmatch(one):
            raise ValueError(
                f"“{one}” is no domain. Write what stands after the @: council.example"
            )
    return list(found)


class Line(NamedTuple):
    """One employee's private mail: messages in each week, days beyond what is allowed."""

    person: int
    name: str
    trend: Trend
    beyond: int

    @property
    def heading(self) -> str:
        """Where it is heading, in a word."""
        if abs(self.trend.slope) < _STEADY:
            return "Steady"
        return "More each week" if self.trend.slope > 0 else "Less each week"


_BY: Final[dict[str, Callable[[Line], Any]]] = {
    "beyond": lambda one: -one.beyond,
    "refused": lambda one: -one.trend.refused,
    "heading": lambda one: -one.trend.slope,
    "last": lambda one: -one.trend.weeks[-1],
}


def in_order(lines: list[Line], *, sort: str, words: str) -> list[Line]:
    """Return the lines with some words in the name, by name or the largest number first."""
    fitting = [one for one in lines if words.casefold() in one.name.casefold()]
    by_name = sorted(fitting, key=lambda one: (one.name.casefold(), one.person))
    return sorted(by_name, key=_BY[sort]) if sort in _BY else by_name
