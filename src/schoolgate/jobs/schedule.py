"""What runs when. A room says it at start-up, in its own `jobs.py`:

@task
def sign_heads() -> None: …

schedule.add("records:heads", every=hourly(), task=sign_heads)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from django_tasks.base import Task

from schoolgate.jobs.timetable import Every

_FORM: Final = re.compile(r"[a-z]+:[a-z]+(-[a-z]+)*")


class BadSchedule(Exception):
    """A schedule is out of form or twice there. The message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A task without arguments, and when it recurs."""

    name: str
    every: Every
    task: Task[[], Any]


_known: dict[str, Schedule] = {}


def add(name: str, *, every: Every, task: Task[[], Any]) -> None:
    """Run `task` at each occurrence of `every`, once however many workers there are.

    `name` is `room:thing` and stays for ever. A machine that was off catches up once; one that
    meets a schedule for the first time takes up its last occurrence too. Raises BadSchedule.
    """
    if not _FORM.fullmatch(name):
        raise BadSchedule(f"“{name}” is not the name of a schedule. Write room:thing.")
    if name in _known:
        raise BadSchedule(f"“{name}” is a schedule already. Choose another name.")
    _known[name] = Schedule(name, every, task)


def known() -> list[Schedule]:
    """Return every schedule, by name."""
    return [_known[name] for name in sorted(_known)]
