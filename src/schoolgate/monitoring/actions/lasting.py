"""What went on for a while becomes one alert, however long it lasts and often it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from schoolgate.activity import days
from schoolgate.activity.store import Store
from schoolgate.monitoring import naming, sealed, spells
from schoolgate.monitoring.actions import alerting
from schoolgate.monitoring.detection.findings import Spell
from schoolgate.monitoring.detection.sessions import LONG
from schoolgate.monitoring.models import Alert
from schoolgate.monitoring.queries import alerts as queries
from schoolgate.monitoring.rules import alerts as rules
from schoolgate.monitoring.rules.alerts import DECIDED, Severity
from schoolgate.monitoring.spells import Lasted
from schoolgate.monitoring.whose import Whose
from schoolgate.people.models import School
from schoolgate.records.parties import System

TABLE: Final = "web"
_APART: Final = timedelta(minutes=LONG.gap)  # what lies nearer is the same spell


def raise_lasting(
    *, school: School, store: Store, events: Iterable[object], known: Mapping[str, Whose],
    by: System, at: datetime,
) -> None:  # fmt: skip
    """Raise an alert for each spell that new events are part of, or let its alert grow; in the
    caller's transaction, which notes how far the log was read."""
    pack = naming.pack_of(school)
    budget = queries.budget_of(school)
    lasted = spells.found(events, store, known, book=pack.book if pack else None,
                          gigabytes=budget.gigabytes)  # fmt: skip
    for one in lasted:
        group = sealed.group_of(school, f"{one.spell.rule} {one.spell.who}")
        since, last = days.moment(one.spell.since), days.moment(one.spell.until - 1)
        there = queries.same_spell(school=school, rule=one.spell.rule, group=group,
                                   since=since - _APART, until=last + _APART)  # fmt: skip
        before = there.select_for_update().first()
        if before is None and not queries.has_row(school, TABLE, one.source, one.spell.rule):
            _raise(school, one, group, known.get(one.spell.who), by, at)
        elif (
            before is not None and before.state not in DECIDED
        ):  # what was decided about stays as they saw it
            _grow(before, one.spell, since, last)


def _grow(alert: Alert, spell: Spell, since: datetime, last: datetime) -> None:
    """Note that a spell went on."""
    alert.first_at, alert.last_at = min(alert.first_at, since), max(alert.last_at, last)
    alert.amount = max(alert.amount, spell.amount)
    alert.save(update_fields=["first_at", "last_at", "amount"])


def _raise(
    school: School, lasted: Lasted, group: str, known: Whose | None, by: System, at: datetime
) -> None:
    spell, severity = lasted.spell, Severity(lasted.spell.severity.name.lower())
    whom = known.whom if known else rules.for_profile(lasted.role)
    state = alerting.first_state(school, spell.rule, severity, at)
    first_at = days.moment(spell.since)
    alert = Alert.objects.create(
        school=school, token=uuid4(), head=str(spell.head), severity=severity, rule=spell.rule,
        group=group, state=state, whom=whom, first_at=first_at,
        last_at=days.moment(spell.until - 1), raised_at=at, amount=spell.amount, unit=spell.unit,
        clause=spell.clause,
    )  # fmt: skip
    alerting.add_row(alert, table=TABLE, source=lasted.source, rule=spell.rule, who=spell.who,
                     at=first_at)  # fmt: skip
    alerting.write_raised(alert, by, at)
