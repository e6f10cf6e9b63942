"""Who monitored since it was last gone through, and what no second person has reviewed, whenever it
was; in numbers: no row, and nobody they looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Min, QuerySet
from django.utils import timezone

from schoolgate.monitoring import permissions
from schoolgate.monitoring.models import Alert, Look, LookUp, LookUpStep, SupportTalk
from schoolgate.monitoring.rules import monitors as rules
from schoolgate.monitoring.rules.alerts import For
from schoolgate.monitoring.rules.lookups import Stage, Step
from schoolgate.monitoring.verbs import OversightVerb
from schoolgate.people import queries as people
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records.models import Entry

_RUNNING = frozenset({Stage.NOT_BEGUN, Stage.OPEN})


@dataclass(frozen=True, slots=True)
class Monitor:
    """What somebody did who monitors: look-ups with queries, queries and rows of them, how many
    queries were refused, look-ups that are over and that no second person has reviewed, alerts
    decided about; and the day of the last talk that supported them."""

    person: Person
    look_ups: int
    queries: int
    rows: int
    refused: int
    unreviewed: int
    alerts: int
    talked_on: date | None


def may_review(viewer: Person | None, *, at: datetime) -> bool:
    """Tell whether somebody answers for how those who monitor are checked and supported."""
    return permissions.may(viewer, Capability.MONITORS_REVIEW, on=timezone.localdate(at))


def monitors(*, viewer: Person | None, at: datetime) -> list[Monitor]:
    """Return who monitored since the last review, or did before what nobody has reviewed, by name;
    none to who does not answer for it. Nobody goes through what they did themselves, or learns of
    a look at themselves."""
    if viewer is None or not may_review(viewer, at=at):
        return []
    since = reviewed_at(viewer.school)
    looks = list(_looks(viewer, since).select_related("by"))
    alerts = list(_alerts(viewer, since).select_related("decided_by"))
    left = _unreviewed(viewer, at)
    found = {one.by for one in looks} | {one.decided_by for one in alerts if one.decided_by}
    found |= {one.doer for one in left}
    talks = SupportTalk.objects.filter(school=viewer.school_id, person__in=found)
    talked = dict(talks.order_by("person").values_list("person").annotate(Max("held_on")))
    return [
        _monitor(one, [look for look in looks if look.by_id == one.pk],
                 sum(row.doer_id == one.pk for row in left),
                 sum(alert.decided_by_id == one.pk for alert in alerts), talked.get(one.pk))
        for one in sorted(found, key=lambda one: (one.name, one.pk))
    ]  # fmt: skip


def due_on(*, viewer: Person, at: datetime) -> date | None:
    """Return by when it has to be gone through; None where nobody monitored since the last time,
    and nothing that ended since then waits for its review."""
    if not may_review(viewer, at=at):
        return None
    since = reviewed_at(viewer.school)
    looked = _looks(viewer, since).aggregate(first=Min("at"))["first"]
    decided = _alerts(viewer, since).aggregate(first=Min("decided_at"))["first"]
    ended = [one.ended_at(at) for one in _unreviewed(viewer, at)]
    new = [one for one in ended if one and (since is None or one > since)]
    first = min((one for one in (looked, decided, *new) if one), default=None)
    if first is None:
        return None
    ends = [term.last for term in people.dates(viewer.school).terms]
    return rules.due_on(timezone.localdate(first), ends)


def reviewed_at(school: School) -> datetime | None:
    """Return when it was gone through last, by the journal; None: never."""
    there = Entry.objects.filter(journal=school.pk, verb=OversightVerb.MONITORS_REVIEWED)
    return there.order_by("-sequence").values_list("at", flat=True).first()


def _looks(viewer: Person, since: datetime | None) -> QuerySet[Look]:
    here = Look.objects.filter(school=viewer.school_id).exclude(by=viewer)
    here = here.exclude(look_up__about=viewer)
    return here.filter(at__gt=since) if since else here


def _alerts(viewer: Person, since: datetime | None) -> QuerySet[Alert]:
    """Return alerts that others decided about: never the daily test, nor what the headteacher is
    not told of."""
    here = Alert.objects.filter(school=viewer.school_id, is_canary=False, decided_by__isnull=False)
    here = here.exclude(decided_by=viewer).exclude(whom=For.CHAIR)
    return here.filter(decided_at__gt=since) if since else here


def _unreviewed(viewer: Person, at: datetime) -> list[LookUp]:
    """Return the look-ups of others that showed rows, are over, and that nobody has reviewed."""
    done = LookUpStep.objects.filter(school=viewer.school_id, kind=Step.REVIEWED)
    of = LookUp.objects.filter(pk__in=_looks(viewer, None).filter(refused="").values("look_up"))
    of = of.exclude(pk__in=done.values("look_up")).prefetch_related("steps")
    of = of.select_related("doer", "approval__decision", "approval__revocation")
    return [one for one in of if one.stage(at) not in _RUNNING]


def _monitor(
    person: Person, looks: list[Look], unreviewed: int, alerts: int, talked_on: date | None
) -> Monitor:
    shown = [one for one in looks if not one.refused]
    return Monitor(
        person, len({one.look_up_id for one in shown}), len(shown), sum(one.rows for one in shown),
        len(looks) - len(shown), unreviewed, alerts, talked_on,
    )  # fmt: skip
