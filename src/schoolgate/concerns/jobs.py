"""What the room does by itself: e-mail that says nothing of what waits, and the letterbox."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from schoolgate.concerns import actions, directory
from schoolgate.concerns.actions.escalating import ESCALATION
from schoolgate.concerns.actions.letterbox import LETTERBOX
from schoolgate.concerns.actions.reporting import LETTER
from schoolgate.concerns.actions.waiting import NUMBERS, address_of
from schoolgate.concerns.models import Answered
from schoolgate.concerns.rules.bodies import OUT_OF_HOURS
from schoolgate.jobs import letters, schedule
from schoolgate.jobs.letters import Letter
from schoolgate.jobs.timetable import daily, every_minutes
from schoolgate.people import queries as people
from schoolgate.people.models import Person
from schoolgate.records.tenancy import acting_for


def _new_report(*, person: int) -> Letter | None:
    """Return the e-mail to who has to read a report."""
    found = Person.objects.filter(pk=person).select_related("school").first()
    if found is None or not found.email:
        return None
    page = settings.ADDRESS + reverse("concerns:list", args=[found.school.slug])
    lines = (f"Dear {found.name},", "", "Something waits for you in Schoolgate.",
             f"Please sign in and read it today: {page}")  # fmt: skip
    return Letter(f"{found.school}: please sign in to Schoolgate", lines, found.email)


@task
def empty_letterboxes() -> None:
    """Make reports of yesterday's letters, before the hour at which the daily e-mail goes out."""
    for school in people.schools():
        with acting_for(school.pk):
            actions.empty(school=school, by=LETTERBOX, at=timezone.now())
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:  # the log of changes holds them in their order
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _numbers(*, answered: int) -> Letter | None:
    """Return the e-mail with numbers to who told out of hours; no word of what they told."""
    row = Answered.objects.filter(pk=answered).select_related("school").first()
    to = address_of(row) if row else ""
    if row is None or not to:
        return None
    here = directory.by_kind(row.school, on=timezone.localdate())
    known = [one for kind in OUT_OF_HOURS for one in here.get(kind, ())]
    lines = ("Hello,", "",
             "This comes from a machine; nobody reads answers to it. There is no school now. "
             "What waits is read when the next working day begins.",
             "If somebody is in danger, ring 999 now.", "",
             *(f"{one.name}: {one.telephone or one.web}" for one in known))  # fmt: skip
    return Letter(f"{row.school}: numbers for out of hours", lines, to)


def _answer_has_gone(*, answered: int) -> None:
    Answered.objects.filter(pk=answered).update(sealed=b"")


@task
def pass_on_unread() -> None:
    """Pass to the next in line what is urgent and nobody has read."""
    for school in people.schools():
        with acting_for(school.pk):
            actions.escalate(school=school, by=ESCALATION, at=timezone.now())


@task
def close_names() -> None:
    """Delete the keys of names that were open for a while."""
    for school in people.schools():
        with acting_for(school.pk):
            actions.close_names(school=school, at=timezone.now())


letters.register(LETTER, _new_report)
letters.register(NUMBERS, _numbers, taken=_answer_has_gone, refused=_answer_has_gone)
schedule.add("concerns:unread", every=every_minutes(5), task=pass_on_unread)
schedule.add("concerns:names", every=every_minutes(5), task=close_names)
schedule.add("concerns:letterbox", every=daily("03:10"), task=empty_letterboxes)
