"""People entered or changed one at a time, and the check that all actions share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.people import permissions, rules
from schoolgate.people.models import Guardianship, Person, School
from schoolgate.people.rights import Capability
from schoolgate.people.rules import Kind
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


class NotAllowed(Exception):
    """Whoever acts may not do this here. The message says who may be asked."""


class UnableToChange(Exception):
    """People cannot be as they would be then; nothing was changed."""


def require(by: Person | System, capability: Capability, school: int, at: datetime) -> None:
    """Raise NotAllowed unless whoever acts may do this at the school on that day."""
    if not permissions.may(by, capability, school=school, on=timezone.localdate(at)):
        raise NotAllowed("You may not do this at this school. Ask the headteacher.")


@transaction.atomic
def add_person(
    *, school: School, name: str, kind: Kind, by: Person | System, at: datetime, **more: Any
) -> Person:
    """Add somebody by hand; `more` are fields of Person. Raises NotAllowed, UnableToChange."""
    require(by, Capability.PERSON_CHANGE, school.pk, at)
    values = {"role": rules.role_of(kind, more.get("year"))} | more
    try:
        with transaction.atomic():
            person = Person.objects.create(school=school, name=name, kind=kind, **values)
    except IntegrityError:
        raise UnableToChange(
            f"{name} cannot be added. Check that the id is new, the year belongs to a pupil, "
            "and the first day comes before the last."
        ) from None
    journal.write(school=school, by=by, at=at, verb=PeopleVerb.PERSON_ADDED, object=person)
    return person


@transaction.atomic
def change_person(
    *, person: Person, values: Mapping[str, Any], by: Person | System, at: datetime
) -> Person:
    """Change fields of Person by hand; a pupil's role and title follow from the year.

    The next import puts back what the roster says. Raises NotAllowed, UnableToChange.
    """
    require(by, Capability.PERSON_CHANGE, person.school_id, at)
    then = dict(values)
    if person.kind == Kind.PUPIL and "year" in then:
        then |= {"role": rules.pupil_role(then["year"]), "title": rules.year_name(then["year"])}
    before = {name: getattr(person, name) for name in then}
    fields = [name for name, value in then.items() if value != before[name]]
    if not fields:
        raise UnableToChange("Nothing is different from before.")
    try:
        with transaction.atomic():
            changed = Person.objects.filter(pk=person.pk, **before).update(**then)
    except IntegrityError:
        raise UnableToChange(
            "This does not fit together: a year belongs to a pupil, and the first day comes before "
            "the last."
        ) from None
    if changed != 1:
        raise UnableToChange(f"Somebody else has just changed {person}. Look again.")
    for name, value in then.items():
        setattr(person, name, value)
    journal.write(school=person.school, by=by, at=at, verb=PeopleVerb.PERSON_CHANGED, object=person,
                  body={"fields": sorted(fields)})  # fmt: skip
    return person


@transaction.atomic
def name_guardian(
    *, pupil: Person, guardian: Person, relation: str, by: Person | System, at: datetime
) -> Guardianship:
    """Record that somebody answers for a pupil. Raises NotAllowed, UnableToChange."""
    require(by, Capability.PERSON_CHANGE, pupil.school_id, at)
    if guardian.school_id != pupil.school_id or pupil.kind != Kind.PUPIL:
        raise UnableToChange("A guardian answers for a pupil of the same school.")
    try:
        with transaction.atomic():
            made = Guardianship.objects.create(
                school=pupil.school, pupil=pupil, guardian=guardian, relation=relation
            )
    except IntegrityError:
        raise UnableToChange(f"{guardian} is recorded for {pupil} already.") from None
    journal.write(school=pupil.school, by=by, at=at, verb=PeopleVerb.GUARDIAN_NAMED, object=pupil,
                  body={"guardian": str(guardian), "relation": relation})  # fmt: skip
    return made


@transaction.atomic
def record_leaving(*, person: Person, last_day: date, by: Person | System, at: datetime) -> Person:
    """Record somebody's last day. Raises NotAllowed, UnableToChange."""
    require(by, Capability.PERSON_CHANGE, person.school_id, at)
    ends_on = last_day + timedelta(days=1)
    if person.starts_on is not None and ends_on <= person.starts_on:
        raise UnableToChange(f"{person} starts on {person.starts_on}. Give a later last day.")
    open_ones = Person.objects.filter(pk=person.pk, ends_on=person.ends_on)
    if open_ones.update(ends_on=ends_on, missing_since=None) != 1:
        raise UnableToChange(f"Somebody else has just changed {person}. Look again.")
    person.ends_on, person.missing_since = ends_on, None
    journal.write(school=person.school, by=by, at=at, verb=PeopleVerb.PERSON_LEFT, object=person,
                  body={"last_day": last_day.isoformat()})  # fmt: skip
    return person
