"""What becomes of a look at what one person did. Pure; time is passed in.

Nothing stores that a look-up is open: it follows from the permission, the steps that were written
and the instant. Source: 000 §14.1 and 003 §16 (MON-06..08, MON-26), 002 Roles:Headteacher (MON-14).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from schoolgate.approvals.rules import Span


class Kind(StrEnum):
    """Whose doings are looked at: that decides who asks, and whether somebody is told."""

    EMPLOYEE = "employee"
    PUPIL = "pupil"


class Scope(StrEnum):
    """What may be looked at. Headers say who wrote to whom and when; bodies what."""

    WEB = "web"
    MAIL_HEADERS = "mail-headers"
    MAIL_BODIES = "mail-bodies"

    @property
    def said(self) -> str:
        """The scope in words."""
        return _SCOPES[self]


_SCOPES: Final = {
    Scope.WEB: "Sites that were visited",
    Scope.MAIL_HEADERS: "Who wrote to whom, and when",
    Scope.MAIL_BODIES: "What messages say",
}
# What a look can be for. How somebody does their work is not on it, and never will be: logs are
# for protection from security breaches and unsuitable sites. Source: 000 §15.1 (MON-21).
PURPOSES: Final = {
    "safeguarding": "Somebody may come to harm",
    "security": "A breach of security, or a virus",
    "unsuitable": "Unsuitable or illegal sites or material",
    "alert": "The automatic monitoring was set off",
    "complaint": "A complaint about a message",
    "law": "The police or a court have asked",
}
# The purposes for which a pupil's doings are looked at, for a case.
OF_PUPILS: Final = ("safeguarding", "alert", "unsuitable", "law")
LONGEST_SPAN: Final = 92  # days of events that one look-up may cover: a term
# Ours, and labelled so: the policies say “always” and give no time (MON-07).
USUAL_DAYS: Final = 14
LONGEST_DELAY: Final = 183


class Step(StrEnum):
    """What is written about a look-up, each once and never changed."""

    ENDED = "ended"
    NOTICED = "noticed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    FINISHED = "finished"
    REVIEWED = "reviewed"


class Stage(StrEnum):
    """Where a look-up stands at an instant."""

    NOT_BEGUN = "not-begun"
    OPEN = "open"
    TO_TELL = "to-tell"
    DELAYED = "delayed"
    TOLD = "told"
    FINISHED = "finished"

    @property
    def said(self) -> str:
        """The stage in words."""
        return _STAGES[self]


_STAGES: Final = {
    Stage.NOT_BEGUN: "Authorised, not begun",
    Stage.OPEN: "Open",
    Stage.TO_TELL: "Over: to be told",
    Stage.DELAYED: "Over: telling is put off",
    Stage.TOLD: "Told: to be finished",
    Stage.FINISHED: "Finished",
}
TONES: Final = {
    Stage.NOT_BEGUN: "blue", Stage.OPEN: "yellow", Stage.TO_TELL: "red", Stage.DELAYED: "orange",
    Stage.TOLD: "blue", Stage.FINISHED: "green",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """What is written about a look-up: whether somebody is told at the end, the time in which it
    may be carried out, whether it was revoked, its steps, and until when telling is put off."""

    tells: bool
    span: Span
    revoked: bool = False
    steps: frozenset[str] = frozenset()
    delayed_until: date | None = None


def stage(said: Written, *, at: datetime, today: date) -> Stage:
    """Return where a look-up stands. The clock ends it as surely as a person does."""
    over = Step.ENDED in said.steps or said.revoked or at >= said.span.until_at
    if not over:
        return Stage.OPEN if said.span.holds(at) else Stage.NOT_BEGUN
    if Step.FINISHED in said.steps:
        return Stage.FINISHED
    if not said.tells:
        return Stage.TOLD
    if Step.DELIVERED in said.steps:
        return Stage.TOLD
    if said.delayed_until is not None and today < said.delayed_until:
        return Stage.DELAYED
    return Stage.TO_TELL


def is_tellable(said: Written, *, at: datetime, today: date) -> bool:
    """Tell whether the one who was looked at may know of it: it is over, and not put off."""
    here = stage(said, at=at, today=today)
    delivered = Step.DELIVERED in said.steps
    return said.tells and (delivered or here is Stage.TO_TELL)


def due_on(ended: date, *, days: int, delayed_until: date | None) -> date:
    """Return the day by which somebody is told; a delay moves it to its own end."""
    usual = ended + timedelta(days=days)
    return usual if delayed_until is None else max(usual, delayed_until)


_WITHIN: Final = re.compile(r"within (\d{1,3}) (day|week)s?")
_DAYS: Final = {"day": 1, "week": 7}


def days_to_tell(then: Collection[str]) -> int | None:
    """Return the days within which the clause has somebody told; None where it gives no time."""
    for line in then:
        if found := _WITHIN.search(line.lower()):
            return int(found[1]) * _DAYS[found[2]]
    return None


_LATER: Final = ("delay", "later", "put off", "postpone")


def allows_delay(prose: str) -> bool:
    """Tell whether a clause speaks of telling somebody later. Whoever puts it off quotes it."""
    plain = prose.lower()
    tells = any(word in plain for word in ("tell", "told", "notice", "inform"))
    return tells and any(word in plain for word in _LATER)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to see: what, from when (inclusive) until when (exclusive)."""

    scope: Scope
    from_at: datetime
    until_at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """What a look-up covers: scopes, and the time of the events."""

    scopes: frozenset[str]
    from_at: datetime
    until_at: datetime


