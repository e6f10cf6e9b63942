"""Regular reports: which days the next one is of, and whether one is missing. Pure.

Every four weeks, numbered from 1; no day is in two of them and none is left out. Sources: MON-09
(000 §15.1: audit services look regularly, reports to chief officers), OVR-02.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from schoolgate.activity.reports.spans import monday

WEEKS: Final = 4
ROLES: Final = (
    "auditor", "headteacher", "deputy_headteacher", "inclusion_leader", "online_safety_governor",
)  # fmt: skip
_SPAN: Final = timedelta(weeks=WEEKS)
_DAY: Final = timedelta(days=1)


class Numbered(NamedTuple):
    """A regular report: its number, and the days that it is of, both included."""

    number: int
    first: date
    last: date

    @property
    def key(self) -> str:
        """By what the journal names it."""
        return f"{self.number}.{self.first:%Y%m%d}.{self.last:%Y%m%d}"

    def __str__(self) -> str:
        return f"report {self.number} on how the internet is used"


def named(key: str) -> Numbered:
    """Return the report that the journal names so."""
    number, first, last = key.split(".")
    return Numbered(int(number), *(date.fromisoformat(day) for day in (first, last)))


def following(last: Numbered | None, *, kept_since: date | None, today: date) -> Numbered | None:
    """Return the report that has to be sent now; None while its weeks are not over. The first is of
    the first four whole weeks of the log, but of none longer ago than the eight weeks before."""
    if kept_since is None:
        return None
    if last is None:
        first = max(monday(kept_since + 6 * _DAY), monday(today) - 2 * _SPAN)
        made = Numbered(1, first, first + _SPAN - _DAY)
    else:
        made = Numbered(last.number + 1, last.last + _DAY, last.last + _SPAN)
    return made if made.last < today else None
