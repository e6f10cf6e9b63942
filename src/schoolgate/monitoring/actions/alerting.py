"""What every new alert has, whatever found it: where it begins, its rows, its entry."""

from __future__ import annotations

from datetime import datetime

from schoolgate.monitoring import sealed
from schoolgate.monitoring.models import Alert, AlertRow
from schoolgate.monitoring.queries import alerts as queries
from schoolgate.monitoring.rules import alerts as rules
from schoolgate.monitoring.rules.alerts import Severity, State
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people.models import School
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


def first_state(school: School, rule: str, severity: Severity, at: datetime) -> State:
    """Return where an alert begins: told of at once, or in the summary of the day."""
    return rules.state_at_first(
        severity, record=queries.record_of(school, rule),
        this_week=queries.this_week(school, at=at), budget=queries.budget_of(school),
    )  # fmt: skip


def add_row(
    alert: Alert, *, table: str, source: str, rule: str, who: str, at: datetime
) -> None:  # fmt: skip
    """Store a finding of an alert, with whose it is sealed."""
    row = AlertRow(school=alert.school, alert=alert, table=table, source=source, rule=rule, at=at)
    row.who = sealed.seal(alert, who)
    row.save(force_insert=True)


def write_raised(alert: Alert, by: System, at: datetime) -> None:
    """Write that an alert was raised, with the clause that it is about, where there is one."""
    journal.write(school=alert.school, by=by, at=at, verb=MonitoringVerb.ALERT_RAISED,
                  object=alert, clause=alert.clause,
                  body={"head": alert.head, "severity": alert.severity})  # fmt: skip