def outside(wanted: Wanted, terms: Terms) -> str:
    """Return why what is wanted lies outside what was authorised; empty where it lies within.

    Who may read messages may see who wrote them; who may see headers reads no message.
    """
    scopes = set(terms.scopes)
    if Scope.MAIL_BODIES in scopes:
        scopes.add(Scope.MAIL_HEADERS)
    if wanted.scope not in scopes:
        return f"{wanted.scope.said}: not part of what was authorised. Ask for it first."
    if wanted.from_at >= wanted.until_at:
        return "Choose a day that is authorised."
    if wanted.from_at < terms.from_at or wanted.until_at > terms.until_at:
        return "These days are not part of what was authorised. Ask for them first."
    return ""


def bad_terms(terms: Terms, *, purpose: str, kind: Kind, at: datetime) -> str:
    """Return why this cannot be asked for; empty where it can."""
    known = set(Scope)
    if not terms.scopes or not terms.scopes <= known:
        return "Say what may be looked at."
    if purpose not in (PURPOSES if kind is Kind.EMPLOYEE else OF_PUPILS):
        return "Choose what it is for from the list. How somebody does their work is not on it."
    if terms.until_at <= terms.from_at:
        return "The last day is before the first. Give a later one."
    if terms.until_at - terms.from_at > timedelta(days=LONGEST_SPAN):
        return f"One look covers {LONGEST_SPAN} days at most. Choose fewer."
    if terms.from_at > at:
        return "Those days are still to come. Choose days that have been."
    return ""


@dataclass(frozen=True, slots=True)
class Hands:
    """Who approves, carries out and reviews a look, and whom it is about; by their keys."""

    approves: int
    does: int
    reviews: int
    about: int


def not_separate(hands: Hands, *, excepted: bool) -> str:
    """Return why a look is not in separate hands; empty where it is (OVR-16, MON-14).

    The one flagged exception: whoever approved reviews too, where a small school has nobody else.
    Nobody ever reviews what they carried out, approves what they carry out, or has a part in what
    is about themselves.
    """
    if hands.about in {hands.approves, hands.does, hands.reviews}:
        return "Nobody has a part in a look at themselves. Name somebody else."
    if hands.does == hands.approves:
        return "Whoever approves a look does not carry it out. Name somebody else."
    if hands.does == hands.reviews:
        return "Nobody reviews what they carried out themselves. Name somebody else."
    if hands.approves == hands.reviews and not excepted:
        return ("Whoever approves a look does not review it. Name somebody else, or write down why "
                "there is nobody.")  # fmt: skip
    return ""
