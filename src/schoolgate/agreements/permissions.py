"""Who may see whose agreements: everyone their own, and those of the pupils they answer for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from schoolgate.agreements.models import Refusal, Signature
from schoolgate.people import permissions as people
from schoolgate.people.models import Person, Teaching
from schoolgate.people.rights import Capability
from schoolgate.people.rules import STAFF_KINDS, Kind


def may(who: Person, capability: Capability, *, on: date) -> bool:
    """Tell whether somebody may do something at their own school."""
    return people.may(who, capability, school=who.school_id, on=on)


def bound_visible_to(viewer: Person | None, *, on: date) -> QuerySet[Person]:
    """Return the people whose agreements the viewer may see, of the viewer's own school.

    Who keeps the roster: everyone. Staff: the pupils of their classes. Everyone: themselves, and
    the pupils whom they answer for.
    """
    held = frozenset() if viewer is None else people.roles_of(viewer, on=on)
    if viewer is None or not held:
        return Person.objects.none()
    here = Person.objects.filter(school=viewer.school_id)
    if may(viewer, Capability.AGREEMENT_SEE, on=on):
        return here
    seen = Q(pk=viewer.pk) | Q(guarded_by__guardian=viewer)
    if viewer.kind in STAFF_KINDS:
        seen |= Q(kind=Kind.PUPIL, class_name__in=_classes(viewer))
    return Person.objects.filter(pk__in=here.filter(seen).values("pk"))


def signatures_visible_to(viewer: Person | None, *, on: date) -> QuerySet[Signature]:
    """Return the signatures that the viewer may see: of whom they see, and what they signed."""
    if viewer is None:
        return Signature.objects.none()
    seen = bound_visible_to(viewer, on=on)
    here = Signature.objects.filter(school=viewer.school_id)
    return here.filter(Q(for_person__in=seen) | Q(signer__in=seen.filter(pk=viewer.pk)))


def refusals_visible_to(viewer: Person | None, *, on: date) -> QuerySet[Refusal]:
    """Return the refusals that the viewer deals with: the headteacher; of these the chair."""
    if viewer is None:
        return Refusal.objects.none()
    here = Refusal.objects.filter(school=viewer.school_id).exclude(person=viewer)
    held = people.roles_of(viewer, on=on)
    if may(viewer, Capability.REFUSAL_SEE, on=on):
        return here
    return here.filter(person__role="headteacher") if "chair" in held else here.none()


def classes_of(viewer: Person, *, on: date) -> list[str]:
    """Return the classes with which the viewer may sign: all for who keeps the roster, else own."""
    if may(viewer, Capability.AGREEMENT_SEE, on=on):
        every = Person.objects.filter(school=viewer.school_id, kind=Kind.PUPIL)
        named = every.exclude(class_name="").order_by("class_name")
        return list(named.values_list("class_name", flat=True).distinct())
    if viewer.kind not in STAFF_KINDS or not people.roles_of(viewer, on=on):
        return []
    return list(_classes(viewer).order_by("class_name").values_list("class_name", flat=True))


def _classes(viewer: Person) -> QuerySet[Teaching, Any]:
    return Teaching.objects.filter(person=viewer).values("class_name")


def sees_waits(viewer: Person, *, on: date) -> bool:
    """Tell whether somebody reads the headteacher's list of signatures missing for long."""
    return may(viewer, Capability.REFUSAL_SEE, on=on)
