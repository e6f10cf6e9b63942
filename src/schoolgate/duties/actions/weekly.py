"""The e-mail on Monday: what falls due this week. Whoever gets it gets no other that day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from schoolgate.duties.verbs import DutiesVerb
from schoolgate.jobs import letters
from schoolgate.people import actions as people
from schoolgate.people.models import Person
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

LETTER = "duties:week"


@transaction.atomic
def tell_week(*, person: Person, keys: Sequence[str], by: System, at: datetime) -> bool:
    """Write to somebody that so many duties fall due this week; False when they have been written
    to today already."""
    if not keys or not person.email or not people.claim_today(person=person, at=at):
        return False
    letters.post(LETTER, school=person.school_id, person=person.pk, count=len(keys))
    journal.write(school=person.school, by=by, at=at, verb=DutiesVerb.WEEK_TOLD, object=person,
                  body={"count": len(keys)})  # fmt: skip
    return True
