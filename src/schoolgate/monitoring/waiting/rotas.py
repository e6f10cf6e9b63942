"""What rotas put on people's Do lists: whose day it is, and to who keeps rotas, empty days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone

from schoolgate.monitoring import permissions
from schoolgate.monitoring.queries import rotas as queries
from schoolgate.monitoring.queries.rotas import Plan
from schoolgate.people.models import Person
from schoolgate.people.needs import Need
from schoolgate.people.rights import Capability

_MOST: Final = 3  # empty days that are named one by one
_BEFORE: Final = timedelta(days=1)


def needs(person: Person, at: datetime) -> Iterator[Need]:
    """Yield the channels that somebody watches today or watched and wrote nothing of, and the empty
    days for who keeps rotas."""
    on = timezone.localdate(at)
    keeps = permissions.may(person, Capability.ROTA_KEEP, on=on)
    for plan in queries.going_on(viewer=person, on=on - _BEFORE):
        yield from _watching(plan, person, at)
        if keeps:
            yield from _empty(plan, at)


def _watching(plan: Plan, person: Person, at: datetime) -> Iterator[Need]:
    on = timezone.localdate(at)
    there = reverse("monitoring:rota-looked", args=[person.school.slug, plan.rota.pk])
    for slot in plan.rota.slots:
        if plan.watching.get(slot) == person and slot.on <= on and slot not in plan.looked:
            yield Need(f"Look at {slot}", there, plan.rota.published_at, str(plan.rota.by),
                       due=slot.on)  # fmt: skip


def _empty(plan: Plan, at: datetime) -> Iterator[Need]:
    on = timezone.localdate(at)
    there = reverse("monitoring:rota-fill", args=[plan.rota.school.slug, plan.rota.pk])
    coming = [slot for slot in plan.empty if slot.on >= on]
    for slot in coming[:_MOST]:
        yield Need(f"Nobody watches {slot}", there, plan.rota.published_at, due=slot.on)
    if rest := coming[_MOST:]:
        yield Need(f"Nobody watches: {len(rest)} more of {plan.rota.name}", there,
                   plan.rota.published_at, due=rest[0].on)  # fmt: skip
