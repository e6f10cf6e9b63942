"""Locked places: lists, checks that are due, and whoever was there without being on the list."""

from __future__ import annotations

import pytest

from schoolgate.access.actions import places
from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.access.models import Entrant, Place, Visit
from schoolgate.access.queries import places as queries
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.access.conftest import A_DAY, TODAY, sentences, verbs
from tests.cast import NOW, Cast, client_of, needs_of


@pytest.fixture
def room(cast: Cast) -> Place:
    return places.add_place(school=cast.school, name="Server room", holds="servers", every_days=30,
                            by=cast.technician, at=NOW)  # fmt: skip


def visited(cast: Cast, room: Place, name: str) -> Visit:
    return places.log_visit(place=room, name=name, purpose="cabling", entered_at=NOW,
                            by=cast.technician, at=NOW)  # fmt: skip


@pytest.mark.row("PPL-24")
def test_a_check_that_is_not_renewed_turns_red_and_strangers_are_shown(
    cast: Cast, room: Place
) -> None:
    places.put_on_list(place=room, person=cast.technician, by=cast.head, at=NOW)
    places.record_check(place=room, on=TODAY, found="locked", by=cast.technician, at=NOW)
    assert needs_of(cast.technician, NOW + 29 * A_DAY) == []
    due = [one.title for one in needs_of(cast.technician, NOW + 30 * A_DAY)]
    assert "Check Server room" in due
    assert not queries.standings(cast.head, on=TODAY + 30 * A_DAY)[0].late
    assert queries.standings(cast.head, on=TODAY + 31 * A_DAY)[0].late
    assert visited(cast, room, "tek nishan").on_list
    assert not visited(cast, room, "Stan Stranger").on_list
    page = client_of(cast.head).get(f"/elmfield/access/places/{room.pk}/?which=strangers").text
    assert "Stan Stranger, cabling" in page
    assert "tek nishan" not in page
    assert "1 visit" in client_of(cast.head).get("/elmfield/access/places/").text
    assert sentences()[4] == "Tek Nishan logged Stan Stranger in Server room: cabling."


def test_a_late_place_is_red_on_its_page(cast: Cast, room: Place) -> None:
    Place.objects.update(added_at=NOW - 2 * A_DAY)
    for address in ("/elmfield/access/places/", f"/elmfield/access/places/{room.pk}/"):
        assert "govuk-tag--red" in client_of(cast.head).get(address).text
    assert "access:place:added" in verbs()


def test_whoever_is_off_the_list_or_gone_may_not_enter(cast: Cast, room: Place) -> None:
    old = Entrant.objects.create(school=cast.school, place=room, person=cast.teacher,
                                 from_on=TODAY - 9 * A_DAY)  # fmt: skip
    places.put_on_list(place=room, person=cast.technician, by=cast.head, at=NOW)
    with pytest.raises(UnableToRecord, match="already"):
        places.put_on_list(place=room, person=cast.technician, by=cast.head, at=NOW)
    places.take_off_list(entrant=old, by=cast.head, at=NOW)
    with pytest.raises(UnableToRecord, match="already"):
        places.take_off_list(entrant=old, by=cast.head, at=NOW)
    Person.objects.filter(pk=cast.technician.pk).update(ends_on=TODAY)
    assert [*queries.entrants(room, on=TODAY)] == []
    assert len(queries.entrants(room, on=TODAY - A_DAY)) == 1
    assert verbs()[1:] == ["access:place-list:changed"] * 2


@pytest.mark.parametrize("who", ["pupil", "parent", "teacher", "governor", "dsl", "other_head"])
def test_places_are_kept_by_office_and_technicians(cast: Cast, room: Place, who: str) -> None:
    by = getattr(cast, who)
    with pytest.raises(NotAllowed):
        places.add_place(school=cast.school, name="x", holds="y", every_days=1, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        places.record_check(place=room, on=TODAY, found="locked", by=by, at=NOW)
    with pytest.raises(NotAllowed):
        places.put_on_list(place=room, person=cast.head, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        places.log_visit(place=room, name="x", purpose="y", entered_at=NOW, by=by, at=NOW)
    assert not queries.places(by, on=TODAY).filter(school=cast.school).exists()
    assert verbs() == ["access:place:added"]


def test_what_cannot_be_is_refused(cast: Cast, room: Place) -> None:
    before = Entry.objects.count()
    with pytest.raises(UnableToRecord, match="already"):
        places.add_place(school=cast.school, name="Server room", holds="y", every_days=1,
                         by=cast.head, at=NOW)  # fmt: skip
    with pytest.raises(UnableToRecord, match="once a year"):
        places.add_place(school=cast.school, name="x", holds="y", every_days=999, by=cast.head,
                         at=NOW)  # fmt: skip
    with pytest.raises(UnableToRecord, match="not come yet"):
        places.record_check(place=room, on=TODAY + A_DAY, found="locked", by=cast.head, at=NOW)
    with pytest.raises(UnableToRecord, match="not come yet"):
        places.log_visit(place=room, name="x", purpose="y", entered_at=NOW + A_DAY, by=cast.head,
                         at=NOW)  # fmt: skip
    with pytest.raises(UnableToRecord, match="this school"):
        places.put_on_list(place=room, person=cast.other_head, by=cast.head, at=NOW)
    assert Entry.objects.count() == before
