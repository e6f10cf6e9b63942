"""The report on people's own devices: whose, last seen, agreement, training (MON-25)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from schoolgate.access.models import GateRecord
from schoolgate.activity import actions as activity
from schoolgate.filtering.actions import askers
from schoolgate.filtering.models import Device
from schoolgate.filtering.publishing import FILTER
from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import UnableToAct
from schoolgate.monitoring.queries.own_devices import own_devices
from schoolgate.people.models import Person, School
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.openings.working import under

PAGE = "/elmfield/own-devices/"
PHONE, TABLET = "10.1.2.3", "10.1.2.4"


@pytest.fixture
def here(settings: Settings, tmp_path: Path, cast: Cast) -> Cast:
    """Elmfield with the policy of Thatto Heath: a teacher and a governor with their own devices,
    and one of the school's that the teacher uses."""
    settings.VAR = tmp_path
    here = under(cast, "thatto-heath")
    for name, address, person, own in (
        ("Phone", PHONE, here.teacher, True), ("Tablet", TABLET, here.governor, True),
        ("School laptop", "10.1.2.5", here.teacher, False),
    ):  # fmt: skip
        askers.add_device(school=here.school, name=name, address=address, person=person,
                          profile="", is_personal=own, by=here.technician, at=NOW)  # fmt: skip
    return here


def signed(person: Person, *names: str) -> None:
    """Somebody has passed these gates, as their paper says."""
    for name in names:
        GateRecord.objects.create(school=person.school, person=person, gate=name,
                                  words="Signed on paper", recorded_at=NOW, recorded_by="Head",
                                  waived=False)  # fmt: skip


def visited(school: School, folder: Path, address: str, at: dt.datetime) -> None:
    """A device asks for a site."""
    file = folder / "access.log"
    said = "tara GET maps.example TCP_MISS 200 300 9000 12 allow,unlisted,teacher,,,,, /"
    file.write_text(f"{at.timestamp():.3f} {address} {said}\n")
    activity.take(school=school, path=file, by=FILTER, at=at)


@pytest.mark.row("MON-25")
def test_it_lists_owner_device_last_seen_agreement_and_training_and_marks_what_is_unsigned(
    here: Cast, tmp_path: Path
) -> None:
    visited(here.school, tmp_path, PHONE, NOW - dt.timedelta(days=3))
    signed(here.teacher, "staff-agreement", "induction")
    marked, sound = own_devices(viewer=here.technician, at=NOW)
    assert (str(marked.owner), marked.device.name, marked.seen) == ("Gus Governor", "Tablet", None)
    assert marked.is_marked
    assert (str(sound.owner), sound.seen) == ("Tara Teacher", dt.date(2026, 10, 11))
    assert not sound.is_marked
    assert sound.training is not None
    assert sound.training.done
    page = client_of(here.technician).get(PAGE).text
    for said in ("BYOD.b9", "Tara Teacher", "Phone", PHONE, "11 October 2026", "No agreement",
                 "Not in the log", "Signed on paper"):  # fmt: skip
        assert said in page
    assert "School laptop" not in page


@pytest.mark.row("MON-25")
def test_it_is_sorted_searched_in_pages_and_taken_away_as_a_file(here: Cast) -> None:
    signed(here.teacher, "staff-agreement")
    Device.objects.bulk_create([
        Device(school=here.school, name=f"Watch {number:02}", address=f"10.2.0.{number}",
               person=here.teacher, is_personal=True, added_at=NOW) for number in range(1, 52)
    ])  # fmt: skip
    client = client_of(here.technician)
    page = client.get(f"{PAGE}?q=watch&sort=device").text
    assert "1 to 50 of 51" in page
    assert page.index("Watch 01") < page.index("Watch 02")
    assert "Watch" not in client.get(f"{PAGE}?which=marked").text
    file = client.get(f"{PAGE}?which=marked&as=csv")
    assert file["Content-Type"].startswith("text/csv")
    assert "Gus Governor,Tablet" in file.text


@pytest.mark.row("MON-25")
def test_whom_the_policy_names_goes_through_it_and_that_proves_the_duty(here: Cast) -> None:
    for who in (here.teacher, here.dsl, here.governor, here.parent, here.pupil):
        assert client_of(who).get(PAGE).status_code == 403
        assert own_devices(viewer=who, at=NOW) == []
        with pytest.raises(UnableToAct, match="ICT team"):
            actions.note_audit(by=who, at=NOW)
    assert client_of(here.other_head).get(PAGE).status_code == 404
    assert client_of(None).get(PAGE).status_code == 302
    done = client_of(here.technician).post(f"{PAGE}audit/", follow=True)
    assert "It is written down" in done.text
    entry = Entry.objects.get(verb="monitoring:own-devices:audited")
    assert entry.clause == "BYOD.b9"


def test_without_devices_the_page_says_what_to_do_next(cast: Cast) -> None:
    assert "No device is registered" in client_of(cast.technician).get(PAGE).text
    assert own_devices(viewer=cast.stranger, at=NOW) == []


def test_an_own_device_is_somebodys(cast: Cast) -> None:
    page = "/elmfield/filter/askers/"
    sent = {"act": "device", "device-name": "Phone", "device-address": PHONE,
            "device-profile": "teacher", "device-is_personal": "on"}  # fmt: skip
    assert "Choose whose own device it is." in client_of(cast.technician).post(page, sent).text
    assert not Device.objects.exists()
