"""An alert read, and what somebody decided: a concern in one step, or none. The machine does
nothing to anybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from schoolgate.activity import days
from schoolgate.activity.opening import store_of
from schoolgate.concerns import actions as concerns
from schoolgate.concerns.actions import Involved, Told, UnableToReport
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.matters import Matter
from schoolgate.concerns.rules.words import Part, Way
from schoolgate.monitoring import permissions
from schoolgate.monitoring.actions.storing import FASTER, UnableToAct
from schoolgate.monitoring.detection.findings import Head
from schoolgate.monitoring.models import Alert, AlertRow, Canary
from schoolgate.monitoring.placing import Found, whose_it_is
from schoolgate.monitoring.rules.alerts import DECIDED, For, State
from schoolgate.monitoring.rules.heads import measured, title_of
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people.models import Person
from schoolgate.records import actions as journal

# The rows around what was found are kept with the case: what led to it is part of it.
AROUND: Final = timedelta(hours=1)
WHOLE_DAY: Final = timedelta(days=1)  # what is found in mail is found of a day, from its beginning
LONGEST_MINUTES: Final = 600
_NOT_YOURS: Final = "This alert is for somebody else."
# What somebody did, rather than what happens to them.
_DONE: Final = frozenset({Head.CIRCUMVENTION, Head.PRIVATE_USE})
_STAFF: Final = Matter(
    "monitoring", "The automatic monitoring was set off", "monitoring-trigger", (),
    roles=("headteacher",),
)  # fmt: skip


@transaction.atomic
def look_at(*, alert: Alert, by: Person, at: datetime) -> list[Found]:
    """Open an alert: whose it is, written down each time. Raises UnableToAct."""
    _require(alert, by, at)
    fresh = Alert.objects.filter(pk=alert.pk, state__in=(State.NEW, State.DIGEST))
    if fresh.update(state=State.LOOKED_AT, looked_by=by, looked_at=at):
        alert.refresh_from_db()
    with journal.one_act():
        _write(alert, MonitoringVerb.ALERT_LOOKED_AT, by, at)
        if alert.is_canary:
            _note_canary(alert, by, at)
    return whose_it_is(alert)


def _note_canary(alert: Alert, by: Person, at: datetime) -> None:
    test = Canary.objects.filter(alert=alert, seen_at=None).first()
    if test is not None and Canary.objects.filter(pk=test.pk, seen_at=None).update(
        seen_at=at, seen_by=by
    ):
        minutes = int((at - test.sent_at).total_seconds() // 60)
        journal.write(school=alert.school, by=by, at=at, verb=MonitoringVerb.CANARY_SEEN,
                      object=test, body={"minutes": minutes})  # fmt: skip


@transaction.atomic
def no_concern(*, alert: Alert, minutes: int, by: Person, at: datetime) -> None:
    """Decide that there is no concern. Raises UnableToAct."""
    with journal.one_act():
        _decide(alert, State.FALSE, minutes, by, at)


@transaction.atomic
def to_concern(*, alert: Alert, minutes: int, by: Person, at: datetime) -> Case:
    """Open a concern from an alert, and hold the rows around it: one step. Raises UnableToAct."""
    _require(alert, by, at)
    if alert.is_canary:
        raise UnableToAct("This is the daily test. Nobody did anything.")
    _refuse_decided(alert)
    found = whose_it_is(alert)
    with journal.one_act():
        case = _reported(alert, found, by, at)
        held = _hold(alert, found, case)
        _decide(alert, State.CONCERN, minutes, by, at, case=case, held=held)
    return case


def _reported(alert: Alert, found: list[Found], by: Person, at: datetime) -> Case:
    """Report what was noticed: its kind and when, and not a word of it."""
    is_for_them = alert.whom == For.DSL and alert.head not in _DONE
    part = Part.TARGET if is_for_them else Part.SUBJECT
    involved = tuple(Involved(part, one.person) for one in found if one.person is not None)
    first, last = timezone.localtime(alert.first_at), timezone.localtime(alert.last_at)
    much = measured(alert.amount, alert.unit) or f"Findings: {alert.count}"
    title = title_of(alert.head, alert.rule)
    said = (f"The automatic monitoring noticed something: {title}. "
            f"{much}, from {first:%-d %B %Y, %H:%M} to {last:%H:%M}. "
            "What was logged around it is kept with this case.")  # fmt: skip
    told = Told(Way.OBSERVED, {"what": said}, ticket=alert.token, involved=involved,
                matter=None if alert.whom == For.DSL else _STAFF)  # fmt: skip
    try:
        return concerns.report(school=alert.school, told=told, by=by, at=at)
    except UnableToReport as error:
        raise UnableToAct(str(error)) from error


def _hold(alert: Alert, found: list[Found], case: Case) -> int:
    """Keep the rows around what was found as long as the case is kept; return how many."""
    store = store_of(alert.school)
    tables = set(AlertRow.objects.filter(alert=alert).values_list("table", flat=True))
    if "mail" in tables and alert.whom == For.DSL:
        tables.add("recipients")  # what somebody wrote to a pupil, too
    return sum(
        store.hold(str(case.token), table=table, who=one.logged,
                   since=days.instant(one.first_at - _around(one)),
                   until=days.instant(one.last_at + _after(one, table)))
        for table in sorted(tables) for one in found
    )  # fmt: skip


def _around(one: Found) -> timedelta:
    """Rows of nobody are many people's: only the time of the findings themselves is kept."""
    return AROUND if one.logged else timedelta(seconds=1)


def _after(one: Found, table: str) -> timedelta:
    return _around(one) if table == "web" else WHOLE_DAY


def _require(alert: Alert, by: Person, at: datetime) -> None:
    seen = permissions.alerts_visible_to(by, on=timezone.localdate(at))
    if not seen.filter(pk=alert.pk).exists():
        raise UnableToAct(_NOT_YOURS)


def _refuse_decided(alert: Alert) -> None:
    if Alert.objects.filter(pk=alert.pk, state__in=DECIDED).exists():
        raise UnableToAct("This has been decided. Look again.")


def _decide(  # noqa: PLR0913 what a decision is
    alert: Alert, outcome: State, minutes: int, by: Person, at: datetime, *,
    case: Case | None = None, held: int = 0,
) -> None:  # fmt: skip
    _require(alert, by, at)
    if not 0 <= minutes <= LONGEST_MINUTES:
        raise UnableToAct(f"Give the minutes that it took, {LONGEST_MINUTES} at most.")
    open_rows = Alert.objects.filter(pk=alert.pk).exclude(state__in=DECIDED)
    if not open_rows.update(state=outcome, decided_by=by, decided_at=at, minutes=minutes,
                            case=case, held=held):  # fmt: skip
        raise UnableToAct(FASTER)
    alert.refresh_from_db()
    _write(alert, MonitoringVerb.ALERT_DECIDED, by, at, {"outcome": outcome.said, "held": held})
    _write(alert, MonitoringVerb.ALERT_CLOSED, by, at, {"minutes": minutes})


def _write(
    alert: Alert, verb: MonitoringVerb, by: Person, at: datetime,
    body: dict[str, object] | None = None,
) -> None:  # fmt: skip
    journal.write(school=alert.school, by=by, at=at, verb=verb, object=alert, body=body or {})
