"""A notice sent: the words, and everybody whom it is for, are kept as they are at that moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.jobs import letters
from schoolgate.notices import permissions, queries, rules
from schoolgate.notices.models import LONGEST, Notice, Telling
from schoolgate.notices.rules import Group, How, Means
from schoolgate.notices.verbs import NoticesVerb
from schoolgate.people.models import Person
from schoolgate.records import actions as journal

LETTER = "notices:telling"


class UnableToSend(Exception):
    """The notice cannot be sent, or not like this; nothing was. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody is about to send; `key` and `clause` where the policy asks for it."""

    subject: str
    body: str
    groups: tuple[Group, ...]
    how: How = How.POST
    class_name: str = ""
    asks: bool = False
    key: str = ""
    clause: str = ""
    held_on: date | None = None
    where: str = ""
    ticket: UUID = field(default_factory=uuid4)


@transaction.atomic
def send(*, draft: Draft, by: Person, at: datetime) -> Notice:
    """Send a notice to everybody whom it is for, now. The same ticket twice sends once.

    E-mail goes out by jobs; letters are printed when somebody asks for them. Raises UnableToSend.
    """
    sent = Notice.objects.filter(school=by.school_id, by=by, ticket=draft.ticket)
    if before := sent.first():
        return before
    on = timezone.localdate(at)
    if not permissions.may_send(by, on=on):
        raise UnableToSend("Only the headteacher, the deputy, the coordinator or the office sends.")
    _refuse_nonsense(draft, on)
    people = queries.persons(
        school=by.school, groups=draft.groups, class_name=draft.class_name, on=on
    )
    if not people:
        raise UnableToSend("Nobody at the school fits. Choose other groups, or another class.")
    notice = _notice(draft, by, at)
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError:  # the same form, sent at the same moment
        return sent.get()
    _tell(notice, people, draft.how)
    body = {"count": len(people), "how": draft.how.value}
    journal.write(school=by.school, by=by, at=at, verb=NoticesVerb.NOTICE_SENT, object=notice,
                  clause=draft.clause, body=body)  # fmt: skip
    return notice


def _refuse_nonsense(draft: Draft, on: date) -> None:
    if not draft.subject.strip() or not draft.body.strip():
        raise UnableToSend("Write a subject and what you want to say.")
    if len(draft.body) > LONGEST:
        raise UnableToSend(f"Write at most {LONGEST:,} characters.")
    if not draft.groups:
        raise UnableToSend("Choose whom it is for.")
    dated = draft.how in {How.MEETING, How.NEWSLETTER}
    if dated and draft.held_on is None:
        raise UnableToSend("Give the day of the meeting or of the newsletter.")
    if dated and draft.held_on and draft.held_on > on:
        raise UnableToSend("That day is still to come. Write it down when it has been.")
    if draft.asks and draft.how is How.NEWSLETTER:
        raise UnableToSend("Nobody can answer a newsletter. Choose another way, or do not ask.")


def _notice(draft: Draft, by: Person, at: datetime) -> Notice:
    dated = draft.how in {How.MEETING, How.NEWSLETTER}
    return Notice(
        school=by.school, ticket=draft.ticket, by=by, subject=" ".join(draft.subject.split()),
        body=draft.body.strip(), key=draft.key, clause=draft.clause, groups=" ".join(draft.groups),
        class_name=draft.class_name, how=draft.how, asks=draft.asks,
        held_on=draft.held_on if dated else None, where=draft.where if dated else "", sent_at=at,
    )  # fmt: skip


def _tell(notice: Notice, people: list[Person], how: How) -> None:
    made = []
    for person in people:
        means = rules.means(how, email=person.email)
        address = person.email if means is Means.EMAIL else ""
        made.append(Telling(school=notice.school, notice=notice, person=person, means=means,
                            email=address))  # fmt: skip
    for one in Telling.objects.bulk_create(made):
        if one.means == Means.EMAIL:
            letters.post(LETTER, school=notice.school_id, telling=one.pk)
