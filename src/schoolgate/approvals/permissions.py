"""Who may see which requests. What is about somebody is for fewer, and never for them."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from schoolgate.approvals.models import Approval
from schoolgate.approvals.rules import Outcome
from schoolgate.people import permissions as people
from schoolgate.people import queries as roles
from schoolgate.people.models import Person, Teaching
from schoolgate.people.rights import Capability


def visible_to(viewer: Person | None, *, on: date) -> QuerySet[Approval]:
    """Return the requests that the viewer may see on a day, always of the viewer's own school.

    Everyone: what they asked, decided, or were told to do. Holders of a role: what it decides.
    Head and safeguarding lead: all, and of what is about one person only the head; the chair
    instead of the head where the head asked or is spoken of.
    """
    held = frozenset() if viewer is None else people.roles_of(viewer, on=on)
    if viewer is None or not held:
        return Approval.objects.none()
    seen = Q(asker=viewer) | Q(decision__by=viewer)
    seen |= Q(doer=viewer, decision__outcome=Outcome.GRANTED)
    seen |= _of_role(viewer, held) | _of_office(viewer, on)
    here = Approval.objects.filter(Q(about=None) | ~Q(about=viewer), school=viewer.school_id)
    return here.filter(seen)


def may_see(viewer: Person | None, approval: Approval, *, on: date) -> bool:
    """Tell whether the viewer may see one request; agrees with `visible_to`."""
    return visible_to(viewer, on=on).filter(pk=approval.pk).exists()


def _of_role(viewer: Person, held: frozenset[str]) -> Q:
    """Return what somebody's roles decide, and pupils' requests where they teach the class."""
    seen = Q()
    for role in sorted(held):
        seen |= Q(about=None, givers__contains=f" {role} ")
    taught = Teaching.objects.filter(person=viewer).values("class_name")
    return seen | Q(about=None, givers__contains=" staff ", asker__class_name__in=taught)


def _of_office(viewer: Person, on: date) -> Q:
    def may(capability: Capability) -> bool:
        return people.may(viewer, capability, school=viewer.school_id, on=on)

    seen = Q(pk__in=[])
    if may(Capability.APPROVAL_SEE):
        seen |= Q(about=None)
    if may(Capability.APPROVAL_PERSON_SEE):
        seen |= Q(about__isnull=False)
    if may(Capability.APPROVAL_HEAD_SEE):
        heads = roles.entrusted(school=viewer.school, role="headteacher", on=on)
        seen |= Q(asker__in=heads) | Q(about__in=heads)
    return seen


def may_count(viewer: Person | None, *, on: date) -> bool:
    """Tell whether the viewer may know how many were asked, granted and refused: no names."""
    if viewer is None:
        return False
    return people.may(viewer, Capability.APPROVAL_COUNT, school=viewer.school_id, on=on)
