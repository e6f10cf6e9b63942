"""Who may see which rows of this room. Closed by default, and always the viewer's own school."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db import models
from django.db.models import Q, QuerySet

from schoolgate.access.models import CandidateSearch, Declaration, Sighting
from schoolgate.access.rules.sightings import ROLES, Recipient
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability

Row = TypeVar("Row", bound=models.Model)


def may(viewer: Person | None, capability: Capability, *, on: date) -> bool:
    """Tell whether somebody may do something at their own school; nobody may nothing."""
    return viewer is not None and people.may(viewer, capability, school=viewer.school_id, on=on)


def rows(
    model: type[Row], viewer: Person | None, *capabilities: Capability, on: date
) -> QuerySet[Row]:
    """Return the rows of the viewer's school for whoever holds one of the capabilities."""
    every = model._default_manager.all()
    if viewer is None or not any(may(viewer, one, on=on) for one in capabilities):
        return every.none()
    return every.filter(school=viewer.school_id)


def declarations(viewer: Person | None, *, on: date) -> QuerySet[Declaration]:
    """Return a person's own declarations, and those that the policy sends to a role they hold."""
    held = people.roles_of(viewer, on=on) if viewer else frozenset[str]()
    if viewer is None or not held:
        return Declaration.objects.none()
    sees = Q(person=viewer)
    if may(viewer, Capability.RELATIONSHIP_DECIDE, on=on):
        for role in sorted(held):
            sees |= Q(recipients__contains=f" {role} ")
    return Declaration.objects.filter(sees, school=viewer.school_id)


def sightings(viewer: Person | None, *, on: date) -> QuerySet[Sighting]:
    """Return a person's own, and those that are addressed to a role they hold."""
    held = people.roles_of(viewer, on=on) if viewer else frozenset[str]()
    if viewer is None or not held:
        return Sighting.objects.none()
    mine = [name for name, roles in ROLES.items() if roles & held]
    return Sighting.objects.filter(
        Q(person=viewer) | Q(recipient__in=mine), school=viewer.school_id
    )


def searches(viewer: Person | None, *, on: date) -> QuerySet[CandidateSearch]:
    """Return what was searched on candidates: for the headteacher alone."""
    return rows(CandidateSearch, viewer, Capability.CANDIDATE_SEARCH, on=on)


def hears(viewer: Person | None, declaration: Declaration, *, on: date) -> bool:
    """Tell whether the policy sends this declaration to a role that the viewer holds."""
    if viewer is None or viewer.school_id != declaration.school_id:
        return False
    held = people.roles_of(viewer, on=on)
    sent = not held.isdisjoint(declaration.recipients.split())
    return sent and may(viewer, Capability.RELATIONSHIP_DECIDE, on=on)


def answers(viewer: Person | None, sighting: Sighting, *, on: date) -> bool:
    """Tell whether a sighting was told to a role that the viewer holds."""
    if viewer is None or viewer.school_id != sighting.school_id:
        return False
    return not ROLES[Recipient(sighting.recipient)].isdisjoint(people.roles_of(viewer, on=on))
