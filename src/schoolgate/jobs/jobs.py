"""The room's own scheduled work."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from schoolgate.jobs import actions, schedule
from schoolgate.jobs.timetable import daily


@task
def sweep() -> None:
    """Delete the rows of jobs that finished long ago."""
    actions.sweep(at=timezone.now())


schedule.add("jobs:sweep", every=daily("03:40"), task=sweep)
