"""What the filter does by itself: it is made anew every night, so that the days ahead move on; on
every school day, in a lesson, it is tested."""

from __future__ import annotations

import logging
from datetime import date
from typing import Final

from django.utils import timezone
from django_tasks import task

from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.filtering import publishing
from schoolgate.filtering.actions import checks, imports, own
from schoolgate.filtering.models import ListSource
from schoolgate.filtering.publishing import UnableToAssemble, folder_of
from schoolgate.filtering.queries import checks as queries
from schoolgate.filtering.snapshot import CURRENT
from schoolgate.jobs import schedule
from schoolgate.jobs.timetable import daily, every_minutes
from schoolgate.people import queries as people
from schoolgate.people.models import School
from schoolgate.policies.language.mistakes import PackError
from schoolgate.records.parties import System

TESTER: Final = System("filter-test", "The daily test")
_log = logging.getLogger(__name__)
CALENDAR: Final = System("calendar", "The calendar")
RENEWAL: Final = System("list-renewal", "The nightly renewal of lists")


@task
def make_filters() -> None:
    """Make the filter of every school that has one anew: the days ahead move on. One that fails
    keeps what it has."""
    for school in School.objects.all():
        if not folder_of(school).exists():
            continue
        try:
            publishing.make(school, timezone.now())
        except (UnableToAssemble, PackError, OSError) as error:
            _log.error("The filter of %s was not made: %s", school.slug, error)


@task
def try_filters() -> None:
    """Test the filter of every school that has one and is open today; once a day."""
    now = timezone.now()
    for school in people.schools():
        if not _is_due(school, timezone.localdate(now)):
            continue
        try:
            checks.make_check(school=school, by=TESTER, at=now)
        except UnableToRecord as error:
            _log.error("The filter of %s was not tested: %s", school.slug, error)


def _is_due(school: School, today: date) -> bool:
    """A filter that was there once and is gone is tested too, and fails."""
    if not people.dates(school).is_open(today) or queries.was_tested(school=school, on=today):
        return False
    return (folder_of(school) / CURRENT).exists() or queries.was_ever_tested(school=school)


@task
def end_own_entries() -> None:
    """End what the schools opened or closed until a day that is over."""
    for school in School.objects.all():
        own.end_past_entries(school=school, by=CALENDAR, at=timezone.now())


@task
def renew_lists() -> None:
    """Take in what the machine's own tasks have put into the inboxes."""
    for source in ListSource.objects.filter(enabled=True).select_related("school"):
        imports.renew(source=source, by=RENEWAL, at=timezone.now())


@task
def write_overlays() -> None:
    """Write every overlay anew, and let the filter keep up with the policy: what begins or ends on
    a day has no act that `following` would be told of, and a program may be killed at any time."""
    for school in School.objects.all():
        if folder_of(school).exists():
            publishing.write_overlay(school, timezone.now())
            if publishing.is_behind(school):
                publishing.follow_policy.enqueue(school.pk)


schedule.add("filtering:overlays", every=every_minutes(5), task=write_overlays)
schedule.add("filtering:make", every=daily("02:30"), task=make_filters)
schedule.add("filtering:check", every=daily("10:15"), task=try_filters)
schedule.add("filtering:own-entries", every=daily("00:05"), task=end_own_entries)
schedule.add("filtering:lists", every=daily("01:30"), task=renew_lists)
