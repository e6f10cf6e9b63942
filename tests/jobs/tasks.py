"""Tasks and letters that only the tests have. They tell what they did in a file."""

from __future__ import annotations

import os
import time
from pathlib import Path

from django_tasks import task

from schoolgate.jobs import letters, progress
from schoolgate.jobs.letters import Letter
from schoolgate.kernel.trouble import Trouble
from schoolgate.people.models import Person

ADDRESS = "pat.parent@elmfield.example"


@task
def mark(path: str, word: str) -> None:
    """Say that this ran, and in which process."""
    with Path(path).open("a") as file:
        file.write(f"{os.getpid()} {word}\n")


@task
def first_time_stuck(path: str) -> None:
    """Stick the first time, as if on a slow disk; be quick the second time."""
    again = Path(path).exists()
    mark.call(path, "again" if again else "begun")
    if not again:
        time.sleep(300)


@task
def two_seconds(path: str) -> None:
    """Take a while."""
    mark.call(path, "begun")
    time.sleep(2)
    mark.call(path, "ended")


@task
def fail_with_a_name() -> None:
    """Fail as careless code does: with somebody's name in the message."""
    raise ValueError("Pip Pupil has no class")


@task
def fail_in_words() -> None:
    """Fail with a sentence that may be shown."""
    raise Trouble("The disk is full. Make room.")


@task
def nothing() -> None:
    """Do nothing."""


@task
def steps() -> None:
    """Say how far this has come, and ask for more work."""
    nothing.enqueue()
    for step in (1, 2):
        progress.tell(step, 2)


def greeting(*, person: int) -> Letter | None:
    """Write to somebody who is still here."""
    found = Person.objects.filter(pk=person).first()
    if found is None:
        return None
    lines = (f"Dear {found.name}", "", "Term begins on 7 September.")
    return Letter(f"Welcome back, {found.name}", lines, ADDRESS)


def bad_heading() -> Letter:
    """Write to an address that is none."""
    return Letter("Hello", ("Hello",), "nobody\n@example")


letters.register("tests:greeting", greeting)
letters.register("tests:nonsense", bad_heading)
