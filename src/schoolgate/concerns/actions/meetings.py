"""Meetings of a case: each family is asked on its own, and sees its own meeting alone."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from schoolgate.concerns import keys, queries
from schoolgate.concerns.actions.storing import UnableToAct, open_for, write_entry
from schoolgate.concerns.actions.writing import refuse
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Attendance, Case, Entry, Meeting
from schoolgate.concerns.rules.kinds import KINDS
from schoolgate.concerns.rules.words import Part
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people.models import Person
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.records import actions as journal
from schoolgate.records import sealing


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is asked to a meeting: a family by name, those of them who have accounts, the leader who
    is there too; when, where, and how they were asked."""

    whom: str
    companion: Person
    how: str
    where: str
    meet_at: datetime
    guests: Sequence[Person] = ()
    ticket: UUID = field(default_factory=uuid4)

    def said(self) -> dict[str, str]:
        """Return it as the entry keeps it."""
        when = timezone.localtime(self.meet_at)
        return {
            "whom": self.whom.strip(), "companion": self.companion.name, "how": self.how.strip(),
            "where": self.where.strip(), "when": f"{when:%-d %B %Y, %H:%M}",
        }  # fmt: skip


@transaction.atomic
def invite(*, case: Case, invitation: Invitation, by: Person, at: datetime) -> Entry:
    """Write down an invitation and give each who comes the key of this meeting. Sent twice, it is
    one. Raises UnableToAct."""
    opened = open_for(case, by, at)
    sent = Entry.objects.filter(case=case, ticket=invitation.ticket).first()
    if sent is not None:
        return sent
    said = invitation.said()
    names = ", ".join([said["whom"], *(one.name for one in invitation.guests)])
    refuse(opened, KINDS["meeting-invited"], said | {"whom": names}, by=by, at=at)
    _refuse(opened, invitation)
    entry = write_entry(opened, kind="meeting-invited", said=said, by=by, at=at,
                        ticket=invitation.ticket)  # fmt: skip
    _keep(opened, entry, invitation, said, by)
    journal.write(school=case.school, by=by, at=at, verb=ConcernsVerb.MEETING_ARRANGED,
                  object=case, body={"entry": entry.pk})  # fmt: skip
    return entry


def _refuse(opened: Opened, invitation: Invitation) -> None:
    if invitation.companion.kind not in STAFF_KINDS | {"governor"}:
        raise UnableToAct("The one at your side is a leader of the school or a governor.")
    here = opened.case.school_id
    if any(one.school_id != here for one in (invitation.companion, *invitation.guests)):
        raise UnableToAct("Choose people of your own school.")
    attacked = {one.person for one in queries.parties(opened) if one.row.part == Part.TARGET}
    for one in (invitation.companion, *invitation.guests):
        if one.pk in attacked:
            raise UnableToAct(f"{one.name} was attacked and is not asked to the meeting.")


def _keep(
    opened: Opened, entry: Entry, invitation: Invitation, said: dict[str, str], by: Person
) -> None:
    """Store the meeting under a key of its own, wrapped for each who comes and has an account."""
    case, key = opened.case, sealing.new_key()
    row = Meeting(school=case.school, case=case, entry=entry, at=invitation.meet_at)
    row.body = keys.Opened(case, key).seal(row, "body", said)
    row.inner = opened.seal(row, "inner", b64encode(key).decode())
    row.save(force_insert=True)
    coming = {one.pk: one for one in (invitation.companion, *invitation.guests)}
    Attendance.objects.bulk_create(
        Attendance(
            school=case.school, meeting=row, person=one,
            wrapped=keys.wrapped_for(key, school=case.school_id, person=one),
        ) for one in coming.values()
    )  # fmt: skip


@transaction.atomic
def note_meetings_viewed(*, by: Person, at: datetime) -> None:
    """Write down that somebody looked at the meetings to which they are asked."""
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.MEETINGS_VIEWED, object=by)
