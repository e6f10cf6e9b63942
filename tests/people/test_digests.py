"""The daily e-mail: through a real mail server, once a day at most, silent without news."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from schoolgate.jobs.working import Worker
from schoolgate.people import jobs, needs
from schoolgate.people.models import Person
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.post_office import PostOffice

DAY = dt.timedelta(days=1)


@pytest.fixture
def waiting(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[needs.Need]:
    """What waits for the head: the test adds to it."""
    listed: list[needs.Need] = []

    def provide(person: Person, at: dt.datetime) -> list[needs.Need]:
        return listed if person.pk == cast.head.pk else []

    monkeypatch.setattr(needs, "_providers", {"tests": provide})
    for one in (cast.head, cast.teacher):
        Person.objects.filter(pk=one.pk).update(email=f"{one.pk}@elmfield.example")
    cast.head.refresh_from_db()
    return listed


def need(title: str) -> needs.Need:
    return needs.Need(
        title, "/elmfield/somewhere/", NOW - DAY, asked_by="Tara Teacher", clause="7.1"
    )


def a_day(office: PostOffice, clock: time_machine.Traveller) -> list[bytes]:
    """What arrives on a day, and then it is the next."""
    before = len(office.taken)
    jobs.send_digests.func()
    jobs.send_digests.func()  # a second run on one day sends nothing more
    Worker().work(until_empty=True)
    clock.shift(DAY)
    return office.taken[before:]


def test_what_is_new_is_told_once(
    waiting: list[needs.Need], office: PostOffice, clock: time_machine.Traveller
) -> None:
    assert a_day(office, clock) == []
    waiting.append(need("Decide on the school trip of Ola"))
    (letter,) = a_day(office, clock)
    assert b"1 thing waits for you" in letter
    assert b"13 October 2026" in letter
    assert b"http://localhost/elmfield/do/" in letter
    assert b"Ola" not in letter  # what it is stands behind sign-in
    assert a_day(office, clock) == []
    waiting.append(need("Sign the agreement"))
    (letter,) = a_day(office, clock)
    assert b"2 things wait" in letter
    waiting.pop()
    assert a_day(office, clock) == []
    assert Entry.objects.filter(verb=PeopleVerb.DIGEST_SENT).count() == 2


def test_who_has_left_or_has_no_address_gets_none(
    cast: Cast, waiting: list[needs.Need], office: PostOffice, clock: time_machine.Traveller
) -> None:
    waiting.append(need("Decide"))
    Person.objects.filter(pk=cast.head.pk).update(ends_on=NOW.date())
    assert a_day(office, clock) == []
    Person.objects.filter(pk=cast.head.pk).update(ends_on=None, email="")
    assert a_day(office, clock) == []


def test_the_list_shows_what_waits_oldest_first_with_who_asked_and_the_clause(
    cast: Cast, waiting: list[needs.Need]
) -> None:
    late = needs.Need("Review access", "/x/", NOW - 9 * DAY, due=NOW.date() - DAY)
    waiting += [need("Decide on the trip"), late]
    page = client_of(cast.head).get("/elmfield/do/").text
    assert page.index("Review access") < page.index("Decide on the trip")
    assert "asked by Tara Teacher, clause 7.1" in page
    assert "Late" in page
    assert '<span class="sg-menu__count">2<' in page
    assert "Nothing waits for you" in client_of(cast.teacher).get("/elmfield/do/").text
