"""The closed words of the room."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Way(StrEnum):
    """How a report came in."""

    STAFF_FORM = "staff-form"
    PUPIL_PAGE = "pupil-page"
    FAMILY_FORM = "family-form"
    ANONYMOUS = "anonymous"
    WHISTLEBLOWING = "whistleblowing"
    LOG_BOOK = "log-book"
    PAPER_FORM = "paper-form"
    EMAIL = "email"
    OBSERVED = "observed"  # somebody on duty found it; nobody has complained

    @property
    def said(self) -> str:
        """The way in words, to stand after “came in by”."""
        return _WAYS[self]


_WAYS: Final = {
    Way.STAFF_FORM: "the staff form",
    Way.PUPIL_PAGE: "the pupils’ page",
    Way.FAMILY_FORM: "the form for families",
    Way.ANONYMOUS: "an anonymous letter",
    Way.WHISTLEBLOWING: "the whistleblowing form",
    Way.LOG_BOOK: "the log book in the staffroom",
    Way.PAPER_FORM: "a paper form",
    Way.EMAIL: "e-mail",
    Way.OBSERVED: "somebody on duty who saw it",
}


class State(StrEnum):
    """Where a case stands; docs/workflows/concerns.md has the table."""

    NEW = "new"
    OPEN = "open"
    CLOSED = "closed"
    MERGED = "merged"


class Track(StrEnum):
    """Whether the law may have been broken. Source: 002, Misuse."""

    UNDECIDED = "undecided"
    INAPPROPRIATE = "inappropriate"
    ILLEGAL = "illegal"


class Seriousness(StrEnum):
    """How bad it is, as whoever sorts the report judges."""

    ORDINARY = "ordinary"
    SERIOUS = "serious"
    CRITICAL = "critical"


# How something was done. What may follow is the same for each. Source: HSM-28 (000 App 2).
MANNERS: Final = {"online": "On line", "face": "Face to face", "both": "Both"}


class Part(StrEnum):
    """What somebody is in one case. It is no word about them anywhere else."""

    SUBJECT = "subject"
    TARGET = "target"
    WITNESS = "witness"
    REPORTER = "reporter"
    BARRED = "barred"

    @property
    def said(self) -> str:
        """The part in words."""
        return _PARTS[self]


_PARTS: Final = {
    Part.SUBJECT: "is said to have done it",
    Part.TARGET: "it was done to",
    Part.WITNESS: "saw or knows of it",
    Part.REPORTER: "told the school",
    Part.BARRED: "is kept out of the case",
}
# Whoever told the school may read on if they are admitted; everybody else in a case never can.
SHUT_OUT: Final = tuple(part for part in Part if part is not Part.REPORTER)


_STAFF: Final = frozenset({"staff", "supply", "trainee"})


def what_they_are(kind: str) -> str:
    """Return `pupil`, `staff` or `other` for a person's kind; `other` for whoever is only named."""
    return "pupil" if kind == "pupil" else "staff" if kind in _STAFF else "other"
