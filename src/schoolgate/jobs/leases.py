"""Taking a job, keeping hold of it, and saying how it ended: each by a conditional update."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from schoolgate.jobs import rules, troubles
from schoolgate.jobs.models import Job, State


def take(holder: str, at: datetime) -> Job | None:
    """Take the most urgent job that is due, for `rules.LEASE`; None when there is none.

    No two workers take the same: SQLite lets one transaction write at a time, PostgreSQL skips the
    rows that others hold.
    """
    give_back_abandoned(at)
    ready = Job.objects.filter(state=State.WAITING, due_at__lte=at)
    if not ready.exists():  # looked at without a lock: an idle worker is in nobody's way
        return None
    with transaction.atomic():
        job = (
            ready.select_for_update(skip_locked=True).order_by("-priority", "due_at", "pk").first()
        )
        if job is None:
            return None
        job.state, job.holder, job.attempts = State.RUNNING, holder, job.attempts + 1
        job.lease_until, job.step, job.steps = at + rules.LEASE, 0, 0
        job.save(update_fields=["state", "holder", "attempts", "lease_until", "step", "steps"])
        return job


def give_back_abandoned(at: datetime) -> None:
    """Let jobs wait again whose worker has gone silent; those tried often enough have failed."""
    silent = Job.objects.filter(state=State.RUNNING, lease_until__lt=at)
    if not silent.exists():
        return
    silent.filter(attempts__lt=rules.ATTEMPTS).update(
        state=State.WAITING, lease_until=None, due_at=at
    )
    silent.filter(attempts__gte=rules.ATTEMPTS).update(
        state=State.FAILED, lease_until=None, finished_at=at, trouble=troubles.ABANDONED
    )


def renew(job: Job, at: datetime) -> bool:
    """Hold on to a job; False when it is no longer held."""
    return _say(job, lease_until=at + rules.LEASE)


def tell(job: Job, step: int, steps: int) -> bool:
    """Say how far a job has come; False when it is no longer held."""
    return _say(job, step=step, steps=steps)


def done(job: Job, at: datetime) -> bool:
    """Say that a job is done; False, and nothing is said, when it is no longer held."""
    return _say(job, state=State.DONE, lease_until=None, finished_at=at, trouble="", arguments="")


def failed(job: Job, at: datetime, trouble: str) -> bool:
    """Say that a try failed: wait for the next one, or fail for good; False when not held."""
    again = rules.next_try(job.attempts, at)
    if again is None:
        return _say(job, state=State.FAILED, lease_until=None, finished_at=at, trouble=trouble)
    return _say(job, state=State.WAITING, lease_until=None, due_at=again, trouble=trouble)


def _say(job: Job, **values: Any) -> bool:
    held = Job.objects.filter(state=State.RUNNING, holder=job.holder, attempts=job.attempts)
    return held.filter(pk=job.pk).update(**values) == 1
