"""What the headteacher keeps beside cases: read, and opened.

Each row is sealed under a key of its own, wrapped for its register; who may open the page is the
table's (`people.rights`). So copies and dumps hold no word, and no case has to be there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from schoolgate.concerns import keys, permissions
from schoolgate.concerns.models import (
    Arrangement,
    Case,
    Enquiry,
    GateTurn,
    Statement,
    WatchedPage,
    WatchedStanding,
)
from schoolgate.concerns.rules import registers as rules
from schoolgate.concerns.rules.registers import Standing, What
from schoolgate.people import queries as people
from schoolgate.people.models import Person, School


def seal(row: Any, said: Any) -> None:
    """Seal what somebody wrote into a row that is to be stored."""
    keys.seal_alone(row, said, to=_to(row))


def read(row: Any) -> Any:
    """Return what a row says. Raises sealing.UnableToOpen."""
    return keys.read_alone(row, to=_to(row))


def _to(row: Any) -> str:
    return f"{row.school_id}:register:{row._meta.model_name}"


def arranged(school: School, what: What) -> str:
    """Return what a school has arranged; empty where it has not."""
    last = Arrangement.objects.filter(school=school, what=what).order_by("-at", "-pk").first()
    return last.value if last else ""


class Enquired(NamedTuple):
    """An enquiry with its words; `case` only for who may see that."""

    row: Enquiry
    said: dict[str, str]
    case: Case | None


class Stated(NamedTuple):
    """A version of a statement with its words; `case` only for who may see that."""

    row: Statement
    words: str
    case: Case | None


def enquiries(*, viewer: Person, on: date) -> list[Enquired]:
    """Return the enquiries of the viewer's school, newest first."""
    rows = list(Enquiry.objects.filter(school=viewer.school_id).select_related(
        "answered_by", "case", "statement"
    ))  # fmt: skip
    seen = _seen(rows, viewer, on)
    return [Enquired(row, read(row), row.case if row.case_id in seen else None) for row in rows]


def statements(*, viewer: Person, on: date) -> list[Stated]:
    """Return every version of what the viewer's school says, newest first; those of a case only
    for who may see it."""
    there = Statement.objects.filter(school=viewer.school_id)
    rows = list(there.select_related("by", "approved_by", "case"))
    seen = _seen(rows, viewer, on)
    return [Stated(row, read(row)["words"], row.case)
            for row in rows
            if row.case_id is None or row.case_id in seen]  # fmt: skip


def _seen(rows: Sequence[Enquiry | Statement], viewer: Person, on: date) -> set[int]:
    """Return the cases of some rows that the viewer may see."""
    among = {row.case_id for row in rows if row.case_id}
    return set(permissions.visible_to(viewer, on=on, among=among).values_list("pk", flat=True))


class Watched(NamedTuple):
    """An unofficial page with its words and how it stood."""

    row: WatchedPage
    said: dict[str, str]
    standings: list[WatchedStanding]

    @property
    def now(self) -> Standing:
        """How it stands."""
        return Standing(self.standings[-1].status)


def watched(*, school: School) -> list[Watched]:
    """Return the unofficial pages of a school, newest first."""
    rows = WatchedPage.objects.filter(school=school).prefetch_related("standings__by")
    return [Watched(row, read(row), list(row.standings.all())) for row in rows]


def gate_week(school: School, begins: date) -> list[rules.Turn]:
    """Return every turn at the gate in a week that has school; a gap says so. HSM-26."""
    there = [(one.on, one.half, one.person.name) for one in down(school, begins)]
    return rules.week(begins, school_days(school, begins), there)


def down(school: School, begins: date) -> QuerySet[GateTurn]:
    """Return who is down for the gate in a week."""
    until = begins + timedelta(days=7)
    found = GateTurn.objects.filter(school=school, on__gte=begins, on__lt=until)
    return found.select_related("person")


def school_days(school: School, begins: date) -> list[date]:
    """Return the days of a week on which children come."""
    dates = people.dates(school)
    days = [begins + timedelta(days=n) for n in range(7)]
    return [day for day in days if dates.is_open(day)]


def gaps(school: School, at: datetime) -> list[rules.Turn]:
    """Return the gaps of this week that are still to come, at a school that keeps a rota.
    HSM-26."""
    if not GateTurn.objects.filter(school=school).exists():
        return []
    today = timezone.localdate(at)
    return [one for one in gate_week(school, rules.monday(today))
            if one.is_gap and one.on >= today]  # fmt: skip
