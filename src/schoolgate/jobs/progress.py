"""How far a job has come, for those who wait for it. A task says it as it goes:

progress.tell(3, 10)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from django.db import connection

from schoolgate.jobs import leases
from schoolgate.jobs.models import Job

_running: Final[ContextVar[Job | None]] = ContextVar("running", default=None)


@contextmanager
def of(job: Job) -> Iterator[None]:
    """Let what is told inside be about this job."""
    token = _running.set(job)
    try:
        yield
    finally:
        _running.reset(token)


def tell(step: int, steps: int) -> None:
    """Say that the job in which this is called has done so many of so many steps.

    Outside a job nothing is said. Nor inside a transaction: nobody would see it before its end, and
    the row would be locked against whoever renews the lease.
    """
    job = _running.get()
    if job is not None and not connection.in_atomic_block:
        leases.tell(job, step, steps)
