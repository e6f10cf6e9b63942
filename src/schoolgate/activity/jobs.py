"""What the activity log does by itself: closed days are sorted, old ones dropped, every night."""

from __future__ import annotations

import logging
from typing import Final

from django.utils import timezone
from django_tasks import task

from schoolgate.activity import actions, days, reporting
from schoolgate.activity.opening import UNREADABLE, folder_of, store_of
from schoolgate.jobs import schedule
from schoolgate.jobs.timetable import daily, every_minutes
from schoolgate.people import queries as people
from schoolgate.policies.language.mistakes import PackError
from schoolgate.records.parties import System

KEEPER: Final = System("activity", "The activity log")
_log = logging.getLogger(__name__)


@task
def forget_old_days() -> None:
    """Drop the days that are over in every school; one that fails is tried again tomorrow."""
    for school in people.schools():
        if not folder_of(school).exists():
            continue
        try:
            actions.forget(school=school, by=KEEPER, at=timezone.now())
        except (PackError, *UNREADABLE) as error:
            _log.error("Old activity of %s was not deleted: %s", school.slug, error)


@task
def sort_days() -> None:
    """Sort the days that are over, and merge the small files of today."""
    for school in people.schools():
        if not folder_of(school).exists():
            continue
        try:
            store_of(school).compact(now=days.instant(timezone.now()))
        except UNREADABLE as error:
            _log.error("The activity of %s was not sorted: %s", school.slug, error)


schedule.add("activity:forget", every=daily("00:20"), task=forget_old_days)
schedule.add("activity:sort", every=every_minutes(10), task=sort_days)
schedule.add("activity:reports", every=daily("06:30"), task=reporting.send_reports)
