"""Who may see whom, and who may do what. Whoever is not named here sees nobody and may nothing."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from django.db.models import Q, QuerySet

from schoolgate.people import rules
from schoolgate.people.models import Appointment, Delegation, Person, Restriction, Teaching
from schoolgate.people.rules import Kind
from schoolgate.records.parties import System


class Capability(StrEnum):
    """What a role may be needed for."""

    FLAG_CHANGE = "people:flag:change"
    PERSON_CHANGE = "people:person:change"
    ROLE_APPOINT = "people:role:appoint"
    ROSTER_IMPORT = "people:roster:import"


_LEADERS: Final = frozenset({"deputy_headteacher", "dsl", "headteacher", "inclusion_leader"})
_OFFICE: Final = frozenset({"data_protection_lead", "headteacher", "school_business_manager"})
_MAY: Final[dict[Capability, frozenset[str]]] = {
    Capability.FLAG_CHANGE: frozenset({"dsl", "headteacher", "inclusion_leader"}),
    Capability.PERSON_CHANGE: _OFFICE,
    Capability.ROLE_APPOINT: frozenset({"chair", "headteacher"}),
    Capability.ROSTER_IMPORT: _OFFICE | {"it_technician", "network_manager"},
}
# Technicians keep the list of users, and see of nobody more than that list.
_SEES_EVERYONE: Final = _LEADERS | _OFFICE | {"it_technician", "network_manager", "senior_leader"}
_COLLEAGUES: Final = Q(kind__in=sorted(rules.STAFF_KINDS | {Kind.GOVERNOR}))


def roles_of(person: Person, *, on: date) -> frozenset[str]:
    """Return the roles somebody holds on a day: their post, and appointments in force.

    None for somebody who has not started or has left. Deputies and those to whom a role is
    delegated hold it too.
    """
    if not rules.is_current(on, person.starts_on, person.ends_on):
        return frozenset()
    mine = Appointment.objects.filter(in_force(on), person=person)
    appointed = mine.order_by().values_list("role")
    delegated = Delegation.objects.filter(in_force(on), in_force(on, "appointment__"), to=person)
    held = appointed.union(delegated.values_list("appointment__role"))
    return frozenset({person.role, *(role for (role,) in held)})


def in_force(on: date, prefix: str = "") -> Q:
    """Return the condition that a span `from_on` to `until_on` holds on a day."""
    over = Q(**{f"{prefix}until_on__isnull": True}) | Q(**{f"{prefix}until_on__gt": on})
    return Q(**{f"{prefix}from_on__lte": on}) & over


def may(who: Person | System, capability: Capability, *, school: int, on: date) -> bool:
    """Tell whether somebody may do something at a school. The operator's own commands may."""
    if isinstance(who, System):
        return True
    return who.school_id == school and not _MAY[capability].isdisjoint(roles_of(who, on=on))


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


def _class_of(viewer: Person, prefix: str = "") -> Q:
    names = Teaching.objects.filter(person=viewer).values("class_name")
    return Q(**{f"{prefix}kind": Kind.PUPIL, f"{prefix}class_name__in": names})
