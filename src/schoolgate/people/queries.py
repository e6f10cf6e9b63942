"""Every read of schools and people. Names of schools are public; who is in them is not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from schoolgate.people import permissions, rules
from schoolgate.people.models import Appointment, Delegation, Person, Restriction, School
from schoolgate.records.parties import System


def schools() -> QuerySet[School]:
    """The schools (not the authority), by name."""
    return School.objects.filter(kind=School.Kind.SCHOOL)


def people(*, viewer: Person | None, on: date) -> QuerySet[Person]:
    """Return those whom the viewer may see, who are at the school on that day."""
    return permissions.visible_to(viewer, on=on).filter(_present(on))


def restrictions(*, viewer: Person | None, on: date) -> QuerySet[Restriction]:
    """Return the flags in force on a day that the viewer may see."""
    return permissions.restrictions_visible_to(viewer, on=on).filter(permissions.in_force(on))


def roster(*, school: School, viewer: Person | System, on: date) -> QuerySet[Person]:
    """Return everyone of a school, leavers too, for whoever may import; nobody for others."""
    if permissions.may(viewer, permissions.Capability.ROSTER_IMPORT, school=school.pk, on=on):
        return Person.objects.filter(school=school)
    return Person.objects.none()


def missing(*, school: School, viewer: Person | System, on: date) -> QuerySet[Person]:
    """Return who is held: gone from the roster, and nobody has confirmed that they left."""
    return roster(school=school, viewer=viewer, on=on).filter(missing_since__isnull=False)


def holders(*, school: School, role: str, on: date) -> list[Person]:
    """Return who holds a role on a day, closest first; a role is public, so is who holds it.

    Those appointed or in the post; else those to whom it is delegated; else deputies; else the
    headteacher. Empty only when there is no headteacher either.
    """
    slug = rules.role_slug(role)
    found = (
        _holding(school, slug, on) or _delegates(school, slug, on) or _deputies(school, slug, on)
    )
    return found or (_holding(school, "headteacher", on) if slug != "headteacher" else [])


def vacant_roles(*, school: School, roles: Iterable[str], on: date) -> list[str]:
    """Return those of a pack's roles, as the pack spells them, that nobody holds on a day."""
    held = set(_appointed(school, on).values_list("role", flat=True))
    held |= set(_at(school, on).values_list("role", flat=True))
    return [role for role in roles if rules.role_slug(role) not in held]


def _present(on: date, prefix: str = "") -> Q:
    begun = Q(**{f"{prefix}starts_on__isnull": True}) | Q(**{f"{prefix}starts_on__lte": on})
    there = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": on})
    return begun & there


def _at(school: School, on: date) -> QuerySet[Person]:
    return Person.objects.filter(_present(on), school=school)


def _appointed(school: School, on: date) -> QuerySet[Appointment]:
    here = Appointment.objects.filter(permissions.in_force(on), school=school, deputy_of=None)
    return here.filter(_present(on, "person__"))


def _holding(school: School, slug: str, on: date) -> list[Person]:
    appointed = _appointed(school, on).filter(role=slug).values("person")
    found = _at(school, on).filter(Q(role=slug) | Q(pk__in=appointed))
    return list(found.order_by("name"))


def _delegates(school: School, slug: str, on: date) -> list[Person]:
    given = Delegation.objects.filter(permissions.in_force(on), appointment__role=slug)
    return list(_at(school, on).filter(pk__in=given.values("to")).order_by("name"))


def _deputies(school: School, slug: str, on: date) -> list[Person]:
    given = Appointment.objects.filter(permissions.in_force(on), deputy_of__role=slug)
    return list(_at(school, on).filter(pk__in=given.values("person")).order_by("name"))
