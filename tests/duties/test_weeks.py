"""The e-mail on Monday: through a real mail server, in place of that day's, and once."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import transaction

from schoolgate.duties import jobs
from schoolgate.duties.verbs import DutiesVerb
from schoolgate.jobs import schedule
from schoolgate.jobs.working import Worker
from schoolgate.people import jobs as daily
from schoolgate.people.models import Person
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast
from tests.duties.test_doing import check
from tests.post_office import PostOffice

MONDAY = dt.datetime(2026, 12, 14, 7, tzinfo=NOW.tzinfo)  # the last week of the autumn term
WEEK = dt.timedelta(days=7)


@pytest.fixture
def written(heath: Cast) -> Cast:
    """The technician and the teacher have an e-mail address."""
    for one in (heath.technician, heath.teacher):
        Person.objects.filter(pk=one.pk).update(email=f"{one.pk}@elmfield.example")
    return heath


def a_morning(office: PostOffice) -> list[bytes]:
    """What arrives when everything that runs in the morning runs twice."""
    before = len(office.taken)
    for _ in range(2):
        jobs.tell_weeks.func()
        daily.send_digests.func()
    Worker().work(until_empty=True)
    return office.taken[before:]


def told() -> list[str]:
    wanted = (DutiesVerb.WEEK_TOLD, PeopleVerb.DIGEST_SENT)
    found = Entry.objects.filter(verb__in=wanted).order_by("sequence")
    return [entry.verb for entry in found]


@pytest.mark.django_db(transaction=True)
def test_monday_brings_one_letter_with_how_many_and_not_what(
    written: Cast, office: PostOffice, clock: time_machine.Traveller
) -> None:
    clock.move_to(MONDAY)
    letters = a_morning(office)
    assert len(letters) == 2
    assert all(b"fall due this week" in one or b"falls due this week" in one for one in letters)
    assert not any(b"password" in one or b"monitor" in one for one in letters)
    assert told() == [DutiesVerb.WEEK_TOLD] * 2
    clock.shift(-dt.timedelta(hours=5))  # the clock is set back: no second one
    assert a_morning(office) == []
    assert told() == [DutiesVerb.WEEK_TOLD] * 2


@pytest.mark.django_db(transaction=True)
def test_a_week_without_anything_due_brings_none(
    written: Cast, office: PostOffice, clock: time_machine.Traveller
) -> None:
    with transaction.atomic():
        check(written.technician)
    clock.move_to(MONDAY - 8 * WEEK)
    assert [one for one in a_morning(office) if b"this week" in one] == []
    assert DutiesVerb.WEEK_TOLD not in told()


def test_it_goes_on_monday_before_the_daily_letter() -> None:
    known = {one.name: one.every for one in schedule.known()}
    sunday = dt.datetime(2026, 12, 13, 12, tzinfo=dt.UTC)
    week, day = known["duties:week"].next(sunday), known["people:digests"].next(sunday)
    assert week.weekday() == 0
    assert week < day
