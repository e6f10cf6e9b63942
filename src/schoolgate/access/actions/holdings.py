"""What people have of the school's, noted by hand until the room of equipment keeps it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.access.actions.shared import UnableToRecord, name_of, words
from schoolgate.access.models import Holding
from schoolgate.access.verbs import AccessVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


@transaction.atomic
def note_holding(*, person: Person, what: str, by: Person | System, at: datetime) -> Holding:
    """Note that somebody has something of the school's. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.CHECKLIST_KEEP, person.school_id, at)
    line = words(what, "Say what they hold: a laptop and its number, a key.")
    made = Holding.objects.create(
        school_id=person.school_id,
        person=person,
        what=line,
        since_on=timezone.localdate(at),
        noted_by=name_of(by),
    )
    journal.write(school=person.school, by=by, at=at, verb=AccessVerb.HOLDING_NOTED, object=made,
                  body={"person": str(person)})  # fmt: skip
    return made


@transaction.atomic
def take_back(*, holding: Holding, by: Person | System, at: datetime) -> Holding:
    """Record that something came back. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.CHECKLIST_KEEP, holding.school_id, at)
    out = Holding.objects.filter(pk=holding.pk, returned_at=None)
    if out.update(returned_at=at, returned_to=name_of(by)) != 1:
        raise UnableToRecord(f"{holding} is back already.")
    holding.returned_at, holding.returned_to = at, name_of(by)
    journal.write(school=holding.school, by=by, at=at, verb=AccessVerb.HOLDING_RETURNED,
                  object=holding, body={"person": str(holding.person)})  # fmt: skip
    return holding
