"""What the vault does by itself. Each is safe to run again."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from django_tasks import task

from schoolgate.evidence import actions
from schoolgate.jobs import schedule
from schoolgate.jobs.timetable import daily
from schoolgate.people import queries as people
from schoolgate.records.parties import System
from schoolgate.records.tenancy import acting_for, everywhere

CLOCK: Final = System("retention", "The nightly retention job")


@task
def sweep() -> None:
    """Take away what uploads and killed processes left behind."""
    with everywhere(because="Files of every school are compared with its rows."):
        actions.sweep()


@task
def destroy() -> None:
    """Destroy what the policy keeps no longer, and bundles that were there to be taken away."""
    for school in people.schools():
        with acting_for(school.pk):
            now = timezone.now()
            actions.drop_bundles(school=school, by=CLOCK, at=now)
            actions.destroy_past(school=school, by=CLOCK, at=now)


schedule.add("evidence:destroy", every=daily("03:20"), task=destroy)
schedule.add("evidence:sweep", every=daily("03:40"), task=sweep)
