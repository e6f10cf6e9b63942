"""Entries of small registers: resources that are used, courses and what they taught."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from schoolgate.concerns import registers, routing
from schoolgate.concerns.actions.storing import UnableToAct
from schoolgate.concerns.models import Listed
from schoolgate.concerns.rules.kept import COURSES, REGISTERS, RESOURCES, left_out
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people import permissions as people
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal

_VERBS = {COURSES: ConcernsVerb.COURSE_LISTED, RESOURCES: ConcernsVerb.RESOURCE_LISTED}


@transaction.atomic
def list_entry(
    *, register: str, said: Mapping[str, str], ticket: UUID, by: Person, at: datetime
) -> Listed:
    """Write an entry into a register. Sent twice, it is one. Raises UnableToAct."""
    here, on = by.school, timezone.localdate(at)
    if not people.may(by, Capability.LISTED_KEEP, school=here.pk, on=on):
        raise UnableToAct("Others at your school keep this. Ask the headteacher.")
    School.objects.select_for_update().get(pk=here.pk)  # two who write at once, one by one
    there = Listed.objects.filter(school=here)
    if (sent := there.filter(ticket=ticket).first()) is not None:
        return sent
    fields = REGISTERS[register].fields
    if missing := [one.label for one in fields if not said.get(one.name, "").strip()]:
        raise UnableToAct(f"Answer this: {missing[0]}")
    if register == COURSES and (why := left_out(said, routing.pack_of(here))):
        raise UnableToAct(why)
    last = there.filter(register=register).aggregate(last=Max("number"))["last"] or 0
    row = Listed(school=here, register=register, number=last + 1, ticket=ticket, by=by, at=at)
    registers.seal(row, {one.name: said[one.name].strip() for one in fields})
    row.save(force_insert=True)
    journal.write(school=here, by=by, at=at, verb=_VERBS[register], object=row)
    return row
