"""Talks with whoever has to look at bad material (MON-14): that they were held, what follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from schoolgate.monitoring.actions.storing import FASTER, UnableToAct, require, stored
from schoolgate.monitoring.models import SupportTalk
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal

FOLLOWS: Final = {
    "nothing": "Nothing is needed now", "again": "They talk again soon",
    "less": "Somebody else looks for a while", "help": "Help from outside was offered",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk that was held: with whom, when, what follows, when the next one is."""

    person: Person
    held_on: date
    follows: str
    next_on: date | None = None
    ticket: UUID = field(default_factory=uuid4)


@transaction.atomic
def record_talk(*, talk: Talk, by: Person, at: datetime) -> SupportTalk:
    """Write down that a talk was held; not a word of it. The same ticket twice is once. Raises
    UnableToAct."""
    sent = SupportTalk.objects.filter(school=by.school_id, by=by, ticket=talk.ticket)
    if before := sent.first():
        return before
    today = timezone.localdate(at)
    require(by, Capability.SUPPORT_KEEP, at, "The headteacher, the chair or a deputy writes this.")
    if talk.person.school_id != by.school_id or not people.roles_of(talk.person, on=today):
        raise UnableToAct("Name somebody of your school.")
    if talk.person.pk == by.pk:
        raise UnableToAct("Nobody supports themselves. Somebody else holds this talk.")
    if talk.follows not in FOLLOWS:
        raise UnableToAct("Choose what follows.")
    if talk.held_on > today or (talk.next_on and talk.next_on <= talk.held_on):
        raise UnableToAct("Give a day that has been, and for the next talk a later one.")
    made = stored(SupportTalk(school=by.school, ticket=talk.ticket, person=talk.person, by=by,
                              held_on=talk.held_on, follows=talk.follows, next_on=talk.next_on,
                              written_at=at), FASTER)  # fmt: skip
    journal.write(school=by.school, by=by, at=at, verb=MonitoringVerb.SUPPORT_RECORDED, object=made,
                  body={"name": str(talk.person)})  # fmt: skip
    return made
