"""The last checks that somebody may see."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from schoolgate.access import permissions
from schoolgate.access.models import Check
from schoolgate.access.rules.checks import Sort
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability


def checks(viewer: Person | None, *, on: date) -> QuerySet[Check]:
    """Return checks, newest first: one's own of profiles; the others for whoever records them."""
    if not permissions.may(viewer, Capability.PROFILES_CONFIRM, on=on) or viewer is None:
        return Check.objects.none()
    seen = Q(sort=Sort.PRIVACY_SETTINGS, person=viewer)
    if permissions.may(viewer, Capability.CHECK_RECORD, on=on):
        seen |= ~Q(sort=Sort.PRIVACY_SETTINGS)
    return Check.objects.filter(seen, school=viewer.school_id).select_related("person")
