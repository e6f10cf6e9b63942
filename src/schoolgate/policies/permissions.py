"""Who may see what. A policy is a public document, and so is what it does not settle."""

from __future__ import annotations

from django.db.models import QuerySet

from schoolgate.people.models import Person, School
from schoolgate.policies.models import Asked, PolicyInForce


def asked_visible_to(viewer: Person | None, school: School) -> QuerySet[Asked]:
    """Return the questions whose acts may be shown to `viewer` (None: a visitor)."""
    if viewer is not None and viewer.school_id != school.pk:
        return Asked.objects.none()
    return Asked.objects.filter(school=school)


def stored_visible_to(viewer: Person | None, school: School) -> QuerySet[PolicyInForce]:
    """Return the stored policies that `viewer` may read: they are public."""
    return PolicyInForce.objects.filter(school=school)
