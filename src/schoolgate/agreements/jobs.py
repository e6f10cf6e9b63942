"""What the room does by itself: keeps the texts in force, and chases missing signatures."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from schoolgate.agreements import actions, queries
from schoolgate.agreements.actions.chasing import LETTER
from schoolgate.agreements.rules import chasing as rules
from schoolgate.jobs import letters, schedule
from schoolgate.jobs.letters import Letter
from schoolgate.jobs.timetable import daily
from schoolgate.people import queries as people
from schoolgate.people.models import Person, School
from schoolgate.policies.language.mistakes import PackError
from schoolgate.records.parties import System

CHASER: Final = System("signature-chaser", "The reminder of signatures")


@task
def note_texts() -> None:
    """Keep the texts in force of every school, before anybody is told that they wait."""
    for school in people.schools():
        try:
            actions.note_texts(school=school, at=timezone.now())
        except PackError:
            continue


@task
def chase() -> None:
    """Chase what is missing at every school. A policy with mistakes asks nobody for anything."""
    for school in people.schools():
        try:
            actions.chase(school=school, by=CHASER, at=timezone.now())
        except PackError:
            continue


@task
def forget_pictures() -> None:
    """Delete the pictures of pages that were set aside a month ago."""
    actions.forget_pictures(at=timezone.now())


def _reminder(*, person: int) -> Letter | None:
    """Return how much waits to be signed. Out of working hours the letter waits for them."""
    now, who = timezone.now(), Person.objects.filter(pk=person).select_related("school").first()
    if who is None or not who.email:
        return None
    dates = people.dates(who.school)
    if not rules.is_working(now, dates):
        later = letters.send.using(run_after=rules.next_working(now, dates))
        later.enqueue(LETTER, {"person": person})
        return None
    waiting = queries.to_sign(viewer=who, at=now)
    if not waiting:
        return None
    return Letter(f"Please sign: {who.school}", _lines(who, who.school, len(waiting)), who.email)


def _lines(who: Person, school: School, count: int) -> tuple[str, ...]:
    things = "1 agreement waits" if count == 1 else f"{count} agreements wait"
    page = settings.ADDRESS + reverse("agreements:mine", args=[school.slug])
    return (
        f"Dear {who.name},", "", f"{things} for your signature at {school}.",
        f"Sign in to read and sign: {page}", "",
        "If you do not want to sign, say so on the same page. The headteacher then talks to you.",
        "You are reminded of this once.",
    )  # fmt: skip


letters.register(LETTER, _reminder)
schedule.add("agreements:texts", every=daily("06:30"), task=note_texts)
schedule.add("agreements:chase", every=daily("10:00"), task=chase)
schedule.add("agreements:pictures", every=daily("03:50"), task=forget_pictures)
