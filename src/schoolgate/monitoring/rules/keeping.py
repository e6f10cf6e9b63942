"""Until when the log keeps rows for a case, and alerts are kept. Pure; days are passed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from dateutil.relativedelta import relativedelta

from schoolgate.activity.rules import ALERTS, kept_from


def last_day(closed_on: date, evidence: date | None, longs: Mapping[str, relativedelta]) -> date:
    """Return the last day on which the log keeps rows for a case that is closed: that of its
    evidence; where no clause states one, the log's own longest period, counted from closing."""
    logs = (closed_on + long for kind, long in longs.items() if kind != ALERTS)
    return evidence or max(logs)


def alerts_from(
    today: date, tables: Iterable[str], longs: Mapping[str, relativedelta]
) -> date:  # fmt: skip
    """Return the first day of which alerts are kept that were found in these tables: by a clause
    that speaks of alerts, else until the last of the rows that they are made from is gone."""
    if ALERTS in longs:
        return kept_from(today, longs[ALERTS])
    kinds = {"web" if table == "web" else "mail" for table in tables} or {"web", "mail"}
    return min(kept_from(today, longs[kind]) for kind in kinds)


def said(long: relativedelta) -> str:
    """Return a period in words: 6 months."""
    parts = ((long.years, "year"), (long.months, "month"), (long.days, "day"))
    return " ".join(f"{count} {unit}{'s' if count > 1 else ''}" for count, unit in parts if count)
