"""Whose the findings of an alert are: by the user name that the log has, else by who sat there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from schoolgate.activity.events import WebEvent
from schoolgate.activity.opening import store_of
from schoolgate.activity.store import Store
from schoolgate.monitoring import sealed, whose
from schoolgate.monitoring.models import Alert, AlertRow
from schoolgate.monitoring.whose import Whose
from schoolgate.people.models import Person


@dataclass(frozen=True, slots=True)
class Found:
    """Whose findings there are: the person, where the school knows them; how many; first, last.

    `pseudonym` is "" where nobody is known, or more than one person; then `computer` is the address
    that the log has. `logged` is what the rows of the log stand under.
    """

    person: Person | None
    pseudonym: str
    count: int
    first_at: datetime
    last_at: datetime
    computer: str = ""
    logged: str = ""


def whose_it_is(alert: Alert) -> list[Found]:
    """Return whose an alert is; only for `look_at` and `to_concern`, which write it down."""
    store = store_of(alert.school)
    on = timezone.localdate(alert.raised_at)
    known = whose.people_of(alert.school, store)
    known |= whose.employees(alert.school, store, on=on) | whose.pupils(alert.school, store, on=on)
    placed: dict[tuple[str, str, str], dict[str, datetime]] = {}
    for row in AlertRow.objects.filter(alert=alert).select_related("alert").order_by("at"):
        placed.setdefault(_placed(store, row, known), {})[row.source] = row.at
    found = []
    for (who, device, logged), by_source in placed.items():
        times = list(by_source.values())
        person = known[who].person if who in known else None
        computer = "" if who else store.name_of(device, leave=f"alert {alert.pk}")
        first, last = (alert.first_at, alert.last_at) if alert.unit else (times[0], times[-1])
        found.append(Found(person, who, len(times), first, last, computer, logged))
    return found


def _placed(store: Store, row: AlertRow, known: dict[str, Whose]) -> tuple[str, str, str]:
    """Return who it was, at which computer, and what the log says itself.

    Sessions that came after the lines count too: but nobody is named to a role that their alerts
    are not for.
    """
    logged = sealed.opened(row)
    if logged or row.table != "web":
        return logged, "", logged
    event = _event(store, int(row.source))
    if event is None:
        return "", "", ""
    who = store.sitting(event.device, event.at)
    is_for = not who or (who in known and known[who].whom == row.alert.whom)
    return (who if is_for else ""), event.device, ""


def _event(store: Store, number: int) -> WebEvent | None:
    found = store.since("web", number - 1, 1)[0]
    event = found[0] if found else None
    return event if isinstance(event, WebEvent) and event.number == number else None
