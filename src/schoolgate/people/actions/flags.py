"""Restricted flags: set and lifted, never edited."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.people import permissions
from schoolgate.people.actions.persons import NotAllowed, require
from schoolgate.people.models import Person, Restriction
from schoolgate.people.rights import Capability
from schoolgate.people.rules import Flag
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


class UnableToFlag(Exception):
    """The flag is set already, or is not set; nothing was changed."""


@transaction.atomic
def look_at_flags(*, person: Person, by: Person, at: datetime) -> list[Restriction]:
    """Return somebody's flags in force, and write down who looked. Raises NotAllowed."""
    today = timezone.localdate(at)
    if not permissions.may_see_flags(by, person, on=today):
        raise NotAllowed("You may not see this. Ask the designated safeguarding lead.")
    found = permissions.restrictions_visible_to(by, on=today).filter(
        permissions.in_force(today), person=person
    )
    journal.write(school=person.school, by=by, at=at, verb=PeopleVerb.FLAG_SEEN, object=person)
    return list(found)


@transaction.atomic
def set_flag(*, person: Person, flag: Flag, by: Person | System, at: datetime) -> Restriction:
    """Set a flag from today. Raises NotAllowed, UnableToFlag."""
    require(by, Capability.FLAG_CHANGE, person.school_id, at)
    try:
        with transaction.atomic():
            made = Restriction.objects.create(
                school_id=person.school_id, person=person, flag=flag, from_on=timezone.localdate(at)
            )
    except IntegrityError:
        raise UnableToFlag("This flag is set already.") from None
    _write(PeopleVerb.FLAG_SET, person, flag, by, at)
    return made


@transaction.atomic
def lift_flag(*, person: Person, flag: Flag, by: Person | System, at: datetime) -> None:
    """Lift a flag. One set on the same day goes altogether. Raises NotAllowed, UnableToFlag."""
    require(by, Capability.FLAG_CHANGE, person.school_id, at)
    still_open = Restriction.objects.filter(person=person, flag=flag, until_on=None)
    lifted, _ = still_open.filter(from_on__gte=timezone.localdate(at)).delete()
    if lifted + still_open.update(until_on=timezone.localdate(at)) != 1:
        raise UnableToFlag("This flag is not set.")
    _write(PeopleVerb.FLAG_LIFTED, person, flag, by, at)


def _write(verb: PeopleVerb, person: Person, flag: Flag, by: Person | System, at: datetime) -> None:
    words = {"flag": flag.value.replace("_", " ")}
    journal.write(school=person.school, by=by, at=at, verb=verb, object=person, body=words)
