"""Pages of the room, a file for each noun."""

from __future__ import annotations

from schoolgate.people.views.calendar import calendar, calendar_file, calendar_year
from schoolgate.people.views.home import do, home, more
from schoolgate.people.views.jobs import job_again, jobs
from schoolgate.people.views.listing import people
from schoolgate.people.views.person import add, change, flags, guardian, leaving, person
from schoolgate.people.views.roles import appoint, appointment, roles

__all__ = [
    "add", "appoint", "appointment", "calendar", "calendar_file", "calendar_year", "change", "do",
    "flags", "guardian", "home", "job_again", "jobs", "leaving", "more", "people", "person",
    "roles",
]  # fmt: skip
