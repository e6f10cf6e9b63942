"""Going through what the policy asks for: own devices (MON-25), those who monitor (MON-14)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from schoolgate.monitoring import naming, permissions
from schoolgate.monitoring.actions.storing import UnableToAct, require
from schoolgate.monitoring.queries import monitors
from schoolgate.monitoring.queries.own_devices import own_devices
from schoolgate.monitoring.verbs import MonitoringVerb, OversightVerb
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal


@transaction.atomic
def note_audit(*, by: Person, at: datetime) -> None:
    """Record that somebody went through the report, with its numbers. Raises UnableToAct."""
    if not permissions.may_audit_devices(by, at=at):
        raise UnableToAct("This is not yours to go through. Ask the ICT team.")
    found = own_devices(viewer=by, at=at)
    marked = sum(one.is_marked for one in found)
    journal.write(school=by.school, by=by, at=at, verb=MonitoringVerb.OWN_DEVICES_AUDITED,
                  object=by.school, clause=naming.for_own_devices(by.school).clause,
                  body={"devices": str(len(found)), "marked": str(marked)})  # fmt: skip


@transaction.atomic
def review_monitors(*, by: Person, at: datetime) -> None:
    """Record that somebody went through how those who monitor are checked and supported, with the
    numbers. Raises UnableToAct."""
    require(by, Capability.MONITORS_REVIEW, at, "The headteacher goes through this.")
    found = monitors.monitors(viewer=by, at=at)
    body = {"people": len(found), "unreviewed": sum(one.unreviewed for one in found),
            "untalked": sum(one.talked_on is None for one in found)}  # fmt: skip
    journal.write(school=by.school, by=by, at=at, verb=OversightVerb.MONITORS_REVIEWED,
                  object=by.school, clause=naming.for_monitors(by.school), body=body)  # fmt: skip
