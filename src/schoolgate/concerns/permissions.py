"""Who may see which cases. Nobody by their office alone, and nobody a case that they are in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from schoolgate.concerns.keys import mark_of
from schoolgate.concerns.models import Admission, Case, Party
from schoolgate.concerns.rules.words import SHUT_OUT
from schoolgate.people import looking
from schoolgate.people import permissions as people
from schoolgate.people import queries as roles
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability

_TECHNICIANS: Final = frozenset({"it_technician", "network_manager"})
# Whoever counts concerns reads none of them, whatever else they are.
ANALYST: Final = "analyst"


def visible_to(
    viewer: Person | None, *, on: date, among: Collection[int] | None = None
) -> QuerySet[Case]:
    """Return the cases that the viewer may see on a day: those of their school to which they, or a
    role that they hold or stand in for, are admitted, and in which they have no part.

    `among` are ids: of these alone. Each case is asked for by itself, in the index of admissions by
    case: a page of fifty asks fifty times, however many cases there are."""
    held = people.roles_of(viewer, on=on) if viewer else frozenset()
    if viewer is None or not held or ANALYST in held:
        return Case.objects.none()
    here = Case.objects.filter(school=viewer.school_id)
    if among is not None:
        here = here.filter(pk__in=among)
    there = _in_force(viewer).filter(case=OuterRef("pk"))
    admitted = Exists(there.filter(role__in=_admitting(viewer, on)))
    here = here.filter(admitted | Exists(there.filter(person=viewer)))
    mine = Party.objects.filter(
        school=viewer.school_id, mark=mark_of(viewer), part__in=SHUT_OUT, left_at=None
    )
    merged = mine.filter(case__into__isnull=False)
    # whoever is in a case that was merged into another is shut out of that one as well
    return here.exclude(pk__in=mine.values("case")).exclude(pk__in=merged.values("case__into"))


def may_see(viewer: Person | None, case: Case, *, on: date) -> bool:
    """Tell whether the viewer may see one case; agrees with `visible_to`."""
    return looking.once(("may see", viewer and viewer.pk, case.pk, on),
                        visible_to(viewer, on=on, among=[case.pk]).exists)  # fmt: skip


def admissions_of(viewer: Person, *, on: date) -> QuerySet[Admission]:
    """Return the admissions in force that somebody has on a day, in person or by a role."""
    return _in_force(viewer).filter(Q(person=viewer) | Q(role__in=_admitting(viewer, on)))


def _in_force(viewer: Person) -> QuerySet[Admission]:
    return Admission.objects.filter(school=viewer.school_id, until_at=None)


def _admitting(viewer: Person, on: date) -> list[str]:
    """Return the roles that somebody holds on a day or stands in for."""
    held = people.roles_of(viewer, on=on)
    if "headteacher" in held:
        held |= looking.once(("stands in for", viewer.pk, on),
                             lambda: _vacant(viewer, _in_force(viewer), held, on))  # fmt: skip
    return sorted(held)


def _vacant(
    viewer: Person, in_force: QuerySet[Admission], held: frozenset[str], on: date
) -> frozenset[str]:
    """Return the admitted roles that nobody holds: the headteacher stands in for these."""
    return frozenset(
        role for role in _admitted_roles(in_force) if role not in {*held, "chair"}
        and viewer in roles.holders(school=viewer.school, role=role, on=on)
    )  # fmt: skip


def _admitted_roles(in_force: QuerySet[Admission]) -> Iterator[str]:
    """Yield the roles that are admitted to anything: a step in the index for each role, where
    DISTINCT would read every admission of the school."""
    by_role = in_force.order_by("role").values_list("role", flat=True)
    role = by_role.filter(role__gt="").first()
    while role is not None:
        yield role
        role = by_role.filter(role__gt=role).first()


def may_lead(viewer: Person | None, case: Case, *, on: date) -> bool:
    """Tell whether the viewer may sort, close and admit: who leads it, and whose office it is."""
    if viewer is None or not may_see(viewer, case, on=on):
        return False
    if case.lead_id == viewer.pk:
        return True
    return people.may(viewer, Capability.CASE_LEAD, school=viewer.school_id, on=on)


def may_ask_name(viewer: Person | None, case: Case, *, on: date) -> bool:
    """Tell whether the viewer may ask for a name that is kept back: who leads, no technician."""
    return may_lead(viewer, case, on=on) and not _is_technician(viewer, on)


def may_agree(viewer: Person | None, case: Case, *, on: date) -> bool:
    """Tell whether the viewer may agree that somebody else is shown a name that is kept back: by
    office, admitted to the case, with no part in it, and no technician."""
    if viewer is None or not may_see(viewer, case, on=on) or _is_technician(viewer, on):
        return False
    return people.may(viewer, Capability.NAME_AGREE, school=viewer.school_id, on=on)


def _is_technician(viewer: Person | None, on: date) -> bool:
    return viewer is not None and not people.roles_of(viewer, on=on).isdisjoint(_TECHNICIANS)


def held_by(viewer: Person, *, on: date) -> frozenset[str]:
    """Return the roles that somebody holds on a day."""
    return people.roles_of(viewer, on=on)
