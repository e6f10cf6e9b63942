"""A way round the filter: closed to everybody; who tries is told to one role, and is a concern."""

from __future__ import annotations

import datetime as dt

import pytest

from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.words import Part
from schoolgate.filtering.rules.verdicts import PROFILES, verdicts
from schoolgate.monitoring.actions import raising
from schoolgate.monitoring.models import Alert
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import Cast, client_of
from tests.filtering.schools import WEDNESDAY, book
from tests.monitoring.logs import LIST, Log, clock, page_of
from tests.monitoring.working import verbs
from tests.openings.working import again, granted

pytestmark = pytest.mark.django_db


def _tried(
    log: Log, person: Person, *times: dt.datetime, verdict: str = "block", grant: str = ""
) -> None:
    log.write(person, times, category="circumvention", host="tunnel.test",
              verdict=verdict, grant=grant)  # fmt: skip


@pytest.mark.row("FIL-13")
@pytest.mark.parametrize("pack", ["ashbrook", "brookside", "cotmanhay", "thatto-heath"])
def test_ways_round_are_closed_to_every_role_at_every_time(pack: str) -> None:
    said = verdicts(book(pack), since=WEDNESDAY, days=7)
    assert set(said.columns) == set(PROFILES)
    assert all("circumvention" in state for state in said.states)


@pytest.mark.row("FIL-13")
@pytest.mark.parametrize(
    ("who", "reader"),
    [("pupil", "dsl"), ("teacher", "head"), ("technician", "head"), ("governor", "head")],
)
def test_whoever_is_stopped_on_a_way_round_is_told_and_becomes_a_concern(
    cast: Cast, grown: Log, who: str, reader: str
) -> None:
    person, role = getattr(cast, who), getattr(cast, reader)
    _tried(grown, person, clock(10, 20))
    (alert,) = grown.read(clock(10, 25))
    assert "Getting around the filter" in client_of(role).get(LIST).text
    assert str(person) in page_of(alert, role)
    assert client_of(person).get(f"{LIST}{alert.pk}/").status_code in {403, 404}
    client_of(role).post(f"{LIST}{alert.pk}/", {"decision": "concern", "minutes": "4"})
    case = Case.objects.get()
    assert str(person) in client_of(role).get(f"/elmfield/concerns/{case.pk}/").text
    assert {one.part for one in case.parties.all()} == {Part.SUBJECT, Part.REPORTER}
    assert client_of(person).get(f"/elmfield/concerns/{case.pk}/").status_code in {403, 404}
    alert.refresh_from_db()
    assert (alert.case, alert.held) == (case, 1)
    assert Entry.objects.filter(verb="concerns:report:made").count() == 1


def test_what_was_undone_is_judged_again(
    cast: Cast, grown: Log, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(**_: object) -> None:
        raise OSError("The disk is full.")

    _tried(grown, cast.pupil, clock(10))
    with monkeypatch.context() as broken:
        broken.setattr(raising, "raise_lasting", full)
        grown.read(clock(10, 5))
    assert "The log of elmfield was not judged: The disk is full." in caplog.text
    assert not Alert.objects.exists()
    assert len(grown.read(clock(10, 10))) == 1


@pytest.mark.row("FIL-13")
def test_a_log_read_twice_is_one_alert_and_the_next_day_another(cast: Cast, grown: Log) -> None:
    _tried(grown, cast.pupil, clock(10), clock(10, 1), clock(10, 20))
    for _ in range(2):
        (alert,) = grown.read(clock(10, 25))
    assert verbs() == ["alert:raised"]
    _tried(grown, cast.pupil, clock(10, days=1))
    assert [one.head for one in grown.read(clock(11, days=1))] == ["circumvention"] * 2
    assert alert.whom == "dsl"


def test_of_the_headteacher_the_chair_is_told_alone(cast: Cast, grown: Log) -> None:
    chair = Person.objects.create(school=cast.school, name="Cora Chair", role="chair")
    _tried(grown, cast.head, clock(10))
    (alert,) = grown.read(clock(10, 5))
    assert str(cast.head) in page_of(alert, chair)
    assert client_of(cast.head).get(f"{LIST}{alert.pk}/").status_code == 404


def test_an_opening_that_was_used_says_so_and_what_it_opened_is_no_alert(
    cast: Cast, grown: Log
) -> None:
    made = granted(cast.teacher, cast.head)
    _tried(grown, cast.teacher, clock(10, 40), verdict="allow", grant=made.token)
    for _ in range(2):
        assert grown.read(clock(10, 45)) == []
    used = again(made).used
    assert used is not None
    assert used.used_at == clock(10, 40)
    assert Entry.objects.filter(verb="filtering:opening:used").count() == 1
