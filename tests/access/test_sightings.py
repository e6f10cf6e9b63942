"""Told by accident seen, and ways in that are not approved."""

from __future__ import annotations

import pytest

from schoolgate.access import permissions
from schoolgate.access.actions import sightings
from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.access.models import ITSystem, RouteReport, Sighting
from schoolgate.access.rules.sightings import Recipient
from schoolgate.people.actions import NotAllowed
from schoolgate.records.models import Entry
from tests.access.conftest import TODAY, sentences, verbs
from tests.cast import NOW, Cast, client_of, needs_of

PAGE = "/elmfield/access/saw-something/"


@pytest.mark.row("PPL-18")
@pytest.mark.parametrize("who", ["pupil", "parent", "governor", "teacher", "technician", "dsl"])
def test_everyone_signed_in_tells_in_one_step_and_is_thanked(cast: Cast, who: str) -> None:
    answer = client_of(getattr(cast, who)).post(
        PAGE, {"act": "tell", "recipient": "headteacher", "where": "a folder"}, follow=True
    )
    assert "You did the right thing" in answer.text
    assert "You are not in trouble" in answer.text
    told = Sighting.objects.get()
    assert [one.title for one in needs_of(cast.head, NOW)] == ["Somebody saw something by accident"]
    page = client_of(cast.head).get(f"{PAGE}{told.pk}/").text
    assert "This is no misuse" in page
    assert [verb for verb in verbs() if verb.startswith("access:")] == [
        "access:sighting:told", "access:sighting:seen",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("recipient", "hear"),
    [(Recipient.HEADTEACHER, {"head", "teacher"}),
     (Recipient.IT_TECHNICIAN, {"technician", "teacher"})],
)  # fmt: skip
def test_it_is_for_whom_it_was_told_to_and_nobody_else(
    cast: Cast, recipient: Recipient, hear: set[str]
) -> None:
    told = sightings.tell(recipient=recipient, where="a folder", by=cast.teacher, at=NOW)
    for who in ("stranger", "pupil", "parent", "governor", "dsl", "head", "technician", "teacher",
                "other_head"):  # fmt: skip
        person = getattr(cast, who)
        assert permissions.sightings(person, on=TODAY).exists() == (who in hear), who
        if person is not None and who not in hear - {"teacher"}:
            with pytest.raises(NotAllowed):
                sightings.answer(sighting=told, said="moved it", by=person, at=NOW)
    assert verbs() == ["access:sighting:told"]


def test_it_is_answered_once_and_the_teller_reads_it(cast: Cast) -> None:
    told = sightings.tell(recipient=Recipient.HEADTEACHER, where="a folder", by=cast.pupil, at=NOW)
    sightings.answer(sighting=told, said="The folder is closed now.", by=cast.head, at=NOW)
    with pytest.raises(UnableToRecord, match="already"):
        sightings.answer(sighting=told, said="again", by=cast.head, at=NOW)
    assert "The folder is closed now." in client_of(cast.pupil).get(f"{PAGE}{told.pk}/").text
    assert needs_of(cast.head, NOW) == []
    assert verbs()[:2] == ["access:sighting:told", "access:sighting:answered"]


def test_it_says_where(cast: Cast) -> None:
    answer = client_of(cast.pupil).post(PAGE, {"act": "tell", "recipient": "headteacher",
                                               "what": "a list of names"})  # fmt: skip
    assert "Enter: where you saw it." in answer.text
    assert "a list of names" in answer.text
    assert Sighting.objects.count() == 0
    assert "access:sighting:told" not in verbs()


@pytest.mark.row("PPL-20")
def test_another_way_in_is_reported_shown_as_a_breach_and_settled(cast: Cast) -> None:
    ITSystem.objects.create(school=cast.school, name="Secure remote login", remote=True,
                            from_at=NOW)  # fmt: skip
    teacher, technician = client_of(cast.teacher), client_of(cast.technician)
    address = "/elmfield/access/ways-in/"
    assert "Secure remote login" in teacher.get(address).text
    teacher.post(address, {"act": "report", "route": "a private program", "who": "a contractor"})
    assert "Not approved" in technician.get(address).text
    assert "a contractor" not in teacher.get(address).text
    one = RouteReport.objects.get()
    assert "Settle a way in that is not approved" in [
        need.title for need in needs_of(cast.technician, NOW)
    ]
    technician.post(address, {"act": "settle", "report": one.pk, "settle-words": "taken off"})
    assert "Settled" in technician.get(address).text
    assert "Tek Nishan settled an unapproved way in" in sentences()[-1]


@pytest.mark.parametrize("who", ["pupil", "parent", "other_head"])
def test_ways_in_are_reported_by_staff_and_governors(cast: Cast, who: str) -> None:
    if who != "other_head":
        with pytest.raises(NotAllowed):
            sightings.report_route(route="x", by=getattr(cast, who), at=NOW)
    one = RouteReport.objects.create(school=cast.school, route="x", noted_at=NOW, noted_by="y")
    with pytest.raises(NotAllowed):
        sightings.settle_route(report=one, outcome="done", by=getattr(cast, who), at=NOW)
    assert Entry.objects.count() == 0
