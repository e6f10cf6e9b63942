"""Letters without a sender: put in, kept for the day, made into reports by night."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from random import SystemRandom
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.concerns import keys, letterbox
from schoolgate.concerns.actions.reporting import Involved, Told, report
from schoolgate.concerns.letterbox import OpenLetter
from schoolgate.concerns.models import Admission, Case, Conversation, Letter, Message, Report
from schoolgate.concerns.rules import receipts, telling
from schoolgate.concerns.rules.quiet import Said
from schoolgate.concerns.rules.receipts import Receipt
from schoolgate.concerns.rules.words import Part
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.kernel import canonical
from schoolgate.people import permissions as people
from schoolgate.people import queries as roles
from schoolgate.people.models import Person, School
from schoolgate.records import actions as journal
from schoolgate.records import sealing
from schoolgate.records.parties import System, Thing

LETTERBOX: Final = System("letterbox", "The letterbox")


def readers(*, school: School, said: Said, on: date) -> tuple[str, ...]:
    """Return the roles that are told; who is told of is never among them, whatever they hold."""
    held = (people.roles_of(person, on=on) for person in _told_of(school, said, on))
    named = {said.about.role} if said.about.role else set()
    return telling.first_told(shut_out=frozenset(named).union(*held))


@transaction.atomic
def put(*, school: School, said: Said, ticket: str, on: date) -> Receipt:
    """Put a letter into the letterbox; return the receipt. The same form sent twice is one letter.

    Nothing else is written: no person, no instant, no entry in the journal before the night.
    """
    body = _body(said)
    receipt, words = _receipt(school, ticket, body)
    if Conversation.objects.filter(school=school, mark=letterbox.mark(school, words)).exists():
        return receipt
    key = sealing.new_key()
    letter = Letter(school=school, on=on, keys=letterbox.wrapped(
        key, school=school.pk, roles=readers(school=school, said=said, on=on)))  # fmt: skip
    letter.sealed = sealing.seal(body, key=key, place=f"concerns.letter:{letter.key}")
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
            _open(school, words, key, letter=letter)
    except IntegrityError:  # the same form, sent twice at once
        return receipt
    return receipt


@transaction.atomic
def tell_at_once(
    *, school: School, said: Said, ticket: str, at: datetime, kept_back: bool = False
) -> Receipt:
    """Take in what somebody told with their name, or wants told at once; return the receipt.
    `kept_back` keeps the name from those who read it."""
    body = _body(said)
    receipt, words = _receipt(school, ticket, body)
    mark = letterbox.mark(school, words)
    if Conversation.objects.filter(school=school, mark=mark).exists():
        return receipt
    told = Told(said.way, said.words, ticket=UUID(bytes=mark[:16]), illegal=said.illegal,
                involved=_involved(school, said, timezone.localdate(at)),
                kept_back=kept_back)  # fmt: skip
    case = report(school=school, told=told, by=None, at=at)
    row = Report.objects.get(school=school, ticket=told.ticket)
    _open(school, words, sealing.new_key(), report=row, case=case)
    return receipt


def empty(*, school: School, by: System, at: datetime) -> int:
    """Make reports of the letters of past days, in shuffled order, and write into the journal what
    reporters have added; return how many letters there were. Safe to run again.
    """
    with transaction.atomic():
        today = timezone.localdate(at)
        waiting = _shuffled(Letter.objects.filter(school=school, on__lt=today))
        done = [_into_a_report(letter, at) for letter in waiting]
        added = Message.objects.filter(school=school, noted=False, on__lt=today)
        for message in _shuffled(added.select_related("conversation__report__case", "school")):
            _note(message, by, at)
    return sum(done)


@transaction.atomic
def note_letterbox_viewed(*, by: Person, at: datetime) -> None:
    """Write that somebody looked into the letterbox; not whether anything was in it, for that would
    tell when a letter came."""
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.LETTERBOX_VIEWED,
                  object=Thing("concerns.letterbox", "", "the letterbox"))  # fmt: skip


def _into_a_report(letter: Letter, at: datetime) -> bool:
    try:
        there = letterbox.open_letter(letter)
    except sealing.UnableToOpen:
        return False  # it stays where it is: somebody has to look
    case, row = _reported(there, at)
    conversation = Conversation.objects.filter(letter=letter).first()
    if conversation is not None:
        conversation.letter, conversation.report = None, row
        conversation.for_case = _sealed_for(case, conversation, there.key)
        conversation.save()
    letter.delete()
    return True


def _reported(there: OpenLetter, at: datetime) -> tuple[Case, Report]:
    letter, said = there.row, there.said
    told = Told(said.way, said.words, illegal=said.illegal, day=letter.on,
                involved=_involved(letter.school, said, letter.on))  # fmt: skip
    case = report(school=letter.school, told=told, by=None, at=at)
    return case, Report.objects.get(school=letter.school, ticket=told.ticket)


def _note(message: Message, by: System, at: datetime) -> None:
    """Write one message into the journal, and its row anew with the rest of the night."""
    there = message.conversation.report
    Message.objects.filter(pk=message.pk).update(noted=True)
    about = there.case if there else Thing("concerns.letterbox", "", "the letterbox")
    journal.write(school=message.school, by=by, at=at, verb=ConcernsVerb.CONVERSATION_CONTINUED,
                  object=about)  # fmt: skip


def _open(
    school: School, words: str, key: bytes, *, letter: Letter | None = None,
    report: Report | None = None, case: Case | None = None,
) -> None:  # fmt: skip
    row = Conversation(
        school=school, mark=letterbox.mark(school, words), letter=letter, report=report,
        for_receipt=sealing.wrap(key, to=letterbox.holder(school, words)),
    )  # fmt: skip
    if case is not None:
        row.for_case = _sealed_for(case, row, key)
    row.save(force_insert=True)


def _sealed_for(case: Case, row: Conversation, key: bytes) -> bytes:
    admission = Admission.objects.filter(case=case, until_at=None).order_by("pk")[0]
    return keys.opened(case, admission).seal(row, "for_case", b64encode(key).decode())


def _body(said: Said) -> bytes:
    kept = {name: words.strip() for name, words in said.words.items() if words.strip()}
    return canonical.text(replace(said, words=kept).value()).encode()


def _receipt(school: School, ticket: str, body: bytes) -> tuple[Receipt, str]:
    """Return the receipt of a form: the same again for the same form with the same words.

    Nobody can work it out without the form's own number, which is stored nowhere.
    """
    secret = sealing.keyed_hash(f"{ticket}\n{body.decode()}", purpose=f"{school.pk}:form")
    made = receipts.made_from(secret)
    return made, receipts.spoken(made)


def _involved(school: School, said: Said, on: date) -> tuple[Involved, ...]:
    return tuple(Involved(Part.SUBJECT, one) for one in _told_of(school, said, on))


def _told_of(school: School, said: Said, on: date) -> list[Person]:
    """Return who holds the role that is told of; nobody who only stands in for it."""
    role = said.about.role
    there = roles.holders(school=school, role=role, on=on) if role else []
    return [one for one in there if role in people.roles_of(one, on=on)]


def _shuffled(rows: Any) -> Sequence[Any]:
    found = list(rows)
    SystemRandom().shuffle(found)
    return found
