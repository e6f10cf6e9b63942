"""Guests whom the viewer may see."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from schoolgate.access import permissions
from schoolgate.access.models import Guest
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability

_KEEPING = (Capability.GUEST_INVITE, Capability.ACCOUNT_CLOSE)


def guests(viewer: Person | None, *, on: date) -> QuerySet[Guest]:
    """Return all guests for whoever keeps them; for sponsors, those they answer for."""
    if viewer is None or not people.roles_of(viewer, on=on):
        return Guest.objects.none()
    here = Guest.objects.filter(school=viewer.school_id).select_related("person", "sponsor")
    if any(permissions.may(viewer, one, on=on) for one in _KEEPING):
        return here
    return here.filter(sponsor=viewer)


def here_now(viewer: Person | None, *, on: date) -> QuerySet[Guest]:
    """Return guests who are here or will be, those who go first first."""
    return guests(viewer, on=on).filter(until_on__gt=on)


def past_with_login(viewer: Person | None, *, on: date) -> QuerySet[Guest]:
    """Return guests past their date whose account is still there, for the weekly closing."""
    over = Q(until_on__lte=on, swept_at=None)
    return guests(viewer, on=on).filter(over)
