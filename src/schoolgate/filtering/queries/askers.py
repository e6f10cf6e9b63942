"""The networks and devices that a school's filter knows."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from schoolgate.filtering import permissions
from schoolgate.filtering.models import Device, Network
from schoolgate.people.models import Person


def networks(viewer: Person | None, *, on: date) -> QuerySet[Network]:
    """Return the networks in use."""
    seen = permissions.seen(Network, viewer, on=on)
    return seen.filter(ended_at=None).select_related("school")


def devices(viewer: Person | None, *, on: date, words: str = "") -> QuerySet[Device]:
    """Return the devices in use, or those whose name or address has these words."""
    seen = permissions.seen(Device, viewer, on=on).filter(ended_at=None)
    found = seen.select_related("school", "person").order_by("name", "pk")
    return found.filter(name__icontains=words) | found.filter(address__icontains=words)
