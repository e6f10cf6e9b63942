"""Whose a finding is, sealed for the role that the alert is for."""

from __future__ import annotations

from schoolgate.monitoring.models import Alert, AlertRow
from schoolgate.people.models import School
from schoolgate.records import sealing


def _place(alert: Alert) -> str:
    return f"{alert.school_id}:alert:{alert.token}:{alert.whom}"


def seal(alert: Alert, who: str) -> bytes:
    """Seal a pseudonym for the role that an alert is for."""
    return sealing.wrap(who.encode(), to=_place(alert))


def opened(row: AlertRow) -> str:
    """Return the pseudonym of a finding. Raises sealing.UnableToOpen."""
    return sealing.unwrap(bytes(row.who), to=_place(row.alert)).decode()


def group_of(school: School, name: str) -> str:
    """Return by what findings of one group, or of one person, are merged: 16 hexadecimal digits
    that say nothing without the key; empty for nobody."""
    if not name:
        return ""
    return sealing.keyed_hash(name, purpose=f"{school.pk}:alert-group").hex()[:16]
