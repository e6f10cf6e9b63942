"""What the log says for the report on whether the policy works. Source: POL-17."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.utils import timezone

from schoolgate.activity import queries
from schoolgate.activity.opening import keeps_log
from schoolgate.activity.reports.spans import Span
from schoolgate.activity.reports.tables import Table
from schoolgate.people.models import School
from schoolgate.policies.impact import Figure

_INTERNET: Final = ("days", "asked", "first")
_NETWORK: Final = ("categories", "refused", "opened", "volumes")
_FIRST: Final = 5


def internet(school: School, first: date, last: date) -> Sequence[Figure] | None:
    """Return how the internet was used, as the report of the same weeks says it; None where nothing
    is logged."""
    return [*_figures(school, first, last, _INTERNET)] if keeps_log(school) else None


def network(school: School, first: date, last: date) -> Sequence[Figure] | None:
    """Return what the filter refused and how the line was used, in the same numbers; None where
    nothing is logged."""
    return [*_figures(school, first, last, _NETWORK)] if keeps_log(school) else None


def _figures(
    school: School, first: date, last: date, wanted: tuple[str, ...]
) -> Iterator[Figure]:  # fmt: skip
    report = queries.report(school, Span("", "", first, last), on=timezone.localdate())
    if report.tables:
        weeks = f"{report.weeks.first:%-d %B %Y} to {report.weeks.last:%-d %B %Y}"
        yield Figure("Weeks counted", f"{report.weeks.number}: {weeks}")
    for table in report.tables:
        if table.slug in wanted:
            yield from _of(table)


def _of(table: Table) -> Iterator[Figure]:
    if table.note.startswith("All together"):
        yield Figure(
            f"{table.title}: all together", table.note.removeprefix("All together ").rstrip(".")
        )
    if table.slug != "days":
        for row in table.rows[:_FIRST]:
            yield Figure(f"{table.title}: {row[0]}", row[-1])
