"""Every read of alerts: each starts from who looks. Numbers carry nobody’s name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from schoolgate.monitoring import permissions
from schoolgate.monitoring.models import Alert, AlertBudget, AlertRow, Canary, RuleRecord
from schoolgate.monitoring.rules.alerts import LOUD, Budget, For, Record, State
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability

WEEK: Final = timedelta(days=7)
OPEN: Final = (State.NEW, State.LOOKED_AT)


def alerts(*, viewer: Person | None, on: date, which: str = "") -> QuerySet[Alert]:
    """Return the alerts that the viewer may see, newest first; `which` is a state, or `open`."""
    seen = permissions.alerts_visible_to(viewer, on=on)
    seen = seen.select_related("school", "looked_by", "decided_by", "case")
    if which == "open":
        return seen.filter(state__in=OPEN)
    return seen.filter(state=which) if which in set(State) else seen


def one(*, viewer: Person | None, pk: int, on: date) -> Alert | None:
    """Return one alert that the viewer may see."""
    return alerts(viewer=viewer, on=on).filter(pk=pk).first()


def same(*, school: School, head: str, group: str, whom: str, at: datetime) -> QuerySet[Alert]:
    """Return the alert that a finding may belong to: not decided, same kind, group and hour; for
    the machine."""
    hour = timedelta(hours=1)
    return Alert.objects.filter(
        school=school, head=head, group=group, whom=whom, is_canary=False,
        state__in=(*OPEN, State.DIGEST), last_at__gte=at - hour, first_at__lte=at + hour,
    ).order_by("-last_at")  # fmt: skip


def same_spell(
    *, school: School, rule: str, group: str, since: datetime, until: datetime
) -> QuerySet[Alert]:
    """Return the alert of a spell that touches a time, decided or not; for the machine."""
    return Alert.objects.filter(school=school, rule=rule, group=group, first_at__lte=until,
                                last_at__gte=since).order_by("first_at")  # fmt: skip


def has_row(school: School, table: str, source: str, rule: str) -> bool:
    """Tell whether a rule has found this very event before; for the machine."""
    there = AlertRow.objects.filter(school=school, table=table, source=source, rule=rule)
    return there.exists()


def budget_of(school: School) -> Budget:
    """Return what governors allow; ours until they have said."""
    last = AlertBudget.objects.filter(school=school).first()
    return Budget(last.a_week, last.precision, last.gigabytes) if last else Budget()


def record_of(school: School, rule: str) -> Record:
    """Return what became of one rule’s alerts."""
    return records(school, [rule]).get(rule, Record())


def records(
    school: School, only: Iterable[str] = (), *, whom: Iterable[str] = For
) -> dict[str, Record]:
    """Return what became of each rule’s alerts for some roles, and the minutes that people spent
    on them; of those that are kept no longer too."""
    found = _of_alerts(school, only, whom)
    gone = RuleRecord.objects.filter(school=school, whom__in=[*whom])
    for row in gone.filter(rule__in=list(only)) if only else gone:
        found[row.rule] = found.get(row.rule, Record()).plus(row.true, row.false, row.minutes)
    return found


def _of_alerts(school: School, only: Iterable[str], whom: Iterable[str]) -> dict[str, Record]:
    here = Alert.objects.filter(school=school, is_canary=False, whom__in=[*whom])
    found = here.filter(rule__in=list(only)) if only else here
    rows = found.order_by("rule").values("rule").annotate(
        true=Count("pk", filter=Q(state=State.CONCERN)),
        false=Count("pk", filter=Q(state=State.FALSE)), spent=Sum("minutes"),
    )  # fmt: skip
    return {row["rule"]: Record(row["true"], row["false"], row["spent"] or 0) for row in rows}


def this_week(school: School, *, at: datetime) -> int:
    """Return how many alerts have called somebody in the last seven days."""
    here = Alert.objects.filter(school=school, is_canary=False, raised_at__gt=at - WEEK)
    return here.exclude(state=State.DIGEST).count()


def counts(*, school: School, whom: str, since: datetime, until: datetime) -> dict[str, int]:
    """Return how many alerts of each kind somebody’s role had in a time: numbers alone."""
    here = Alert.objects.filter(school=school, whom=whom, is_canary=False, raised_at__gte=since,
                                raised_at__lt=until)  # fmt: skip
    return dict(here.order_by("head").values_list("head").annotate(Count("pk")))


def before(*, school: School, day: date) -> QuerySet[Alert]:
    """Return the alerts whose last finding was before a day; for what drops them."""
    begins = timezone.make_aware(datetime.combine(day, time.min))
    there = Alert.objects.filter(school=school, last_at__lt=begins)
    return there.select_related("case__school", "case__into").order_by("pk")


def to_escalate(*, school: School) -> QuerySet[Alert]:
    """Return urgent alerts that nobody has read and nobody else was told of; for the machine."""
    return Alert.objects.filter(school=school, state=State.NEW, severity="urgent", also="",
                                whom=For.DSL)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of alert in the report: how many, and what became of them."""

    head: str
    count: int
    concerns: int
    false: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Report:
    """What the monitoring found in a time, in numbers; and how the daily tests went."""

    since: datetime
    until: datetime
    lines: tuple[Line, ...]
    rules: dict[str, Record]
    budget: Budget
    loud: int
    canaries: tuple[Canary, ...]


def report(*, viewer: Person | None, at: datetime, days: int = 7) -> Report | None:
    """Return the report of the last days; None for who may not read it. Employees’ alerts are not
    in it: a number of one would name somebody."""
    may = permissions.may(viewer, Capability.ALERT_COUNT, on=timezone.localdate(at))
    if viewer is None or not may:
        return None
    school = viewer.school
    since = at - timedelta(days=days)
    here = Alert.objects.filter(school=school, is_canary=False, whom=For.DSL, raised_at__gt=since)
    rows = here.order_by("head").values("head").annotate(
        count=Count("pk"), concerns=Count("pk", filter=Q(state=State.CONCERN)),
        false=Count("pk", filter=Q(state=State.FALSE)), spent=Sum("minutes"),
    )  # fmt: skip
    lines = (Line(row["head"], row["count"], row["concerns"], row["false"], row["spent"] or 0)
             for row in rows)  # fmt: skip
    return Report(since, at, tuple(lines), records(school, whom=(For.DSL,)),
                  budget_of(school),
                  here.filter(severity__in=LOUD).count(),
                  tuple(Canary.objects.filter(school=school, on__gt=since.date())))  # fmt: skip
