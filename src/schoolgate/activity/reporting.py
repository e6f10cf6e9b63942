"""What this room does by itself: sends the regular report on how the internet is used."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from schoolgate.activity import permissions, sending
from schoolgate.activity.schools import at_each
from schoolgate.jobs import letters
from schoolgate.jobs.letters import Letter
from schoolgate.people.models import Person, School
from schoolgate.records.parties import System

REPORTER: Final = System("usage-reports", "The regular report")


@task
def send_reports() -> None:
    """Send each school's report that is due; where days were missed, one for each four weeks."""
    at_each(_send, "The report of %s was not sent: %s", by=REPORTER)


def _send(*, school: School, by: System, at: datetime) -> None:
    while sending.send_due(school=school, by=by, at=at):
        pass


def _letter(*, person: int, number: int, first: int, last: int) -> Letter | None:
    """Return where the report stands. Its numbers stand behind sign-in, not in an e-mail."""
    who = Person.objects.filter(pk=person).select_related("school").first()
    if who is None or not who.email or not permissions.may_see(who, on=timezone.localdate()):
        return None
    begins, ends = (date.fromordinal(day) for day in (first, last))
    page = settings.ADDRESS + reverse("activity:usage", args=[who.school.slug])
    link = f"{page}?span=own&first={begins:%d/%m/%Y}&last={ends:%d/%m/%Y}"
    return Letter(
        f"Report {number} on how the internet is used at {who.school}",
        (f"Dear {who.name},", "",
         f"report {number} is of {begins:%-d %B %Y} to {ends:%-d %B %Y}. It names nobody.",
         f"Sign in to read it: {link}", "",
         "It comes every four weeks to audit services, senior leaders and the governor for online "
         "safety."),
        who.email,
    )  # fmt: skip


letters.register(sending.LETTER, _letter)
