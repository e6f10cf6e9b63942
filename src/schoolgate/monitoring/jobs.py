"""What the room does by itself: reads the log, tells of what is urgent and unread, writes notices
that the clock owes, sends the summary of the day, and tests itself. It does nothing to anybody."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from schoolgate.activity.opening import keeps_log
from schoolgate.activity.schools import at_each
from schoolgate.jobs import letters, schedule
from schoolgate.jobs.letters import Letter
from schoolgate.jobs.timetable import daily, every_minutes
from schoolgate.monitoring import actions, permissions
from schoolgate.monitoring.actions import MACHINE, MESSAGES_AT_ONCE
from schoolgate.monitoring.actions.ending import NOTICE
from schoolgate.monitoring.actions.raising import AT_ONCE, LETTER
from schoolgate.monitoring.models import LookUp, LookUpStep
from schoolgate.monitoring.queries import alerts as queries
from schoolgate.monitoring.rules.alerts import For
from schoolgate.monitoring.rules.heads import said_of
from schoolgate.monitoring.rules.lookups import Step
from schoolgate.people import queries as people
from schoolgate.people.models import Person, School
from schoolgate.records.parties import System

KEEPER: Final = System("retention", "The nightly retention job")
CLOCK: Final = System("look-up-clock", "The end of the time")
DIGEST: Final = "monitoring:digest"


@task
def read_logs() -> None:
    """Judge what was logged at every school since the last time."""
    at_each(_read_on, "The log of %s was not judged: %s", by=MACHINE)
    at_each(_judge_mail, "The mail of %s was not judged: %s", by=MACHINE)


def _read_on(*, school: School, by: System, at: datetime) -> None:
    if not keeps_log(school):
        return
    while actions.read_on(school=school, by=by, at=at) == AT_ONCE:
        at = timezone.now()


def _judge_mail(*, school: School, by: System, at: datetime) -> None:
    if not keeps_log(school):
        return
    while actions.judge_mail(school=school, by=by, at=at) == MESSAGES_AT_ONCE:
        at = timezone.now()


@task
def pass_on() -> None:
    """Tell somebody else of what is urgent and unread; write notices that are owed."""
    at_each(actions.escalate, "Alerts of %s were not passed on: %s", by=MACHINE)
    at_each(actions.end_what_is_over, "Look-ups of %s were not ended: %s", by=CLOCK)


@task
def test_ourselves() -> None:
    """Put the event of the day into the log of every school that keeps one and is open."""
    at_each(_send_canary, "The daily test of %s was not sent: %s", by=MACHINE)


def _send_canary(*, school: School, by: System, at: datetime) -> None:
    if keeps_log(school) and people.dates(school).is_open(timezone.localdate(at)):
        actions.send_canary(school=school, by=by, at=at)


@task
def weigh_mail() -> None:
    """Tell headteachers of days on which somebody sent more private mail than is allowed."""
    at_each(_weigh_mail, "The private mail of %s was not weighed: %s", by=MACHINE)


def _weigh_mail(*, school: School, by: System, at: datetime) -> None:
    if keeps_log(school):
        actions.weigh_private_mail(school=school, by=by, at=at)


@task
def forget_what_is_over() -> None:
    """Let go what the log held for cases that are kept no longer, and drop alerts that are."""
    at_each(actions.let_go, "What the log held at %s was not let go: %s", by=KEEPER)
    at_each(actions.forget_alerts, "Alerts that are over at %s were not dropped: %s", by=KEEPER)


@task
def sum_up() -> None:
    """Send the summary of yesterday to whom alerts are for, and letters about notices that were
    put off until today."""
    at_each(_sum_up, "The summary of %s was not sent: %s", by=MACHINE)


def _sum_up(*, school: School, by: System, at: datetime) -> None:
    today = timezone.localdate(at)
    for whom in For:
        for one in permissions.told(school, whom, on=today):
            letters.post(DIGEST, school=school.pk, person=one.pk)
    for step in LookUpStep.objects.filter(school=school, kind=Step.DELAYED, on=today):
        letters.post(NOTICE, school=school.pk, look_up=step.look_up_id)


def _something(*, person: int) -> Letter | None:
    """Return the letter about an alert: that something waits, and nothing of what."""
    found = Person.objects.filter(pk=person).select_related("school").first()
    if found is None or not found.email:
        return None
    page = settings.ADDRESS + reverse("monitoring:alerts", args=[found.school.slug])
    lines = (f"Dear {found.name},", "", "Something waits for you in Schoolgate now.",
             f"Please sign in and read it: {page}")  # fmt: skip
    return Letter(f"{found.school}: please sign in to Schoolgate", lines, found.email)


def _digest(*, person: int) -> Letter | None:
    """Return the summary of yesterday: numbers, and no word of what anybody did."""
    found = Person.objects.filter(pk=person).select_related("school").first()
    if found is None or not found.email:
        return None
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    held = _roles_for(found)
    counted: dict[str, int] = {}
    for whom in held:
        yesterday = queries.counts(
            school=found.school, whom=whom, since=today - timedelta(days=1), until=today
        )
        for head, count in yesterday.items():
            counted[head] = counted.get(head, 0) + count
    if not counted:
        return None
    page = settings.ADDRESS + reverse("monitoring:alerts", args=[found.school.slug])
    lines = (f"Dear {found.name},", "", "What the monitoring noticed yesterday:",
             *(f"{said_of(head)}: {count}" for head, count in sorted(counted.items())),
             "", f"Please sign in to read more: {page}")  # fmt: skip
    return Letter(f"{found.school}: the summary of yesterday", lines, found.email)


def _roles_for(person: Person) -> list[str]:
    today = timezone.localdate()
    return [whom for whom in For if person in permissions.told(person.school, whom, on=today)]


def _notice(*, look_up: int) -> Letter | None:
    """Return the letter to an employee: that there is a notice, and where."""
    row = LookUp.objects.filter(pk=look_up).select_related("about__school").first()
    if row is None or not row.about.email or not row.is_tellable(timezone.now()):
        return None
    here = row.about.school
    page = settings.ADDRESS + reverse("monitoring:my-notice", args=[here.slug, row.pk])
    lines = (
        f"Dear {row.about.name},",
        "",
        f"The school has written you a notice. Please sign in and read it: {page}",
    )
    return Letter(f"{row.about.school}: a notice for you", lines, row.about.email)


letters.register(LETTER, _something)
letters.register(DIGEST, _digest)
letters.register(NOTICE, _notice)
# Before the log's own run of the night, which drops what is let go here and proves it.
schedule.add("monitoring:forget", every=daily("00:10"), task=forget_what_is_over)
schedule.add("monitoring:read", every=every_minutes(5), task=read_logs)
schedule.add("monitoring:pass-on", every=every_minutes(5), task=pass_on)
schedule.add("monitoring:canary", every=daily("09:40"), task=test_ourselves)
schedule.add("monitoring:private-mail", every=daily("06:40"), task=weigh_mail)
schedule.add("monitoring:digest", every=daily("07:30"), task=sum_up)
