"""Which school asks for a job: said by whoever enqueues it, and kept by what a job itself asks for.

with whose.of_school(run.school_id):
    print_run.enqueue(run.pk)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_asking: Final[ContextVar[int | None]] = ContextVar("asking", default=None)


@contextmanager
def of_school(school: int | None) -> Iterator[None]:
    """Let everything enqueued inside be a school's; None: the installation's."""
    token = _asking.set(school)
    try:
        yield
    finally:
        _asking.reset(token)


def current() -> int | None:
    """Return the key of the school that asks."""
    return _asking.get()
