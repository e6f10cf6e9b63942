"""What the duties room does by itself: on Monday it writes to everybody what the week brings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from schoolgate.duties import actions, queries
from schoolgate.duties.actions.weekly import LETTER
from schoolgate.duties.queries import Board
from schoolgate.jobs import letters, schedule
from schoolgate.jobs.letters import Letter
from schoolgate.jobs.timetable import weekly
from schoolgate.people import queries as people
from schoolgate.people.models import Person, School
from schoolgate.people.rules import STAFF_KINDS, Kind, is_current
from schoolgate.policies.language.mistakes import PackError
from schoolgate.records.parties import System

POSTMAN: Final = System("weekly-digest", "The weekly e-mail")
_WEEK: Final = timedelta(days=7)
_KINDS: Final = [*STAFF_KINDS, Kind.GOVERNOR]


@task
def tell_weeks() -> None:
    """Write on Monday to staff and governors with duties due by Sunday or overdue, before the
    daily e-mail, in whose place it goes."""
    now = timezone.now()
    for school in people.schools():
        for person, keys in _due(school):
            with transaction.atomic():
                actions.tell_week(person=person, keys=keys, by=POSTMAN, at=now)


def _due(school: School) -> Iterator[tuple[Person, list[str]]]:
    today = timezone.localdate()
    there = Person.objects.filter(school=school, kind__in=_KINDS).exclude(email="")
    written = [one for one in there.select_related("school")
               if is_current(today, one.starts_on, one.ends_on)]  # fmt: skip
    try:
        board = queries.board(school=school, today=today) if written else None
    except PackError:
        return
    for person in written:
        if board is not None and (keys := _of(board, person)):
            yield person, keys


def _of(board: Board, person: Person) -> list[str]:
    sunday = board.today + _WEEK
    parts = queries.mine(board.items, person)
    found = {f"{item.duty.key}/{turn.occurrence.key}" for item, turn, _ in parts
             if turn.occurrence.due_on is not None and turn.occurrence.due_on < sunday}  # fmt: skip
    return sorted(found)


def _week(*, person: int, count: int) -> Letter | None:
    """Return how many duties there are. What they are stands behind sign-in."""
    who = Person.objects.filter(pk=person).select_related("school").first()
    if who is None or not who.email:
        return None
    things = "1 duty falls" if count == 1 else f"{count} duties fall"
    page = settings.ADDRESS + reverse("duties:list", args=[who.school.slug]) + "?which=mine"
    return Letter(
        f"{things} due this week at {who.school}",
        (f"Dear {who.name},", "", f"{things} due this week, or earlier and are still open.",
         f"Sign in to see what: {page}", "",
         "You get this on a Monday, when something falls due, in place of that day’s e-mail."),
        who.email,
    )  # fmt: skip


letters.register(LETTER, _week)
schedule.add("duties:week", every=weekly("monday", "06:30"), task=tell_weeks)
