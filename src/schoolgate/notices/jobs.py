"""What the room does by itself: e-mail and reminders. Each is safe to run again."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from schoolgate.jobs import letters, schedule
from schoolgate.jobs.letters import Letter
from schoolgate.jobs.timetable import daily
from schoolgate.notices import actions
from schoolgate.notices.actions.recording import REMINDER
from schoolgate.notices.actions.sending import LETTER
from schoolgate.notices.models import Notice, Telling
from schoolgate.notices.rules import Mark
from schoolgate.people.models import School
from schoolgate.records.parties import System
from schoolgate.records.tenancy import acting_for

CALENDAR: Final = System("calendar", "The calendar")


def _telling(pk: int) -> Telling | None:
    found = Telling.objects.filter(pk=pk).select_related("notice", "notice__school", "person")
    return found.first()


def _page(notice: Notice) -> str:
    return settings.ADDRESS + reverse("notices:one", args=[notice.school.slug, notice.pk])


def _email(*, telling: int) -> Letter | None:
    """Return the e-mail of a telling; None once it has gone."""
    one = _telling(telling)
    if one is None or not {Mark.EMAILED, Mark.UNDELIVERABLE}.isdisjoint(one.marks):
        return None
    notice = one.notice
    asks = ("", f"Please sign in and say that you have read it: {_page(notice)}")
    ends = asks if notice.asks else ("", f"It also stands on your page: {_page(notice)}")
    return Letter(
        f"{notice.school}: {notice.subject}", (*notice.body.splitlines(), *ends), one.email
    )


def _reminder(*, telling: int) -> Letter | None:
    """Return the one reminder of a telling; None when it was read meanwhile."""
    one = _telling(telling)
    if one is None or not one.is_open:
        return None
    notice, lines = one.notice, (
        f"Dear {one.person.name},", "",
        f"{one.notice.school} wrote to you a week ago: {one.notice.subject}.",
        f"Please read it here: {_page(one.notice)}", "", "There is no further reminder.",
    )  # fmt: skip
    return Letter(f"{notice.school}: please read “{notice.subject}”", lines, one.email)


def _taken(*, telling: int) -> None:
    one = _telling(telling)
    if one is not None:
        with acting_for(one.school_id):
            actions.note_emailed(telling=one, at=timezone.now())


def _refused(*, telling: int) -> None:
    one = _telling(telling)
    if one is not None:
        with acting_for(one.school_id):
            actions.note_undeliverable(telling=one, at=timezone.now())


@task
def chase() -> None:
    """Remind everybody who has not read what was e-mailed a week ago."""
    for school in School.objects.filter(pk__in=Notice.objects.values("school")):
        actions.chase(school=school, by=CALENDAR, at=timezone.now())


letters.register(LETTER, _email, taken=_taken, refused=_refused)
letters.register(REMINDER, _reminder)
schedule.add("notices:chase", every=daily("08:30"), task=chase)
