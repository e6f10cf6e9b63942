"""What falls due by itself, and what the demonstration shows."""

from __future__ import annotations

import pytest
import time_machine

from schoolgate.access.models import Checklist, Guest, Review, ReviewLine
from schoolgate.accounts.models import Account
from schoolgate.jobs import schedule
from schoolgate.people import actions as people
from schoolgate.people.models import Person, School
from schoolgate.records.models import Entry
from tests.access.conftest import A_DAY, verbs
from tests.cast import NOW, Cast


def test_what_is_due_is_done_once_and_named_after_the_calendar(
    cast: Cast, starter: Person, leaver: Person, visit: Guest, clock: time_machine.Traveller
) -> None:
    Account.objects.create(school=cast.school, person=leaver, username="lea", opened_at=NOW,
                           issuer="The office")  # fmt: skip
    clock.shift(20 * A_DAY)
    mine = [one for one in schedule.known() if one.name.startswith("access:")]
    assert len(mine) == 5
    for one in mine:
        one.task.call()
    assert not Account.objects.get(username="lea").is_active
    assert Checklist.objects.count() == 2
    assert Guest.objects.get().swept_at is not None
    written = Entry.objects.exclude(actor__startswith="person:").values_list("actor", flat=True)
    assert set(written) == {"system:calendar"}
    before = Entry.objects.exclude(verb="access:guest-logins:closed").count()
    for one in mine:
        one.task.call()
    assert Entry.objects.exclude(verb="access:guest-logins:closed").count() == before
    assert verbs().count("access:guest-logins:closed") == 2  # none where there are no guests


@pytest.mark.django_db
def test_the_demonstration_shows_each_part_once() -> None:
    people.set_up_demonstration(at=NOW)
    brookside = School.objects.get(slug="brookside")
    assert Review.objects.filter(school=brookside, closed_at=None).count() == 1
    assert ReviewLine.objects.exclude(decision="").count() == 4
    assert Guest.objects.get().person.account.is_active
    assert sorted(Checklist.objects.values_list("leaving", flat=True)) == [False, True]
    before = Entry.objects.count()
    people.set_up_demonstration(at=NOW + A_DAY)
    assert Entry.objects.count() == before
