"""Whether somebody knows that use is recorded: shown beside each request to look at it (MON-04)."""

from __future__ import annotations

from schoolgate.agreements import queries
from schoolgate.approvals.spoken_of import Known
from schoolgate.people.models import Person


def known(person: Person) -> Known:
    """Return when somebody last confirmed that use is recorded and may be monitored."""
    on = queries.acknowledged_monitoring_on(person)
    said = f"Confirmed on {on:%-d %B %Y}" if on else "No confirmation is on record"
    return Known("Knows that use is monitored", said)
