"""Who may see whom, and who may do what. Whoever is not named here sees nobody and may nothing."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet

from schoolgate.people import looking, rights, rules
from schoolgate.people.models import (
    Guardianship,
    Person,
    Restriction,
    Teaching,
)
from schoolgate.people.rights import Capability
from schoolgate.people.rules import Kind
from schoolgate.records.parties import System
from schoolgate.records.permissions import Reader

_LEADERS: Final = frozenset({"deputy_headteacher", "dsl", "headteacher", "inclusion_leader"})
_OFFICE: Final = frozenset({"data_protection_lead", "headteacher", "school_business_manager"})
# Technicians keep the list of users, and see of nobody more than that list.
_SEES_EVERYONE: Final = _LEADERS | _OFFICE | {"it_technician", "network_manager", "senior_leader"}
_KNOWN: Final = "_roles_on"
# In SQL, for it is asked at every request: Django takes ten times as long to put it into words.
_HELD: Final = """
    SELECT role FROM people_appointment
    WHERE person_id = %(person)s AND from_on <= %(on)s AND (until_on IS NULL OR until_on > %(on)s)
    UNION
    SELECT role FROM people_delegation AS given
    JOIN people_appointment AS post ON post.id = given.appointment_id
    WHERE given.to_id = %(person)s AND given.from_on <= %(on)s AND given.until_on > %(on)s
    AND post.from_on <= %(on)s AND (post.until_on IS NULL OR post.until_on > %(on)s)"""
_COLLEAGUES: Final = Q(kind__in=sorted(rules.STAFF_KINDS | {Kind.GOVERNOR}))


def roles_of(person: Person, *, on: date) -> frozenset[str]:
    """Return the roles somebody holds on a day: their post, and appointments in force.

    None for somebody who has not started or has left. Deputies and those to whom a role is
    delegated hold it too.
    """
    if not rules.is_current(on, person.starts_on, person.ends_on):
        return frozenset()
    known: dict[date, frozenset[str]] = getattr(person, _KNOWN, {})
    if on in known:
        return known[on]
    return looking.once(("roles", person.pk, person.role, on), lambda: _held(person, on))


def _held(person: Person, on: date) -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"person": person.pk, "on": on.isoformat()})
        return frozenset({person.role, *(role for (role,) in cursor.fetchall())})


def keep_roles(person: Person, *, on: date) -> frozenset[str]:
    """Return somebody's roles and keep them on this very object: for one request, no longer."""
    setattr(person, _KNOWN, {on: roles_of(person, on=on)})
    return roles_of(person, on=on)


def reader_of(person: Person | None, *, on: date) -> Reader | None:
    """Return somebody as the journal sees them: a school and the roles held on a day."""
    if person is None:
        return None
    return Reader(person.school_id, rights.words_for(person.kind, roles_of(person, on=on)))


def in_force(on: date, prefix: str = "") -> Q:
    """Return the condition that a span `from_on` to `until_on` holds on a day."""
    over = Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gt": on})
    return Q(**{f"{prefix}from_on__lte": on}) & over


def may(who: Person | System, capability: Capability, *, school: int, on: date) -> bool:
    """Tell whether somebody may do something at a school. The operator's own commands may."""
    if isinstance(who, System):
        return True
    held = rights.words_for(who.kind, roles_of(who, on=on))
    return who.school_id == school and not rights.MAY[capability].isdisjoint(held)


def visible_to(viewer: Person | None, *, on: date) -> QuerySet[Person]:
    """Return the people whom the viewer may see on a day, always of the viewer's own school.

    Leaders, the office and technicians: everyone. Staff: colleagues, governors, their own classes
    and the guardians of these. Governors: staff and governors. Everyone: themselves and the pupils
    whom they answer for.
    """
    held = frozenset() if viewer is None else roles_of(viewer, on=on)
    if viewer is None or not held:
        return Person.objects.none()
    here = Person.objects.filter(school=viewer.school_id)
    if held & _SEES_EVERYONE:
        return here
    seen = Q(pk=viewer.pk) | Q(guarded_by__guardian=viewer)
    if viewer.kind in rules.STAFF_KINDS | {Kind.GOVERNOR}:
        seen |= _COLLEAGUES
    if viewer.kind in rules.STAFF_KINDS:
        seen |= _class_of(viewer) | _class_of(viewer, "guardian_of__pupil__")
    return Person.objects.filter(pk__in=here.filter(seen).values("pk"))


def may_see(viewer: Person | None, person: Person, *, on: date) -> bool:
    """Tell whether the viewer may see one person; agrees with `visible_to`."""
    return visible_to(viewer, on=on).filter(pk=person.pk).exists()


def restrictions_visible_to(viewer: Person | None, *, on: date) -> QuerySet[Restriction]:
    """Return the flags that the viewer may see: leaders of all, staff of their own classes."""
    held = frozenset() if viewer is None else roles_of(viewer, on=on)
    if viewer is None or not held:
        return Restriction.objects.none()
    here = Restriction.objects.filter(school=viewer.school_id)
    if held & _LEADERS:
        return here
    if viewer.kind not in rules.STAFF_KINDS:
        return here.none()
    return here.filter(_class_of(viewer, "person__"))


def may_see_flags(viewer: Person | None, person: Person, *, on: date) -> bool:
    """Tell whether the viewer may see one person's flags; agrees with `restrictions_visible_to`."""
    held = frozenset() if viewer is None else roles_of(viewer, on=on)
    if viewer is None or not held or viewer.school_id != person.school_id:
        return False
    return not held.isdisjoint(_LEADERS) or _teaches(viewer, person)


def may_see_family(viewer: Person | None, person: Person, *, on: date) -> bool:
    """Tell whether the viewer may see who answers for whom: not who merely keeps the list."""
    held = frozenset() if viewer is None else roles_of(viewer, on=on)
    if viewer is None or not held or not may_see(viewer, person, on=on):
        return False
    if held & (_LEADERS | _OFFICE | {"senior_leader"}) or viewer == person:
        return True
    if Guardianship.objects.filter(guardian=viewer, pupil=person).exists():
        return True
    pupils = Person.objects.filter(_class_of(viewer), school=viewer.school_id)
    of_a_pupil = Guardianship.objects.filter(guardian=person, pupil__in=pupils)
    return _teaches(viewer, person) or (viewer.kind in rules.STAFF_KINDS and of_a_pupil.exists())


def sees_who_left(viewer: Person | None, *, on: date) -> bool:
    """Tell whether the viewer keeps the list of people: leavers, those to come, those held."""
    if viewer is None:
        return False
    keeping = (Capability.PERSON_CHANGE, Capability.ROSTER_IMPORT)
    return any(may(viewer, one, school=viewer.school_id, on=on) for one in keeping)


def _teaches(viewer: Person, person: Person) -> bool:
    if viewer.kind not in rules.STAFF_KINDS or not person.class_name:
        return False
    mine = Teaching.objects.filter(person=viewer, class_name=person.class_name)
    return person.kind == Kind.PUPIL and mine.exists()


def _class_of(viewer: Person, prefix: str = "") -> Q:
    names = Teaching.objects.filter(person=viewer).values("class_name")
    return Q(**{f"{prefix}kind": Kind.PUPIL, f"{prefix}class_name__in": names})
