"""What falls due by itself at every school. Each is safe to run again, and to stop anywhere."""

from __future__ import annotations

from typing import Final

from django.utils import timezone
from django_tasks import task

from schoolgate.access.actions import candidates, checklists, declarations, guests
from schoolgate.access.models import Guest
from schoolgate.jobs import schedule
from schoolgate.jobs.timetable import daily, weekly
from schoolgate.people.models import School
from schoolgate.records.parties import System

CALENDAR: Final = System("calendar", "The calendar")


@task
def begin_lists() -> None:
    """Begin the lists of joiners and leavers that are due."""
    for school in School.objects.all():
        checklists.begin_due_checklists(school=school, by=CALENDAR, at=timezone.now())


@task
def close_leavers() -> None:
    """Close the accounts of those who have left."""
    for school in School.objects.all():
        checklists.close_leavers(school=school, by=CALENDAR, at=timezone.now())


@task
def erase_candidates() -> None:
    """Erase the searches on candidates whose time is over."""
    for school in School.objects.all():
        candidates.erase_past(school=school, by=CALENDAR, at=timezone.now())


@task
def erase_links() -> None:
    """Date the declared links of whoever has left, and erase those whose time is over."""
    for school in School.objects.all():
        declarations.date_links(school=school, by=CALENDAR, at=timezone.now())
        declarations.erase_past(school=school, by=CALENDAR, at=timezone.now())


@task
def close_guests() -> None:
    """Close the logins of guests past their date, and say so where none was; not without guests."""
    for school in School.objects.filter(pk__in=Guest.objects.values("school")):
        guests.close_guest_logins(school=school, by=CALENDAR, at=timezone.now())


schedule.add("access:begin-lists", every=daily("05:00"), task=begin_lists)
schedule.add("access:close-leavers", every=daily("00:15"), task=close_leavers)
schedule.add("access:erase-candidates", every=daily("03:15"), task=erase_candidates)
schedule.add("access:erase-links", every=daily("03:30"), task=erase_links)
schedule.add("access:close-guests", every=weekly("monday", "05:15"), task=close_guests)
