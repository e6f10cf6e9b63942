"""Every read of schools and people. Names of schools are public; who is in them is not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from schoolgate.people import looking, permissions, rules
from schoolgate.people.calendar import ONE_DAY, Dates, Span, SpanKind
from schoolgate.people.models import (
    Appointment,
    CalendarSpan,
    Delegation,
    Guardianship,
    Person,
    Restriction,
    School,
)
from schoolgate.people.rights import Capability
from schoolgate.records import queries as journal
from schoolgate.records.models import Entry
from schoolgate.records.parties import System

# Who is there on a day, and who is not.
STATES: Final = {
    "here": "At the school", "coming": "Not yet started", "held": "Missing from the roster",
    "left": "Left", "all": "Everybody",
}  # fmt: skip

# In SQL, for every act that tells somebody asks it: Django takes ten times as long to word it.
_HOLDERS: Final = """
    SELECT * FROM people_person WHERE school_id = %(school)s
    AND (starts_on IS NULL OR starts_on <= %(on)s) AND (ends_on IS NULL OR ends_on > %(on)s)
    AND (role = %(role)s OR id IN (
        SELECT person_id FROM people_appointment
        WHERE school_id = %(school)s AND role = %(role)s AND deputy_of_id IS NULL
        AND from_on <= %(on)s AND (until_on IS NULL OR until_on > %(on)s)))
    ORDER BY name"""


def schools() -> QuerySet[School]:
    """The schools (not the authority), by name."""
    return School.objects.filter(kind=School.Kind.SCHOOL)


def dates(school: School) -> Dates:
    """Return what a school has written down of its years; term dates are public."""
    return looking.once(("dates", school.pk), lambda: _dates(school))


def _dates(school: School) -> Dates:
    rows = CalendarSpan.objects.filter(school=school)  # on each page: rows without models
    return Dates(tuple(
        Span(SpanKind(kind), first, until - ONE_DAY, name)
        for kind, name, first, until in rows.values_list("kind", "name", "from_on", "until_on")
    ))  # fmt: skip


def people(*, viewer: Person | None, on: date) -> QuerySet[Person]:
    """Return those whom the viewer may see, who are at the school on that day."""
    return permissions.visible_to(viewer, on=on).filter(_present(on))


def listed(*, viewer: Person | None, on: date, state: str = "here") -> QuerySet[Person]:
    """Return those whom the viewer may see in one state of `STATES`.

    Only who keeps the list sees others than those who are here.
    """
    seen = permissions.visible_to(viewer, on=on)
    if state == "here" or not permissions.sees_who_left(viewer, on=on):
        return seen.filter(_present(on))
    return seen.filter(
        {
            "left": Q(ends_on__lte=on),
            "coming": Q(starts_on__gt=on),
            "held": Q(missing_since__isnull=False),
        }.get(state, Q())
    )


def one(*, viewer: Person | None, pk: int, on: date) -> Person | None:
    """Return somebody whom the viewer may see; leavers only to whoever keeps the list."""
    seen = permissions.visible_to(viewer, on=on).filter(pk=pk)
    if not permissions.sees_who_left(viewer, on=on):
        seen = seen.filter(_present(on))
    return seen.select_related("school").first()


def family(*, person: Person, viewer: Person | None, on: date) -> list[Guardianship]:
    """Return who answers for somebody, and for whom they answer, as far as the viewer may know."""
    if not permissions.may_see_family(viewer, person, on=on):
        return []
    links = Guardianship.objects.filter(Q(pupil=person) | Q(guardian=person))
    return list(links.select_related("guardian", "pupil").order_by("pupil__name", "guardian__name"))


def opening(links: list[Guardianship], *, viewer: Person | None, on: date) -> frozenset[int]:
    """Return the numbers of those in a family whose pages the viewer may open: a pupil reads who
    answers for them, and not what the school holds about that person."""
    named = {one for link in links for one in (link.guardian_id, link.pupil_id)}
    seen = permissions.visible_to(viewer, on=on).filter(pk__in=named)
    return frozenset(seen.values_list("pk", flat=True))


def history(*, person: Person, viewer: Person | None, on: date) -> QuerySet[Entry]:
    """Return the journal's entries about somebody that the viewer may read, newest first."""
    about = journal.Filters(object_kind=Person._meta.label_lower, object_id=str(person.pk))
    reader = permissions.reader_of(viewer, on=on)
    return journal.entries(viewer=reader, school=person.school, filters=about)


def classes(*, viewer: Person | None, on: date) -> list[str]:
    """Return the names of classes of the pupils whom the viewer may see."""
    pupils = people(viewer=viewer, on=on).exclude(class_name="").order_by("class_name")
    return list(pupils.values_list("class_name", flat=True).distinct())


def restrictions(*, viewer: Person | None, on: date) -> QuerySet[Restriction]:
    """Return the flags in force on a day that the viewer may see."""
    return permissions.restrictions_visible_to(viewer, on=on).filter(permissions.in_force(on))


def roster(*, school: School, viewer: Person | System, on: date) -> QuerySet[Person]:
    """Return everyone of a school, leavers too, for whoever may import; nobody for others."""
    if permissions.may(viewer, Capability.ROSTER_IMPORT, school=school.pk, on=on):
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


def entrusted(*, school: School, role: str, on: date) -> list[Person]:
    """Return who may act in a role on a day: its holders, and those to whom it is delegated."""
    found = [*holders(school=school, role=role, on=on),
             *_delegates(school, rules.role_slug(role), on)]  # fmt: skip
    return list(dict.fromkeys(found))


def vacant_roles(*, school: School, roles: Iterable[str], on: date) -> list[str]:
    """Return those of a pack's roles, as the pack spells them, that nobody holds on a day."""
    wanted = {rules.role_slug(role): role for role in roles}
    held = set(_appointed(school, on).values_list("role", flat=True))
    posts = _at(school, on).filter(role__in=wanted).order_by()
    held |= set(posts.values_list("role", flat=True).distinct())
    return [role for slug, role in wanted.items() if slug not in held]


def _present(on: date, prefix: str = "") -> Q:
    begun = Q(**{f"{prefix}starts_on__isnull": True}) | Q(**{f"{prefix}starts_on__lte": on})
    there = Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gt": on})
    return begun & there


def _at(school: School, on: date) -> QuerySet[Person]:
    return Person.objects.filter(_present(on), school=school)


def _appointed(school: School, on: date) -> QuerySet[Appointment]:
    there = permissions.in_force(on) & _present(on, "person__")
    return Appointment.objects.filter(there, school=school, deputy_of=None)


def _holding(school: School, slug: str, on: date) -> list[Person]:
    return list(looking.once(("holding", school.pk, slug, on), lambda: _held(school, slug, on)))


def _held(school: School, slug: str, on: date) -> list[Person]:
    return list(Person.objects.raw(_HOLDERS, {"school": school.pk, "role": slug, "on": on}))


def _delegates(school: School, slug: str, on: date) -> list[Person]:
    return list(looking.once(("delegates", school.pk, slug, on), lambda: _given(school, slug, on)))


def _given(school: School, slug: str, on: date) -> list[Person]:
    given = Delegation.objects.filter(
        permissions.in_force(on), permissions.in_force(on, "appointment__"), appointment__role=slug
    )
    return list(_at(school, on).filter(pk__in=given.values("to")).order_by("name"))


def _deputies(school: School, slug: str, on: date) -> list[Person]:
    given = Appointment.objects.filter(permissions.in_force(on), deputy_of__role=slug)
    return list(_at(school, on).filter(pk__in=given.values("person")).order_by("name"))
