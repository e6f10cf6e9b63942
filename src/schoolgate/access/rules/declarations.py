"""Links that staff declare, and what the policy's answer means for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from schoolgate.access.rules.reviews import a_year_after
from schoolgate.policies.rules import Answer, Level


class About(StrEnum):
    """Whom a link is with."""

    FORMER_PUPIL = "former_pupil"
    PARENT = "parent"
    PUPIL = "pupil"


class Tie(StrEnum):
    """What the link is."""

    KNOWS = "knows"
    OLD_FRIEND = "old_friend"
    ONLINE_FRIEND = "online_friend"
    RELATIVE = "relative"


class Verdict(StrEnum):
    """What the policy makes of a link."""

    CONSIDER = "consider"
    DISCIPLINE = "discipline"
    SILENT = "silent"
    TALK = "talk"
    UNSUITABLE = "unsuitable"


ABOUT: Final = {
    About.PUPIL: "a pupil",
    About.FORMER_PUPIL: "a former pupil",
    About.PARENT: "a parent or carer",
}
TIES: Final = {
    Tie.ONLINE_FRIEND: "we are friends or follow each other online",
    Tie.OLD_FRIEND: "we were friends before I worked with the child or the family",
    Tie.RELATIVE: "we are related",
    Tie.KNOWS: "we know each other outside school in another way",
}
VERDICTS: Final = {
    Verdict.CONSIDER: "Consider first, and tell the headteacher if it may conflict with your role",
    Verdict.DISCIPLINE: "Unsuitable, and possibly a disciplinary matter",
    Verdict.SILENT: "The policy does not say",
    Verdict.TALK: "Possible, when it was talked over",
    Verdict.UNSUITABLE: "Unsuitable",
}
# How the evaluator knows a tie.
FACTS: Final = {
    Tie.OLD_FRIEND: {"relationship": "pre_existing_friend",
                     "said_relationship": "pre_existing_friend"},
    Tie.RELATIVE: {"relationship": "family_member", "said_relationship": "family_member"},
    Tie.ONLINE_FRIEND: {"relationship": "none", "said_relationship": "none"},
    Tie.KNOWS: {"relationship": "none", "said_relationship": "none"},
}  # fmt: skip
# No pack gives a period for declared links. A year covers the yearly review of who knows whom and a
# worry that comes up late; to keep a private matter for longer needs a reason that nobody gave.
KEPT: Final = "a year"
_TO_THE_DSL: Final = "discuss_with_dsl_or_headteacher"
_DSL: Final = frozenset({"dsl", "headteacher"})
_HEAD: Final = frozenset({"headteacher"})


def keep_until(ended_on: date | None, left_on: date | None) -> date | None:
    """Return until when the words of a link are kept; None while it lasts.

    `ended_on` is the day on which it was declared over, `left_on` the first day on which its
    declarer belongs to the school no longer.
    """
    over = min(filter(None, (ended_on, left_on)), default=None)
    return over and a_year_after(over)


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer read as a verdict on a link that exists already."""

    verdict: Verdict
    sentences: tuple[str, ...]
    clauses: tuple[str, ...]


def read(answer: Answer) -> Reading:
    """Return what an answer to “may a member of staff link with them?” means for a link."""
    sentences = [duty.condition.text for duty in answer.duties]
    sentences += [advice.text for advice in answer.advice] + list(answer.if_broken)
    return Reading(_verdict(answer), tuple(sentences), answer.clauses)


def _verdict(answer: Answer) -> Verdict:
    if answer.level >= Level.NOT_ALLOWED and not answer.possible:
        return Verdict.DISCIPLINE if answer.if_broken else Verdict.UNSUITABLE
    if answer.advice:
        return Verdict.CONSIDER
    if answer.duties:
        return Verdict.TALK
    return Verdict.SILENT if answer.level == Level.SILENT else Verdict.CONSIDER


def recipients(old_friend: Answer) -> frozenset[str]:
    """Return the roles that hear a declaration: those with whom the policy has it talked over.

    `old_friend` is its answer about an old friend among the parents. A policy that names nobody
    leaves it to the headteacher.
    """
    terms = {duty.condition.term for duty in old_friend.duties}
    return _DSL if _TO_THE_DSL in terms else _HEAD
