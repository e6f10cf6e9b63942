"""Who may see what. A policy is a public document, and so is what it does not settle."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from schoolgate.people import permissions as people
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.policies.models import Asked, EarlyReview, PolicyInForce, Version


def asked_visible_to(viewer: Person | None, school: School) -> QuerySet[Asked]:
    """Return the questions whose acts may be shown to `viewer` (None: a visitor)."""
    if viewer is not None and viewer.school_id != school.pk:
        return Asked.objects.none()
    return Asked.objects.filter(school=school)


def stored_visible_to(viewer: Person | None, school: School) -> QuerySet[PolicyInForce]:
    """Return the stored policies that `viewer` may read: they are public."""
    return PolicyInForce.objects.filter(school=school)


def versions_visible_to(viewer: Person | None, school: School, *, on: date) -> QuerySet[Version]:
    """Return the versions that `viewer` may read: those that are or were in force are public.

    Drafts, and what is not yet in force, are for those who write, consult and approve.
    """
    here = Version.objects.filter(school=school)
    if viewer is not None and people.may(viewer, Capability.POLICY_SEE, school=school.pk, on=on):
        return here
    return here.filter(from_on__lte=on)


def reviews_visible_to(viewer: Person | None, school: School, *, on: date) -> QuerySet[EarlyReview]:
    """Return the early reviews that `viewer` may read: those who write and approve the policy."""
    may = viewer is not None and people.may(viewer, Capability.POLICY_SEE, school=school.pk, on=on)
    return EarlyReview.objects.filter(school=school) if may else EarlyReview.objects.none()
