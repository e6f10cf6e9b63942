"""What the people room does by itself: tells people once a day that something waits for them."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django_tasks import task

from schoolgate.jobs import letters, schedule
from schoolgate.jobs.letters import Letter
from schoolgate.jobs.timetable import daily
from schoolgate.people import actions, needs, rules
from schoolgate.people.actions.digests import LETTER
from schoolgate.people.models import Person
from schoolgate.records.parties import System

POSTMAN: Final = System("daily-digest", "The daily e-mail")


@task
def send_digests() -> None:
    """Write to everybody who has an address and something new that waits; once for each day."""
    now = timezone.now()
    for person in Person.objects.exclude(email="").select_related("school").iterator():
        if rules.is_current(timezone.localdate(now), person.starts_on, person.ends_on):
            actions.send_digest(person=person, by=POSTMAN, at=now)


def _digest(*, person: int) -> Letter | None:
    """Return how much waits and since when. What it is stands behind sign-in, not in an e-mail."""
    who = Person.objects.filter(pk=person).select_related("school").first()
    waiting = needs.of(who, timezone.now())
    if who is None or not who.email or not waiting:
        return None
    things = "1 thing waits" if len(waiting) == 1 else f"{len(waiting)} things wait"
    since = date_format(timezone.localdate(waiting[0].since), "j F Y")
    page = settings.ADDRESS + reverse("people:do", args=[who.school.slug])
    return Letter(
        f"{things} for you at {who.school}",
        (f"Dear {who.name},", "", f"{things} for you, the oldest since {since}.",
         f"Sign in to see what: {page}", "",
         "You get at most one such e-mail a day, and none when nothing has changed."),
        who.email,
    )  # fmt: skip


letters.register(LETTER, _digest)
schedule.add("people:digests", every=daily("07:00"), task=send_digests)
