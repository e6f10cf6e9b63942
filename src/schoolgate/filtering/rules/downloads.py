"""What a download may be for, and whether a policy allows it for that. Pure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from schoolgate.policies.rules import DEPENDS, Answer, Level

LASTS: Final = timedelta(minutes=30)  # to fetch one file, a second time too
KINDS: Final = {"music": "Music or sound", "video": "Video", "game": "A game"}


class Purpose(StrEnum):
    """What somebody says a download is for."""

    LESSON = "lesson"
    OWN = "own"

    @property
    def label(self) -> str:
        """The purpose as a form says it."""
        return "Lesson work" if self is Purpose.LESSON else "My own use"

    @property
    def fact(self) -> str:
        """The purpose as policies are asked about it."""
        return "educational" if self is Purpose.LESSON else "personal"


class Outcome(StrEnum):
    """What the policy said to it."""

    ALLOWED = "allowed"
    REFUSED = "refused"


SAID: Final = {Outcome.ALLOWED: "Allowed, over", Outcome.REFUSED: "Refused"}
TONES: Final = {Outcome.ALLOWED: "grey", Outcome.REFUSED: "red"}


class Ruling(NamedTuple):
    """Whether a download is allowed, the clause behind it, and what has to be done with it."""

    outcome: Outcome
    clause: str = ""
    duties: tuple[str, ...] = ()


def ruled(answers: list[Answer]) -> Ruling:
    """Return what a policy says to a download, given its answer to each part that somebody has:
    refused by the first that forbids it, and where it is not certain."""
    spoken = [one for one in answers if one.level is not Level.SILENT or one.outcome == DEPENDS]
    for one in spoken:
        if one.level is not Level.ALLOWED or one.outcome == DEPENDS:
            return Ruling(Outcome.REFUSED, next(iter(one.clauses), ""))
    duties = tuple(dict.fromkeys(duty.condition.text for one in spoken for duty in one.duties))
    return Ruling(Outcome.ALLOWED, next((c for one in spoken for c in one.clauses), ""), duties)
