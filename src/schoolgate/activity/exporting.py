"""Acts on reports: each says who, of which days and what for."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from schoolgate.activity import permissions
from schoolgate.activity.queries import Report
from schoolgate.activity.reports.purposes import PURPOSES
from schoolgate.activity.verbs import ActivityVerb
from schoolgate.people.models import Person
from schoolgate.records import actions as journal


class UnableToReport(Exception):
    """Nothing was done. The message says what to do."""


def export(*, report: Report, form: str, purpose: str, by: Person, at: datetime) -> None:
    """Write down that a report is taken away, before it is. Raises UnableToReport."""
    if not permissions.may_see(by, on=timezone.localdate(at)):
        raise UnableToReport("The headteacher, leaders, governors and technicians take these away.")
    if purpose not in PURPOSES:
        raise UnableToReport("Choose what the numbers are for.")
    if not report.tables:
        raise UnableToReport("The log holds no whole week of these days. Choose others.")
    body = {"first": f"{report.weeks.first:%-d %B %Y}", "last": f"{report.weeks.last:%-d %B %Y}",
            "form": form, "purpose": PURPOSES[purpose]}  # fmt: skip
    journal.write(school=report.school, by=by, at=at, verb=ActivityVerb.REPORT_EXPORTED,
                  object=report.school, body=body)  # fmt: skip
