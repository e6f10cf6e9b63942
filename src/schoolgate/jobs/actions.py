"""Writes that are no worker's: asking for what a schedule says, trying again, sweeping.

Nothing here is journalled: a journal belongs to a school, and this room lies below them. A person
who has a job run again does so in the room of people, which writes it down; what a job does to a
school's data, its task writes down.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from schoolgate.jobs import rules, schedule
from schoolgate.jobs.models import Job, State
from schoolgate.jobs.schedule import Schedule
from schoolgate.kernel import canonical

_NO_ARGUMENTS = canonical.text([[], {}])


class UnableToRetry(Exception):
    """The job cannot be tried again. The message says why."""


def ask_for_what_is_due(*, at: datetime, asked: dict[str, datetime]) -> None:
    """Put the latest occurrence of each schedule among the jobs, unless it is there already.

    `asked` is the worker's memory of what it has found there; it is changed.
    """
    for one in schedule.known():
        occurrence = one.every.last(at)
        if asked.get(one.name) != occurrence and _ask_for(one, occurrence, at):
            asked[one.name] = occurrence


def _ask_for(one: Schedule, occurrence: datetime, at: datetime) -> bool:
    """Return whether the occurrence is there now; not while an earlier one is running."""
    mine = Job.objects.filter(schedule=one.name)
    if mine.filter(occurrence_at=occurrence).exists():
        return True
    if mine.filter(state=State.RUNNING).exists():
        return False
    try:
        with transaction.atomic():  # an earlier one that still waits becomes this one
            if mine.filter(state=State.WAITING).update(occurrence_at=occurrence, due_at=at):
                return True
            Job.objects.create(
                schedule=one.name, occurrence_at=occurrence, task=one.task.module_path,
                arguments=_NO_ARGUMENTS, priority=one.task.priority, due_at=at, made_at=at,
            )  # fmt: skip
    except IntegrityError:  # another worker was first
        return False
    return True


def retry(*, pk: int, at: datetime) -> Job:
    """Try a job again that had failed for good, with all its attempts. Raises UnableToRetry."""
    job = Job.objects.filter(pk=pk).first()
    if job is None:
        raise UnableToRetry(f"There is no job {pk}. “./sg jobs” lists those that failed.")
    try:
        with transaction.atomic():
            changed = Job.objects.filter(pk=pk, state=State.FAILED).update(
                state=State.WAITING, due_at=at, attempts=0, finished_at=None
            )
    except IntegrityError:
        raise UnableToRetry(f"{job.schedule} waits or runs again already.") from None
    if changed != 1:
        raise UnableToRetry(f"Job {pk} has not failed: it is {job.state}.")
    job.refresh_from_db()
    return job


def sweep(*, at: datetime) -> int:
    """Delete rows that finished long ago (`rules.KEPT_…`); return how many."""
    done = Q(state=State.DONE, finished_at__lt=at - rules.KEPT_DONE)
    failed = Q(state=State.FAILED, finished_at__lt=at - rules.KEPT_FAILED)
    return Job.objects.filter(done | failed).delete()[0]
