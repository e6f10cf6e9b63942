"""Elmfield, its people with and without e-mail, and the few things that most tests ask for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from schoolgate.jobs.models import Job
from schoolgate.jobs.working import Worker
from schoolgate.notices import actions
from schoolgate.notices.actions import Draft
from schoolgate.notices.models import Notice, Telling
from schoolgate.notices.rules import Group
from schoolgate.people.models import Person, School
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast

LATER = NOW + dt.timedelta(days=8)


@pytest.fixture
def elmfield(cast: Cast) -> Cast:
    """The cast, two of them with e-mail."""
    for one in (cast.teacher, cast.parent):
        one.email = f"{one.name.split()[0].lower()}@elmfield.example"
        one.save()
    return cast


def sent(by: Person, at: dt.datetime = NOW, **other: Any) -> Notice:
    """A notice to staff, by e-mail or letter."""
    values: dict[str, Any] = {"subject": "Phones", "body": "Phones stay in bags.",
                              "groups": (Group.STAFF,)}  # fmt: skip
    return actions.send(draft=Draft(**(values | other)), by=by, at=at)


def telling(notice: Notice, person: Person) -> Telling:
    """How somebody was told."""
    return Telling.objects.get(notice=notice, person=person)


def verbs() -> list[str]:
    """What the journal says of notices, in order."""
    every = Entry.objects.filter(verb__startswith="notices:").order_by("journal", "sequence")
    return list(every.values_list("verb", flat=True))


def work() -> int:
    """Do all background work that is due."""
    return Worker().work(until_empty=True)


def waiting_jobs() -> int:
    """How many jobs wait."""
    return Job.objects.filter(state="waiting").count()


def ashbrook(cast: Cast) -> School:
    """The school, under the policy of Ashbrook."""
    School.objects.filter(pk=cast.school.pk).update(pack="ashbrook")
    return School.objects.get(pk=cast.school.pk)
