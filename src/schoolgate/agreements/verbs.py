"""The journal's verbs for agreements, how they read, and who may read them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.records.verbs import Meaning, Told


class AgreementsVerb(StrEnum):
    """What is done with agreements."""

    ACCOUNT_WANTED = "agreements:account:wanted"
    AGREEMENT_DECLINED = "agreements:agreement:declined"
    AGREEMENT_SIGNED = "agreements:agreement:signed"
    CHASING_SET = "agreements:chasing:set"
    CLASS_SIGNED = "agreements:class:signed"
    COPY_VIEWED = "agreements:copy:viewed"
    FORMS_ASKED = "agreements:forms:asked"
    FORMS_FETCHED = "agreements:forms:fetched"
    FORMS_PRINTED = "agreements:forms:printed"
    FORMS_WITHDRAWN = "agreements:forms:withdrawn"
    HEAD_TOLD = "agreements:head:told"
    HOME_SCHOOL_TEXT_PUBLISHED = "agreements:home-school-text:published"
    LESSON_RECORDED = "agreements:lesson:recorded"
    PAGE_NAMED = "agreements:page:named"
    PAGE_SET_ASIDE = "agreements:page:set-aside"
    POLICY_READ = "agreements:policy:read"
    REFUSAL_SEEN = "agreements:refusal:seen"
    REMINDER_SENT = "agreements:reminder:sent"
    SCAN_READ = "agreements:scan:read"
    SCAN_SENT = "agreements:scan:sent"
    SCAN_VIEWED = "agreements:scan:viewed"
    TRAINING_RECORDED = "agreements:training:recorded"
    USE_ALLOWED = "agreements:use:allowed"
    USE_ENDED = "agreements:use:ended"


_READERS: Final = frozenset({"auditor", "dsl", "headteacher"})
_ALL_WHO_OVERSEE: Final = _READERS | {"chair", "governor"}


def _signed(told: Told) -> str:
    body = told.body
    whom = f" for {body['for']}" if body.get("for") else ""
    return f"{body['signer']} signed “{body['title']}”{whom} {body['method']}, {body['version']}."


def _meaning(act: str, readers: frozenset[str] = _READERS) -> Meaning:
    return Meaning(lambda told: f"{told.actor} {act} {told.object}.", readers)


def _class(told: Told) -> str:
    return f"{told.actor} marked {told.body['count']} present pupils of {told.object} as signed."


def _scan(told: Told) -> str:
    if told.body.get("trouble"):
        return f"{told.actor} could not read {told.object}: {told.body['trouble']}"
    return f"{told.actor} read {told.object}: {told.body['pages']} pages."


MEANINGS: Final = {
    AgreementsVerb.ACCOUNT_WANTED: _meaning("asked that, once it is signed for, be opened: the"),
    AgreementsVerb.AGREEMENT_DECLINED: _meaning("declined:"),
    AgreementsVerb.AGREEMENT_SIGNED: Meaning(_signed, _READERS),
    AgreementsVerb.CHASING_SET: _meaning("set how signatures are chased:", _ALL_WHO_OVERSEE),
    AgreementsVerb.CLASS_SIGNED: Meaning(_class, _READERS),
    AgreementsVerb.COPY_VIEWED: _meaning("looked at the signed copy of"),
    AgreementsVerb.FORMS_ASKED: _meaning("asked for"),
    AgreementsVerb.FORMS_FETCHED: _meaning("took away"),
    AgreementsVerb.FORMS_PRINTED: _meaning("made a file of"),
    AgreementsVerb.FORMS_WITHDRAWN: _meaning("withdrew"),
    AgreementsVerb.HEAD_TOLD: _meaning("put on the headteacher’s list:"),
    AgreementsVerb.HOME_SCHOOL_TEXT_PUBLISHED: _meaning("published, with every topic that it "
                                                        "needs:", _ALL_WHO_OVERSEE),
    AgreementsVerb.LESSON_RECORDED: _meaning("recorded the"),
    AgreementsVerb.PAGE_NAMED: _meaning("said by its number which form it is:"),
    AgreementsVerb.PAGE_SET_ASIDE: _meaning("set aside"),
    AgreementsVerb.POLICY_READ: _meaning("confirmed having read the policy:"),
    AgreementsVerb.REFUSAL_SEEN: _meaning("dealt with:"),
    AgreementsVerb.REMINDER_SENT: _meaning("sent a reminder to"),
    AgreementsVerb.SCAN_READ: Meaning(_scan, _READERS),
    AgreementsVerb.SCAN_SENT: _meaning("sent"),
    AgreementsVerb.SCAN_VIEWED: _meaning("looked at the pages of"),
    AgreementsVerb.TRAINING_RECORDED: _meaning("recorded who was trained at"),
    AgreementsVerb.USE_ALLOWED: _meaning("allowed"),
    AgreementsVerb.USE_ENDED: _meaning("ended"),
}  # fmt: skip
