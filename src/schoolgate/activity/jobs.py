"""What the activity log does by itself: closed days are sorted, old ones dropped, every night."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django_tasks import task

from schoolgate.activity import actions, days, reporting
from schoolgate.activity.opening import folder_of, store_of
from schoolgate.activity.schools import at_each
from schoolgate.jobs import schedule
from schoolgate.jobs.timetable import daily, every_minutes
from schoolgate.people.models import School
from schoolgate.records.parties import System

KEEPER: Final = System("activity", "The activity log")


@task
def forget_old_days() -> None:
    """Drop the days that are over in every school; one that fails is tried again tomorrow."""
    at_each(_forget, "Old activity of %s was not deleted: %s", by=KEEPER)


def _forget(*, school: School, by: System, at: datetime) -> None:
    if folder_of(school).exists():
        actions.forget(school=school, by=by, at=at)


@task
def sort_days() -> None:
    """Sort the days that are over, and merge the small files of today."""
    at_each(_sort, "The activity of %s was not sorted: %s", by=KEEPER)


def _sort(*, school: School, by: System, at: datetime) -> None:
    if folder_of(school).exists():
        store_of(school).compact(now=days.instant(at))


schedule.add("activity:forget", every=daily("00:20"), task=forget_old_days)
schedule.add("activity:sort", every=every_minutes(10), task=sort_days)
schedule.add("activity:reports", every=daily("06:30"), task=reporting.send_reports)
