"""Going through people's own devices, which the policy asks for (MON-25)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from schoolgate.monitoring import naming, permissions
from schoolgate.monitoring.actions.storing import UnableToAct
from schoolgate.monitoring.queries.own_devices import own_devices
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people.models import Person
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
