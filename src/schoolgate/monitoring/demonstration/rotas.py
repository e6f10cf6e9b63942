"""A rota for the weekends to come, filled by half, at invented Brookside."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import Published
from schoolgate.monitoring.models import Rota
from schoolgate.monitoring.rules.rotas import Days
from schoolgate.people.demonstration import SOURCE
from schoolgate.people.models import Person, School

_WEEKS: Final = timedelta(weeks=4)
_CHANNELS: Final = ("News page", "Photographs of the school")


def show(school: School, at: datetime) -> None:
    """Publish it, and let two people take the first two weekends. Once."""
    if Rota.objects.filter(school=school).exists():
        return
    people = Person.objects.filter(school=school, source=SOURCE).select_related("school")
    known = {one.external_id: one for one in people}
    keeper, today = known["S09"], timezone.localdate(at)
    rota = actions.publish(
        rota=Published("The next four weekends", today, today + _WEEKS, _CHANNELS, Days.WEEKENDS,
                       uuid5(NAMESPACE_URL, f"{school.slug}/rota")),
        by=keeper, at=at,
    )  # fmt: skip
    coming = sorted({slot.on for slot in rota.slots if slot.on > today})
    for number, who in enumerate((keeper, known["S04"])):
        weekend = {*coming[2 * number : 2 * number + 2]}
        slots = [slot for slot in rota.slots if slot.on in weekend]
        actions.fill(rota=rota, slots=slots, person=who, by=keeper, at=at)
