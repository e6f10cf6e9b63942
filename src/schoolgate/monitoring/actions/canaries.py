"""The daily test: an invented event goes into the log, and has to come out at a person."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from schoolgate.activity import days
from schoolgate.activity.events import WebEvent
from schoolgate.activity.opening import store_of
from schoolgate.monitoring.items import CANARY_HOST
from schoolgate.monitoring.models import Canary
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people.models import School
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

SOURCE: Final = "canary"


def send_canary(*, school: School, by: System, at: datetime) -> Canary | None:
    """Put the event of the day into a school’s log; None where today’s is there already. Stopped
    half way, the same day’s event is put in once only."""
    on = timezone.localdate(at)
    with transaction.atomic():
        made, is_new = Canary.objects.get_or_create(school=school, on=on, defaults={"sent_at": at})
        if not is_new:
            return None
        store = store_of(school)
        store.append("web", [_event(school, days.instant(at))], source=SOURCE,
                     upto=on.isoformat())  # fmt: skip
        journal.write(school=school, by=by, at=at, verb=MonitoringVerb.CANARY_SENT, object=made)
    return made


def _event(school: School, at: int) -> WebEvent:
    """Return what nobody did: no person, no device, a host that is nobody’s."""
    return WebEvent(
        at=at, school=school.slug, who="", device="", network="", role="", year="", method="GET",
        host=CANARY_HOST, path="", path_digest="", status=403, received=0, sent=0, took=0,
        verdict="block", why="test", category="", clause="", grant="", reference="", file="",
        term="",
    )  # fmt: skip
