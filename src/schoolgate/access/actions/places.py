"""Locked places: entered, their lists kept, checked, and who was in them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.access.actions.shared import UnableToRecord, name_of, words
from schoolgate.access.models import Entrant, Place, PlaceCheck, Visit
from schoolgate.access.queries import places as queries
from schoolgate.access.verbs import AccessVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

LONGEST_PERIOD = 366


@transaction.atomic
def add_place(
    *, school: School, name: str, holds: str, every_days: int, by: Person | System, at: datetime
) -> Place:
    """Enter a locked place and how often it is checked. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.PLACE_KEEP, school.pk, at)
    called = words(name, "Enter the place’s name.")
    what = words(holds, "Say what is in it: servers, cabling, wireless.")
    if not 1 <= every_days <= LONGEST_PERIOD:
        raise UnableToRecord("A place is checked at least once a year. Enter 1 to 366 days.")
    try:
        with transaction.atomic():
            made = Place.objects.create(school=school, name=called, holds=what,
                                        every_days=every_days, added_at=at)  # fmt: skip
    except IntegrityError:
        raise UnableToRecord(f"{called} is in the list already.") from None
    journal.write(school=school, by=by, at=at, verb=AccessVerb.PLACE_ADDED, object=made)
    return made


@transaction.atomic
def put_on_list(*, place: Place, person: Person, by: Person | System, at: datetime) -> Entrant:
    """Let somebody enter a place from today. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.PLACE_KEEP, place.school_id, at)
    if person.school_id != place.school_id:
        raise UnableToRecord("Choose somebody of this school.")
    try:
        with transaction.atomic():
            made = Entrant.objects.create(school_id=place.school_id, place=place, person=person,
                                          from_on=timezone.localdate(at))  # fmt: skip
    except IntegrityError:
        raise UnableToRecord(f"{person} is on the list already.") from None
    _list_changed(made, "put on the list", by, at)
    return made


@transaction.atomic
def take_off_list(*, entrant: Entrant, by: Person | System, at: datetime) -> None:
    """Let somebody enter no longer, from today. One put on today goes altogether.

    Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.PLACE_KEEP, entrant.school_id, at)
    today = timezone.localdate(at)
    here = Entrant.objects.filter(pk=entrant.pk, until_on=None)
    gone, _ = here.filter(from_on__gte=today).delete()
    if gone + here.update(until_on=today) != 1:
        raise UnableToRecord("They are off the list already.")
    _list_changed(entrant, "took off the list", by, at)


def _list_changed(entrant: Entrant, change: str, by: Person | System, at: datetime) -> None:
    journal.write(
        school=entrant.school,
        by=by,
        at=at,
        verb=AccessVerb.PLACE_LIST_CHANGED,
        object=entrant.place,
        body={"change": change, "person": str(entrant.person)},
    )


@transaction.atomic
def record_check(
    *, place: Place, on: date, found: str, by: Person | System, at: datetime
) -> PlaceCheck:
    """Record that a place was checked, and what was found. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.PLACE_KEEP, place.school_id, at)
    line = words(found, "Say what was found: locked, list right, or what was wrong.", shortest=3)
    if on > timezone.localdate(at):
        raise UnableToRecord("This day has not come yet. Give the day of the check.")
    made = PlaceCheck.objects.create(
        school_id=place.school_id,
        place=place,
        checked_on=on,
        found=line,
        recorded_at=at,
        recorded_by=name_of(by),
    )
    journal.write(school=place.school, by=by, at=at, verb=AccessVerb.PLACE_CHECKED, object=place,
                  body={"found": line})  # fmt: skip
    return made


@transaction.atomic
def log_visit(
    *,
    place: Place,
    name: str,
    purpose: str,
    entered_at: datetime,
    by: Person | System,
    at: datetime,
) -> Visit:
    """Log who was in a place; whether they were on its list that day is kept with it.

    Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.PLACE_KEEP, place.school_id, at)
    called = words(name, "Enter the visitor’s name.")
    why = words(purpose, "Say what they did there.")
    if entered_at > at + timedelta(minutes=1):
        raise UnableToRecord("This time has not come yet. Give the time of the visit.")
    person = queries.entrant_named(place, called, on=timezone.localdate(entered_at))
    made = Visit.objects.create(
        school_id=place.school_id, place=place, name=called, person=person,
        on_list=person is not None, purpose=why, entered_at=entered_at, logged_at=at,
        logged_by=name_of(by),
    )  # fmt: skip
    journal.write(school=place.school, by=by, at=at, verb=AccessVerb.PLACE_ENTERED, object=place,
                  body={"name": called, "purpose": why, "on_list": made.on_list})  # fmt: skip
    return made
