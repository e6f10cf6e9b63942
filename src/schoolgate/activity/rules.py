"""How long a policy keeps activity, and which days are over by that. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

ALERTS: Final = "alerts"
USUAL: Final = relativedelta(months=6)
_PERIOD: Final = re.compile(r"(\d+) (day|week|month|year)s?")
_ABOUT: Final = {
    "web": re.compile(r"\b(web|internet)\b.*\b(activity|logs?)\b|monitoring\b.*\binternet\b"),
    "mail": re.compile(r"\be-?mail\b"),
    # What monitoring found is among “all monitoring information”.
    ALERTS: re.compile(r"\balerts?\b|(^|, )(all )?monitoring information\b"),
}
Keep = tuple[str, str]  # what, for


def period(keeps: Iterable[Keep], kind: str) -> relativedelta:
    """Return how long the boxes keep "web" or "mail". Where none speaks of it, or states no period,
    it is six months, as in the policy of the local authority."""
    return stated(keeps, kind) or USUAL


def stated(keeps: Iterable[Keep], kind: str) -> relativedelta | None:
    """Return how long the boxes keep "web", "mail" or "alerts": the shortest that speaks of it;
    None where none does, or states a period."""
    found = [_period(long) for what, long in keeps if _ABOUT[kind].search(what.casefold())]
    some = date(2000, 1, 1)
    return min((one for one in found if one), key=lambda one: some + one, default=None)


def _period(words: str) -> relativedelta | None:
    found = _PERIOD.fullmatch(words.strip().casefold())
    if found is None or not int(found[1]):
        return None
    count, unit = int(found[1]), found[2]
    if unit == "day":
        return relativedelta(days=count)
    if unit == "week":
        return relativedelta(weeks=count)
    return relativedelta(months=count) if unit == "month" else relativedelta(years=count)


def kept_from(today: date, long: relativedelta) -> date:
    """Return the first day that is still kept: what happened on a day is there up to the same day
    of the month in which its period ends, or that month's last, and is gone the day after."""
    day = today - long - timedelta(days=3)
    while day + long < today:
        day += timedelta(days=1)
    return day
