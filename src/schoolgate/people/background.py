"""Background work as a school's people see it: their school's, and nobody else's.

What runs for the whole installation (its schedules, above all) is shown to the people of its only
school; where several share it, to the operator alone (`./sg jobs`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Coalesce

from schoolgate.jobs import naming, schedule
from schoolgate.jobs import queries as jobs
from schoolgate.jobs.models import Job, State
from schoolgate.people import permissions, queries
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability

# The states to choose from; what is done is of less interest.
STATES: Final = {
    "": "Waiting, running and failed", "failed": "Failed", "running": "Running",
    "waiting": "Waiting", "done": "Done", "all": "All",
}  # fmt: skip
SORTS: Final = {
    "": ("rank", "-at", "-pk"), "what": ("task", "pk"), "state": ("state", "pk"),
    "at": ("at", "pk"), "asked": ("made_at", "pk"),
}  # fmt: skip
_RANK: Final = Case(
    When(state=State.FAILED, then=Value(0)), When(state=State.RUNNING, then=Value(1)),
    When(state=State.WAITING, then=Value(2)), default=Value(3),
)  # fmt: skip
# Due for so long and not begun: nobody works.
_STUCK_AFTER: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Recurring:
    """What comes by the clock, and when next."""

    words: str
    at: datetime


def seen(*, viewer: Person | None, on: date) -> QuerySet[Job]:
    """Return every job that the viewer may see, with `at`: when it is due, or ended."""
    if viewer is None or not _may(viewer, Capability.JOB_SEE, on):
        return Job.objects.none()
    alone = not queries.schools().exclude(pk=viewer.school_id).exists()
    here = jobs.of_school(viewer.school_id, installation=alone)
    return here.annotate(at=Coalesce("finished_at", "due_at"))


def failed(*, viewer: Person, on: date) -> QuerySet[Job]:
    """Return what has failed of `seen`, mostly nothing: then it is not asked whose the rest is."""
    if not jobs.failed().exists():
        return Job.objects.none()
    return seen(viewer=viewer, on=on).filter(state=State.FAILED)


def listed(*, viewer: Person | None, on: date, state: str, sort: str) -> QuerySet[Job]:
    """Return the jobs in one of `STATES`, sorted; the failed first, and then what runs."""
    found = seen(viewer=viewer, on=on)
    if state in State.values:
        found = found.filter(state=state)
    elif state != "all":
        found = found.exclude(state=State.DONE)
    return found.alias(rank=_RANK).order_by(*SORTS.get(sort, SORTS[""]))


def by_the_clock(now: datetime) -> list[Recurring]:
    """Return what recurs, the soonest first. It is the same for every school."""
    known = (Recurring(naming.of_task(one.task.module_path), one.every.next(now))
             for one in schedule.known())  # fmt: skip
    return sorted(known, key=lambda one: (one.at, one.words))


def nobody_works(*, viewer: Person | None, at: datetime, on: date) -> bool:
    """Tell whether something has been due for long and nothing runs: the worker has stopped."""
    mine = seen(viewer=viewer, on=on)
    stuck = mine.filter(state=State.WAITING, due_at__lt=at - _STUCK_AFTER)
    return stuck.exists() and not jobs.running().exists()


def _may(viewer: Person, capability: Capability, on: date) -> bool:
    return permissions.may(viewer, capability, school=viewer.school_id, on=on)
