"""What governors allow, what nobody has read in time, the daily test, the report that is read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from schoolgate.concerns.rules.clocks import Hours
from schoolgate.monitoring.actions.raising import tell
from schoolgate.monitoring.actions.storing import FASTER, UnableToAct, require, stored
from schoolgate.monitoring.models import Alert, AlertBudget
from schoolgate.monitoring.queries import alerts as queries
from schoolgate.monitoring.rules import alerts as rules
from schoolgate.monitoring.rules.alerts import Budget, For
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people import queries as people
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

_MOST_A_WEEK = 1000
_MOST_GIGABYTES = 10_000


@transaction.atomic
def set_budget(*, budget: Budget, because: str, by: Person, at: datetime) -> AlertBudget:
    """Say how many alerts a week people are called for, how many of 100 must be worth it, and how
    many gigabytes in an hour are told. Raises UnableToAct."""
    require(by, Capability.ALERT_BUDGET_SET, at, "Governors set this. Ask the chair.")
    if not 1 <= budget.a_week <= _MOST_A_WEEK or not 0 <= budget.precision <= 100:
        raise UnableToAct(f"Give 1 to {_MOST_A_WEEK} alerts a week, and 0 to 100 of a hundred.")
    if not 1 <= budget.gigabytes <= _MOST_GIGABYTES:
        raise UnableToAct(f"Give 1 to {_MOST_GIGABYTES} gigabytes.")
    if not because.strip():
        raise UnableToAct("Write down why; it is kept.")
    made = stored(AlertBudget(school=by.school, a_week=budget.a_week, precision=budget.precision,
                              gigabytes=budget.gigabytes, because=because.strip()[:300], by=by,
                              at=at), FASTER)  # fmt: skip
    journal.write(school=by.school, by=by, at=at, verb=MonitoringVerb.BUDGET_SET, object=made,
                  body={"a_week": budget.a_week, "precision": budget.precision,
                        "gigabytes": budget.gigabytes})  # fmt: skip
    return made


def escalate(*, school: School, by: System, at: datetime) -> int:
    """Tell somebody else of urgent alerts about pupils that nobody has read; return how many."""
    hours = Hours(people.dates(school))
    waiting = [
        one
        for one in queries.to_escalate(school=school)
        if rules.escalates(one.severity, raised_at=one.raised_at, at=at, hours=hours)
    ]
    return sum(_escalate(one, by, at) for one in waiting)


@transaction.atomic
def _escalate(alert: Alert, by: System, at: datetime) -> bool:
    roles = rules.ALSO_TOLD[For(alert.whom)]
    unread = Alert.objects.filter(pk=alert.pk, state=rules.State.NEW, also="")
    if not roles or not unread.update(also=f" {' '.join(roles)} "):
        return False
    for role in roles:
        tell(alert, role, at)
    journal.write(school=alert.school, by=by, at=at, verb=MonitoringVerb.ALERT_ESCALATED,
                  object=alert, body={"roles": ", ".join(roles)})  # fmt: skip
    return True


@transaction.atomic
def note_report_read(*, by: Person, at: datetime) -> None:
    """Write that somebody has read what the monitoring found. Raises UnableToAct."""
    require(by, Capability.ALERT_COUNT, at, "Leaders and governors read this report.")
    journal.write(school=by.school, by=by, at=at, verb=MonitoringVerb.REPORT_READ,
                  object=by.school)  # fmt: skip
