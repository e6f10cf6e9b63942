"""What this room puts on people's Do lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone

from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.needs import Need
from schoolgate.people.rights import Capability
from schoolgate.policies import queries
from schoolgate.policies.models import Version
from schoolgate.policies.rules.life import Stage

APPROVE: Final = "Approve"


def needs(person: Person, at: datetime) -> Iterator[Need]:
    """Yield the versions whose next step is this person's: consult, approve, publish."""
    on = timezone.localdate(at)
    drafts = people.may(person, Capability.POLICY_DRAFT, school=person.school_id, on=on)
    approves = people.may(person, Capability.POLICY_APPROVE, school=person.school_id, on=on)
    if not (drafts or approves):
        return
    for one in queries.to_do(viewer=person, on=on):
        if words := _step(one, drafts=drafts, approves=approves):
            by = str(one.made_by) if one.made_by else ""
            page = _difference(one) if words == APPROVE else _page(one)
            yield Need(f"{words}: {one}", page, one.changed_at, by)


def _step(one: Version, *, drafts: bool, approves: bool) -> str:
    if one.stage == Stage.CONSULTED:
        return APPROVE if approves else ""
    if not drafts:
        return ""
    return "Put in force" if one.stage == Stage.APPROVED else "Write and consult on"


def _page(one: Version) -> str:
    return reverse("policies:version", args=[one.school.slug, one.pk])


def _difference(one: Version) -> str:
    """Return what governors read first: what a version would answer differently."""
    if not one.drafted_from_id:
        return _page(one)
    return reverse("policies:difference", args=[one.school.slug, one.pk])
