"""On which day a device was last seen: the day alone, and nothing of what was opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from schoolgate.activity import days
from schoolgate.activity.opening import keeps_log, store_of
from schoolgate.people.models import School


def last_seen(school: School, addresses: Iterable[str]) -> Mapping[str, date]:
    """Return the day on which each of these IP addresses was last in the log; none for others."""
    if not keeps_log(school):
        return {}
    store = store_of(school)
    found = {str(device): cast(int, last) for device, last in store.ask("devices_last_seen")}
    known = {one: store.pseudonym("device", one) for one in addresses}
    return {one: days.day_of(found[name]) for one, name in known.items() if name in found}
