"""How somebody is told, and how far it has come. Plain values in, plain values out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from schoolgate.people.rules import STAFF_KINDS, Kind


class Group(StrEnum):
    """Whom a notice is for; the value is the word in an address."""

    STAFF = "staff"
    GOVERNORS = "governors"
    PARENTS = "parents"
    PUPILS = "pupils"
    VOLUNTEERS = "volunteers"


KINDS_OF: Final = {
    Group.STAFF: STAFF_KINDS,
    Group.GOVERNORS: frozenset({Kind.GOVERNOR}),
    Group.PARENTS: frozenset({Kind.PARENT}),
    Group.PUPILS: frozenset({Kind.PUPIL}),
    Group.VOLUNTEERS: frozenset({Kind.VOLUNTEER, Kind.COMMUNITY_USER, Kind.CONTRACTOR}),
}
_EVERYBODY: Final = tuple(Group)
_SAME: Final = {
    "staff": (Group.STAFF,), "members of staff": (Group.STAFF,), "employees": (Group.STAFF,),
    "governors": (Group.GOVERNORS,), "parents": (Group.PARENTS,),
    "parents and carers": (Group.PARENTS,), "pupils": (Group.PUPILS,),
    "learners": (Group.PUPILS,), "volunteers": (Group.VOLUNTEERS,),
    "users of school systems": (Group.STAFF, Group.PUPILS, Group.GOVERNORS),
    "everyone": _EVERYBODY, "users": _EVERYBODY,
}  # fmt: skip


def groups_of(told: Collection[str]) -> tuple[Group, ...]:
    """Return the groups that a box names after `told:`; nobody for words that are no group."""
    found = {group for phrase in told for group in _SAME.get(phrase.lower(), ())}
    return tuple(group for group in Group if group in found)


class How(StrEnum):
    """How a notice goes out, as its sender chooses."""

    POST = "post"
    LETTER = "letter"
    PAGE = "page"
    NEWSLETTER = "newsletter"
    MEETING = "meeting"


class Means(StrEnum):
    """How one person is told. On their own page here it stands too, whatever the means."""

    EMAIL = "email"
    LETTER = "letter"
    PAGE = "page"
    NEWSLETTER = "newsletter"
    MEETING = "meeting"


def means(how: How, *, email: str) -> Means:
    """Return how one person is told: by letter where there is no address to write to."""
    if how is How.POST:
        return Means.EMAIL if email else Means.LETTER
    return Means(how)


class Mark(StrEnum):
    """What happened to one telling; each happens once."""

    ACKNOWLEDGED = "acknowledged"
    CHASED = "chased"
    EMAILED = "emailed"
    PRESENT = "present"
    PRINTED = "printed"
    READ = "read"
    UNDELIVERABLE = "undeliverable"


class State(StrEnum):
    """How far one telling has come; the value is how a page says it."""

    CONFIRMED = "Said “I have read this”"
    READ = "Read"
    PRESENT = "Was there"
    UNDELIVERABLE = "Could not be delivered"
    CHASED = "Reminded, not read"
    SENT = "Sent, not read"
    PRINTED = "Letter printed"
    PUBLISHED = "In the newsletter"
    WAITING = "Not sent yet"
    ABSENT = "Was not there"
    UNREAD = "Not read"


_FIRST: Final = (
    (Mark.ACKNOWLEDGED, State.CONFIRMED), (Mark.READ, State.READ), (Mark.PRESENT, State.PRESENT),
    (Mark.PRINTED, State.PRINTED), (Mark.UNDELIVERABLE, State.UNDELIVERABLE),
    (Mark.CHASED, State.CHASED), (Mark.EMAILED, State.SENT),
)  # fmt: skip
_WITHOUT: Final = {
    Means.EMAIL: State.WAITING, Means.LETTER: State.WAITING, Means.PAGE: State.UNREAD,
    Means.NEWSLETTER: State.PUBLISHED, Means.MEETING: State.ABSENT,
}  # fmt: skip


def state(by: Means, marks: Collection[str]) -> State:
    """Return how far a telling has come."""
    return next((state for mark, state in _FIRST if mark in marks), _WITHOUT[by])


# What ends the wait where an answer is asked for, and where it is not.
ANSWERS: Final = (Mark.ACKNOWLEDGED,)
KNOWS: Final = (Mark.ACKNOWLEDGED, Mark.READ, Mark.PRESENT)


def is_open(by: Means, marks: Collection[str], *, asks: bool) -> bool:
    """Tell whether somebody has still to read, or to confirm where that is asked.

    A letter that was printed counts as told, unless an answer is asked for; a newsletter always.
    """
    if asks:
        return Mark.ACKNOWLEDGED not in marks
    if by is Means.NEWSLETTER or (by is Means.LETTER and Mark.PRINTED in marks):
        return False
    return not any(mark in marks for mark in KNOWS)


CHASED_AFTER: Final = timedelta(days=7)  # then one reminder goes to whoever has not read
LISTED_AFTER: Final = timedelta(days=14)  # then the sender is told who they are
LISTED_UNTIL: Final = timedelta(days=60)  # and no longer than this


class Due(StrEnum):
    """Whether what the policy wants told was told; the value is how a page says it."""

    NEVER = "Not told yet"
    AGAIN = "Due again"
    TOLD = "Told"
    EACH = "Each time it happens"


_DAYS: Final = {"day": 1, "week": 7, "month": 31, "term": 91, "year": 366}
_EACH_TIME: Final = frozenset({"joiner", "leaver", "incident", "lesson"})
_SEPTEMBER: Final = 9


def due(every: str, *, told_on: date | None, in_force_from: date | None, on: date) -> Due:
    """Return whether something has to be told on a day, from the period that its box states.

    A school year begins on 1 September; a term counts 13 weeks; at a change it is due when the
    policy in force is younger than the last telling. `regularly`, or no period: told once is told.
    """
    if told_on is None:
        return Due.EACH if every in _EACH_TIME else Due.NEVER
    if every in {"school year", "intake"}:
        begun = date(on.year if on.month >= _SEPTEMBER else on.year - 1, _SEPTEMBER, 1)
        return Due.TOLD if told_on >= begun else Due.AGAIN
    if every == "change":
        return Due.AGAIN if in_force_from and told_on < in_force_from else Due.TOLD
    count, _, unit = every.rpartition(" ")
    days = _DAYS.get(unit.rstrip("s"), 0) * int(count or 1)
    return Due.AGAIN if days and told_on + timedelta(days=days) <= on else Due.TOLD
