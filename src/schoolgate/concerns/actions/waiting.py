"""What came when nobody is expected to read: a task for the morning, and numbers for who told."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone

from schoolgate.concerns import routing
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Answered, Entry, Task
from schoolgate.jobs import letters
from schoolgate.people.models import School
from schoolgate.records import sealing

READ: Final = "read"
NUMBERS: Final = "concerns:numbers"


def for_the_morning(opened: Opened, *, role: str, begun: datetime, at: datetime) -> None:
    """Make a task for when the next working day begins, if there is no school now. CON-25."""
    school = opened.case.school
    hours = routing.hours(school)
    if hours.is_school_time(at):
        return
    Task.objects.create(school=school, case=opened.case, kind=READ, role=role, made_at=begun,
                        due_at=hours.starts(at))  # fmt: skip


def is_read(entry: Entry, at: datetime) -> None:
    """End the task for the morning: somebody has read it."""
    there = Task.objects.filter(case=entry.case, kind=READ, done_at=None)
    there.update(done_at=at, done_by=entry)


def answer_with_numbers(school: School, to: str, at: datetime) -> None:
    """Send an address the numbers for emergencies, out of hours and once a day: a letter that goes
    round in circles is answered once. Source: CON-27 (003 §8.1)."""
    if not to or routing.hours(school).is_school_time(at):
        return
    row, is_first = Answered.objects.get_or_create(
        school=school, on=timezone.localdate(at),
        mark=sealing.keyed_hash(to.casefold(), purpose=f"{school.pk}:answered"),
        defaults={"sealed": sealing.wrap(to.encode(), to=_answered(school.pk))},
    )  # fmt: skip
    if is_first:
        letters.post(NUMBERS, school=school.pk, answered=row.pk)


def address_of(row: Answered) -> str:
    """Return whom an answer goes to; empty once it has gone. Raises sealing.UnableToOpen."""
    if not row.sealed:
        return ""
    return sealing.unwrap(bytes(row.sealed), to=_answered(row.school_id)).decode()


def _answered(school: int) -> str:
    return f"{school}:answered"
