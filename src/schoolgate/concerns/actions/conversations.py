"""What is written back and forth under a receipt."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.concerns.letterbox import Talk
from schoolgate.concerns.models import Case, Message
from schoolgate.concerns.rules.quiet import LONGEST
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.kernel import canonical
from schoolgate.people.models import Person
from schoolgate.records import actions as journal
from schoolgate.records import sealing

MOST: Final = 200  # messages in one conversation


class UnableToSay(Exception):
    """The message cannot be added; nothing was written. The sentence says what to change."""


@transaction.atomic
def say(*, talk: Talk, words: str, ticket: str, on: date) -> None:
    """Add what whoever holds the receipt writes; the journal gets it by night. Raises UnableToSay.

    The same form sent twice is one message.
    """
    row = _row(talk, words, ticket, on)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return  # sent twice


@transaction.atomic
def answer(*, talk: Talk, words: str, ticket: str, by: Person, at: datetime) -> None:
    """Answer for the school. Raises UnableToSay."""
    case, row = _about(talk), _row(talk, words, ticket, timezone.localdate(at))
    row.by, row.noted, row.read = by, True, True
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return
    journal.write(
        school=by.school, by=by, at=at, verb=ConcernsVerb.CONVERSATION_ANSWERED, object=case
    )


@transaction.atomic
def note_talk_viewed(*, talk: Talk, by: Person, at: datetime) -> None:
    """Write that somebody read a conversation. What the reporter wrote on days that are over counts
    as read from then on; what came today does not yet, for that would tell by when it came."""
    there = Message.objects.filter(conversation=talk.row, by=None, read=False)
    there.filter(on__lt=timezone.localdate(at)).update(read=True)
    journal.write(
        school=by.school, by=by, at=at, verb=ConcernsVerb.CONVERSATION_VIEWED, object=_about(talk)
    )


def _row(talk: Talk, words: str, ticket: str, on: date) -> Message:
    said, there = words.strip(), talk.lines()
    if not said:
        raise UnableToSay("Write a few words first.")
    if len(said) > LONGEST:
        raise UnableToSay(f"Write at most {LONGEST:,} characters. You can send more afterwards.")
    if len(there) >= MOST:
        raise UnableToSay("There is no room for more messages here. Please make a new report.")
    row = Message(school_id=talk.row.school_id, conversation=talk.row, on=on)
    row.key = sealing.keyed_hash(f"{talk.row.key}\n{ticket}\n{said}", purpose="message")[:16].hex()
    value = {"number": max((one.number for one in there), default=0) + 1, "words": said}
    row.sealed = sealing.seal(canonical.text(value).encode(), key=talk.key,
                              place=f"concerns.message:{row.key}")  # fmt: skip
    return row


def _about(talk: Talk) -> Case:
    if talk.row.report is None:
        raise UnableToSay("Its letter becomes a case in the night. Answer it from tomorrow.")
    return talk.row.report.case
