"""Alerts that are kept no longer are dropped, with all that they found; their rules keep sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from schoolgate.activity import actions as activity
from schoolgate.monitoring import keeping
from schoolgate.monitoring.models import Alert, AlertRow, Canary, RuleRecord
from schoolgate.monitoring.queries import alerts as queries
from schoolgate.monitoring.rules import keeping as rules
from schoolgate.monitoring.rules.alerts import DECIDED, State
from schoolgate.monitoring.verbs import MonitoringVerb
from schoolgate.people.models import School
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

AT_ONCE: Final = 500
SITES: Final = "web"  # the table of the log that the daily test goes into


def forget_alerts(*, school: School, by: System, at: datetime) -> int:
    """Drop the alerts of a school whose time is over, some at a time; return how many. A daily
    test that was never found goes when its alert would have. Safe to stop, and to call again.
    Raises PackError."""
    longs, today = activity.periods(school), timezone.localdate(at)
    begins = rules.alerts_from(today, (SITES,), longs)
    Canary.objects.filter(school=school, alert=None, on__lt=begins).delete()
    latest = max(rules.alerts_from(today, (table,), longs) for table in (SITES, "mail"))
    over = [one.pk for one in queries.before(school=school, day=latest)
            if _is_over(one, today, longs)]  # fmt: skip
    return sum(_drop(school, over[first : first + AT_ONCE], longs, by, at)
               for first in range(0, len(over), AT_ONCE))  # fmt: skip


def _is_over(alert: Alert, today: date, longs: Mapping[str, relativedelta]) -> bool:
    tables = set(AlertRow.objects.filter(alert=alert).values_list("table", flat=True))
    is_past = timezone.localdate(alert.last_at) < rules.alerts_from(today, tables, longs)
    return is_past and (alert.case is None or keeping.is_over(alert.case, today))


@transaction.atomic
def _drop(
    school: School, pks: Iterable[int], longs: Mapping[str, relativedelta], by: System,
    at: datetime,
) -> int:  # fmt: skip
    """Drop those of some alerts that are over still: one may have become a concern, or grown."""
    locked = Alert.objects.select_for_update(of=("self",)).filter(school=school, pk__in=pks)
    there = [one for one in locked.select_related("case__school", "case__into")
             if _is_over(one, timezone.localdate(at), longs)]  # fmt: skip
    if not there:
        return 0
    for one in there:
        _sum(one)
    findings, _ = AlertRow.objects.filter(alert__in=there).delete()
    Canary.objects.filter(alert__in=there).delete()
    Alert.objects.filter(pk__in=[one.pk for one in there]).delete()
    undecided = sum(one.state not in DECIDED for one in there)
    journal.write(school=school, by=by, at=at, verb=MonitoringVerb.ALERTS_DROPPED, object=school,
                  body={"alerts": len(there), "findings": findings,
                        "undecided": undecided})  # fmt: skip
    return len(there)


def _sum(alert: Alert) -> None:
    """Keep what became of an alert with its rule. The daily test is no rule's."""
    if alert.is_canary or alert.state not in DECIDED:
        return
    rule = RuleRecord.objects.get_or_create(school=alert.school, rule=alert.rule,
                                            whom=alert.whom)[0]  # fmt: skip
    is_true = int(alert.state == State.CONCERN)
    RuleRecord.objects.filter(pk=rule.pk).update(
        true=F("true") + is_true, false=F("false") + 1 - is_true,
        minutes=F("minutes") + alert.minutes,
    )  # fmt: skip
