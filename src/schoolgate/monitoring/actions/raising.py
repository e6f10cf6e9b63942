"""What the machine found becomes alerts: merged, sealed, for one role; each event exactly once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from schoolgate.activity import days
from schoolgate.activity.opening import store_of
from schoolgate.jobs import letters
from schoolgate.monitoring import detecting, items, permissions, sealed, whose
from schoolgate.monitoring.actions import alerting
from schoolgate.monitoring.actions.lasting import raise_lasting
from schoolgate.monitoring.detection.findings import Finding
from schoolgate.monitoring.models import Alert, AlertRow, Canary, Reached
from schoolgate.monitoring.queries import alerts as queries
from schoolgate.monitoring.rules import alerts as rules
from schoolgate.monitoring.rules.alerts import For, Severity, State
from schoolgate.monitoring.whose import Whose
from schoolgate.people.models import Person, School
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

MACHINE: Final = System("monitoring", "The monitoring")
LETTER: Final = "monitoring:alert"
AT_ONCE: Final = 5_000
LATEST: Final = timedelta(days=7)  # what is older when it is read raises no alert
TABLE: Final = "web"


def read_on(*, school: School, by: System, at: datetime, most: int = AT_ONCE) -> int:
    """Judge what was logged since the last time; return how many events that were. What is old
    already, as in a log of last year, raises no alert.

    How far it was read is stored with the alerts, in one transaction: stopped anywhere, it begins
    again where the stored alerts end. What is undone is forgotten by the detection too.
    """
    with detecting.forgotten_if_undone(), transaction.atomic(), journal.one_act():
        Reached.objects.get_or_create(school=school, table=TABLE, defaults={"at": at})
        mark = Reached.objects.select_for_update().get(school=school, table=TABLE)
        store = store_of(school)
        events, cursor = store.since(TABLE, mark.cursor, most)
        known = whose.people_of(school, store, on=timezone.localdate(at)) if events else {}
        since = days.instant(at - LATEST)
        fresh = [one for one in events if one.at >= since]
        found = detecting.judge_all(items.of_web(fresh, known))
        _raise_all(school, (one for one in found if not one.excused), known, by, at)
        if fresh:
            raise_lasting(school=school, store=store, events=fresh, known=known, by=by, at=at)
        mark.cursor, mark.at = cursor, at
        mark.save(update_fields=["cursor", "at"])
    return len(events)


def _raise_all(
    school: School, found: Iterable[Finding], known: dict[str, Whose], by: System, at: datetime
) -> None:
    for one in found:
        raise_alert(school=school, finding=one, known=known.get(one.item.who), by=by, at=at)


@transaction.atomic
def raise_alert(
    *, school: School, finding: Finding, known: Whose | None, by: System, at: datetime,
    table: str = TABLE,
) -> Alert | None:  # fmt: skip
    """Store one finding: with an alert of its kind, group and hour, or as a new one. None where
    this very event was found by this rule before."""
    if queries.has_row(school, table, finding.item.source, finding.rule):
        return None
    whom = known.whom if known else rules.for_profile(finding.item.role)
    seen = days.moment(finding.item.at)
    group = sealed.group_of(school, (known.group if known else "") or finding.item.who)
    is_canary = items.is_canary(finding)
    severity = Severity(finding.severity.name.lower())
    before = (
        None
        if is_canary
        else queries.same(school=school, head=str(finding.head), group=group, whom=whom, at=seen)
        .select_for_update()
        .first()
    )
    alert = before or _new(school, finding, group, whom, seen, at)
    if before is not None:
        _join(before, finding.item.source, severity, seen)
    alerting.add_row(alert, table=table, source=finding.item.source, rule=finding.rule,
                     who=finding.item.who, at=seen)  # fmt: skip
    if before is None:
        alerting.write_raised(alert, by, at)
        _tell(alert, at)
    if is_canary:
        sent = Canary.objects.filter(school=school, alert=None, on=timezone.localdate(seen))
        sent.update(alert=alert, found_at=at)
    return alert


def _new(
    school: School, finding: Finding, group: str, whom: For, seen: datetime, at: datetime
) -> Alert:
    is_canary, severity = items.is_canary(finding), Severity(finding.severity.name.lower())
    state = State.NEW if is_canary else alerting.first_state(school, finding.rule, severity, at)
    return Alert.objects.create(
        school=school, token=uuid4(), head=str(finding.head), severity=severity, rule=finding.rule,
        group=group, state=state, whom=For.DSL if is_canary else whom, is_canary=is_canary,
        first_at=seen, last_at=seen, raised_at=at,
    )  # fmt: skip


def _join(alert: Alert, source: str, severity: Severity, seen: datetime) -> None:
    """Add a finding to an alert; an event that two rules find counts once."""
    louder = rules.louder(alert.severity, severity)
    if alert.state == State.DIGEST and louder in rules.LOUD:
        alert.state = State.NEW
    alert.count += not AlertRow.objects.filter(alert=alert, source=source).exists()
    alert.severity = louder
    alert.first_at, alert.last_at = min(alert.first_at, seen), max(alert.last_at, seen)
    alert.save(update_fields=["state", "count", "severity", "first_at", "last_at"])


def _tell(alert: Alert, at: datetime) -> None:
    """Send a letter that says nothing of it to whoever it is for, where it is loud."""
    if alert.state == State.NEW and rules.is_told_at_once(alert.severity):
        tell(alert, alert.whom, at)


def tell(alert: Alert, role: str, at: datetime) -> list[Person]:
    """Post the letter to who holds a role; return them."""
    on = timezone.localdate(at)
    there = [one for one in permissions.told(alert.school, role, on=on) if one.email]
    for one in there:
        letters.post(LETTER, school=alert.school_id, person=one.pk)
    return there
