"""The demonstration: put in place once, and left as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from schoolgate.people import rules
from schoolgate.people.actions.calendar import keep_year
from schoolgate.people.crowd import everyone
from schoolgate.people.demonstration import INVENTED, ROLES, SCHOOLS, SOURCE, PersonToShow
from schoolgate.people.demonstration_year import YEARS
from schoolgate.people.models import (
    Appointment,
    CalendarSpan,
    Guardianship,
    Person,
    School,
    Teaching,
)
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

DEMONSTRATION: Final = System("demonstration", "The demonstration")
Part = Callable[[School, datetime], None]
_parts: dict[str, Part] = {}
_SINCE: Final = date(2026, 9, 1)


def also_show(name: str, part: Part) -> None:
    """Let a higher room add to Brookside what it has to show; a second time must change nothing."""
    _parts[name] = part


@transaction.atomic
def set_up_demonstration(*, by: System = DEMONSTRATION, at: datetime | None = None) -> None:
    """Put the demonstration's schools and people in place; a second time changes nothing.

    The only action that needs not be told who and when: nobody real is touched by it.
    """
    for school in SCHOOLS:
        values = school._asdict()
        School.objects.update_or_create(slug=values.pop("slug"), defaults=values)
    brookside = School.objects.get(slug=INVENTED)
    shown = everyone()
    _adopt(brookside, shown)
    known = {key for (key,) in _there(brookside).values_list("external_id")}
    if new := [one for one in shown if one.id not in known]:
        Person.objects.bulk_create(_person(brookside, one) for one in new)
        _link(brookside, shown)
        journal.write(school=brookside, by=by, at=at or timezone.now(), object=brookside,
                      verb=PeopleVerb.DEMONSTRATION_SET_UP, body={"people": len(new)})  # fmt: skip
    for year, spans in YEARS.items():
        if not CalendarSpan.objects.filter(school=brookside, year=year).exists():
            keep_year(school=brookside, year=year, spans=spans, by=by, at=at or timezone.now())
    for part in _parts.values():
        part(brookside, at or timezone.now())


def _there(school: School) -> QuerySet[Person]:
    return Person.objects.filter(school=school, source=SOURCE)


def _adopt(school: School, shown: tuple[PersonToShow, ...]) -> None:
    """Give those whom an older demonstration left without an id theirs, year and class."""
    older = {one.name: one for one in Person.objects.filter(school=school, external_id="")}
    for show in shown:
        if person := older.get(show.name):
            person.source, person.external_id = SOURCE, show.id
            person.year, person.class_name = show.year, show.class_name
            person.given_name, _, person.family_name = show.name.partition(" ")
            person.save()


def _person(school: School, show: PersonToShow) -> Person:
    given, _, family = show.name.partition(" ")
    return Person(
        school=school, source=SOURCE, external_id=show.id, name=show.name, given_name=given,
        family_name=family, kind=rules.kind_of(show.role), role=show.role, title=show.title,
        year=show.year, class_name=show.class_name, starts_on=_SINCE,
        newly_qualified=show.role == "newly_qualified_teacher",
    )  # fmt: skip


def _link(school: School, shown: tuple[PersonToShow, ...]) -> None:
    keys = dict(_there(school).values_list("external_id", "pk"))
    Teaching.objects.bulk_create(
        (Teaching(school=school, person_id=keys[one.id], class_name=one.teaches)
         for one in shown if one.teaches),
        ignore_conflicts=True,
    )  # fmt: skip
    Guardianship.objects.bulk_create(
        (Guardianship(school=school, guardian_id=keys[one.id], pupil_id=keys[pupil])
         for one in shown for pupil in one.guards),
        ignore_conflicts=True,
    )  # fmt: skip
    Appointment.objects.bulk_create(
        (Appointment(school=school, person_id=keys[one], role=role, from_on=_SINCE)
         for one, role in ROLES),
        ignore_conflicts=True,
    )  # fmt: skip
