"""An import in steps: files in, plan shown, yes said; and what goes wrong on the way."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from schoolgate.gateways import actions as gateways
from schoolgate.gateways import applying, progress, showing
from schoolgate.gateways import uploads as kept
from schoolgate.gateways.models import HeaderMapping
from schoolgate.jobs.models import Job
from schoolgate.people.models import Person
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records.models import Entry
from schoolgate.web import uploads
from tests.cast import NOW, Cast, client_of
from tests.gateways import samples

IMPORT = "/elmfield/people/import/"
PLAN, COLUMNS, HELD = f"{IMPORT}plan/", f"{IMPORT}columns/", "/elmfield/people/held/"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Files that are sent lie in a folder of the test's own."""
    settings.VAR = tmp_path
    return tmp_path / "uploads"


def send(client: Client, files: Mapping[str, str | bytes], **more: str) -> str:
    """Send files; where that leads, or what the page says."""
    sent = [SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
            for name, text in files.items()]  # fmt: skip
    answer = client.post(IMPORT, {"sent": sent, **more})
    return answer["Location"] if answer.status_code == 302 else answer.text


def say_yes(client: Client, **more: str) -> str:
    """Say yes to the plan as it is shown; what the page says in the end."""
    seen = client.get(PLAN).context["form"].initial["seen"]
    return client.post(PLAN, {"seen": seen, **more}, follow=True).text


def taken(source: str = "mis") -> set[str]:
    return set(Person.objects.filter(source=source).values_list("external_id", flat=True))


def zipped(files: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.row("PPL-28")
def test_files_are_planned_shown_applied_and_deleted(cast: Cast, folder: Path) -> None:
    office = client_of(cast.head)
    assert send(office, {"pupils.csv": samples.pupils(20)}) == PLAN
    page = office.get(PLAN).text
    assert ("New (20)" in page, "Ada Brook1" in page, taken()) == (True, True, set())
    assert not Entry.objects.filter(verb=PeopleVerb.ROSTER_TAKEN_IN).exists()
    assert "Imported: 20 added." in say_yes(office)
    assert len(taken()) == 20
    assert not list(folder.iterdir())
    entry = Entry.objects.get(verb=PeopleVerb.ROSTER_TAKEN_IN)
    assert entry.actor_label == "Hana Head"
    assert len({one.action for one in Entry.objects.filter(verb__startswith="people:")}) == 1
    send(office, {"pupils.csv": samples.pupils(20)})
    assert "Nothing to change" in office.get(PLAN).text


def test_a_zip_of_oneroster_is_taken_and_several_schools_are_asked_about(cast: Cast) -> None:
    files = samples.oneroster("1.2")
    files["orgs.csv"] += "s2,,,Oakhurst Primary,school,,\n"
    office = client_of(cast.technician)
    assert send(office, {"export.zip": zipped(files)}) == PLAN
    assert office.get(PLAN)["Location"] == COLUMNS
    assert "Oakhurst Primary" in office.get(COLUMNS).text
    assert "Choose a school" in office.post(COLUMNS, {}).text
    assert office.post(COLUMNS, {"org": "s1"})["Location"] == PLAN
    say_yes(office)
    assert taken("oneroster") == {"t1", "a1", "p1", "p2", "g1"}


def test_unknown_columns_are_asked_about_once_and_remembered(cast: Cast) -> None:
    office = client_of(cast.head)
    text = {"pupils.csv": "Ref;Who;Jahr\n1;Brook, Ada;Reception\n"}
    send(office, text)
    assert office.get(PLAN)["Location"] == COLUMNS
    wrong = office.post(COLUMNS, {"id": "ref", "name": "ref"}).text
    assert "This column is chosen twice" in wrong
    assert office.post(COLUMNS, {"id": "ref", "name": "who", "year": "jahr"})["Location"] == PLAN
    say_yes(office)
    assert Person.objects.get(source="mis").name == "Ada Brook"
    assert HeaderMapping.objects.filter(school=cast.school).count() == 3
    send(office, text)
    assert "Nothing to change" in office.get(PLAN).text


def test_whom_a_file_lists_is_asked_when_it_does_not_say(cast: Cast) -> None:
    office = client_of(cast.head)
    send(office, {"list.csv": "Id,Name\nV1,Vera Voll\n"})
    assert office.get(PLAN)["Location"] == COLUMNS
    assert office.post(COLUMNS, {"kind": "volunteer"})["Location"] == PLAN
    say_yes(office)
    assert Person.objects.get(external_id="V1").kind == "volunteer"


def test_a_drop_of_over_a_tenth_stops_until_it_is_confirmed(cast: Cast) -> None:
    office = client_of(cast.head)
    send(office, {"pupils.csv": samples.pupils(20)})
    say_yes(office)
    send(office, {"pupils.csv": samples.pupils(20, skip=[1, 2, 3])})
    page = office.get(PLAN).text
    assert "More than a tenth would go: 3 of 20 (pupil)" in page
    assert "Check the file, and confirm this if it is right" in say_yes(office)
    assert not Person.objects.filter(missing_since__isnull=False).exists()
    assert "3 missing and held" in say_yes(office, gone="on")
    assert Person.objects.filter(missing_since=NOW).count() == 3


def test_a_plan_that_has_changed_since_it_was_shown_is_not_applied(cast: Cast) -> None:
    office = client_of(cast.head)
    send(office, {"pupils.csv": samples.pupils(20)})
    seen = office.get(PLAN).context["form"].initial["seen"]
    Person.objects.create(school=cast.school, source="mis", external_id="7", name="Ada Brook7",
                          given_name="Ada", family_name="Brook7", role="pupil_ks1")  # fmt: skip
    answer = office.post(PLAN, {"seen": seen})
    assert "The plan has changed since you opened it" in answer.text
    assert taken() == {"7"}


def test_wrong_rows_are_named_by_line_and_the_whole_list_is_a_file(cast: Cast) -> None:
    office = client_of(cast.head)
    send(office, {"pupils.csv": samples.pupils(3).replace("2,Brook2,Ada,Year 1", "2,,,Year 17")})
    page = office.get(PLAN).text
    assert "Wrong rows (1)" in page
    assert "pupils.csv, line 3:</strong> There is no name" in page
    lines = office.get(f"{PLAN}?as=csv").content.decode("utf-8-sig").splitlines()
    assert lines[:2] == ["What,Who,Id,More", "New,Ada Brook1,1,"]
    assert lines[-1].startswith("Wrong row,pupils.csv,3,")


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("people.xlsx", b"PK\3\4", "is a spreadsheet. Save it as"),
        ("people.exe", b"MZ", "is neither a CSV file nor a zip"),
        ("people.csv", b"PK\3\4", "is not what its ending says"),
        ("people.zip", b"Id,Name\n", "is not what its ending says"),
        ("people.csv", b"", "It is empty"),
    ],
)
def test_other_kinds_of_files_are_refused_in_a_sentence(
    cast: Cast, folder: Path, name: str, data: bytes, why: str
) -> None:
    assert why in send(client_of(cast.head), {name: data})
    assert not folder.exists()


def test_no_file_at_all_is_asked_for(cast: Cast) -> None:
    assert "Choose a file" in send(client_of(cast.head), {})


def test_files_that_are_too_large_are_thrown_away_unread(
    cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1000)
    page = send(client_of(cast.head), {"pupils.csv": samples.pupils(50)})
    assert "larger than 50 MB" in page
    assert not folder.exists()


def test_what_cannot_be_read_is_told_and_deleted(cast: Cast, folder: Path) -> None:
    office = client_of(cast.head)
    send(office, {"pupils.csv": b"UPN,UPN\n1,2\n"})
    assert "two columns called" in office.get(PLAN, follow=True).text
    assert not list(folder.iterdir())


def test_files_go_when_they_are_given_up_and_after_an_hour(cast: Cast, folder: Path) -> None:
    office, other = client_of(cast.head), client_of(cast.technician)
    send(office, {"pupils.csv": samples.pupils(1)})
    assert "kept for an hour" in other.get(PLAN, follow=True).text
    assert "your files are deleted" in office.post(PLAN, {"give-up": "1"}, follow=True).text
    assert not list(folder.iterdir())
    old = folder / "somebody-elses-old-files"
    old.mkdir()
    os.utime(old, (1, 1))
    send(office, {"pupils.csv": samples.pupils(1)})
    assert not old.exists()


def test_only_who_may_import_reaches_it(cast: Cast) -> None:
    assert Client().get(IMPORT).status_code == 302
    for who in (cast.pupil, cast.parent, cast.governor, cast.teacher, cast.dsl):
        assert client_of(who).get(IMPORT).status_code == 403
    assert client_of(cast.other_head).get(IMPORT).status_code == 404
    assert settings.FILE_UPLOAD_HANDLERS[0] == "schoolgate.web.uploads.NoMoreThan"


def test_who_is_missing_waits_for_the_office_and_leaves_when_it_says_so(cast: Cast) -> None:
    office = client_of(cast.head)
    assert "Nobody is missing" in office.get(HELD).text
    Person.objects.filter(pk__in=[cast.pupil.pk, cast.teacher.pk]).update(missing_since=NOW)
    assert "2 people are missing from the roster" in office.get("/elmfield/do/").text
    assert "missing from the roster" not in client_of(cast.technician).get("/elmfield/do/").text
    assert "Choose whoever has left" in office.post(HELD, {"last_day": "13/10/2026"}).text
    office.post(HELD, {"last_day": "13/10/2026", "people": [cast.pupil.pk]})
    cast.pupil.refresh_from_db()
    assert (cast.pupil.ends_on, cast.pupil.missing_since) == (NOW.date(), None)
    assert "1 person is missing from the roster" in office.get("/elmfield/do/").text
    assert Entry.objects.filter(verb=PeopleVerb.LEAVING_CONFIRMED).count() == 1


def run_the_job() -> None:
    """What a worker does with the one job that waits."""
    (job,) = Job.objects.filter(state="waiting", task="schoolgate.gateways.applying.take_in")
    given, named = json.loads(job.arguments)
    applying.take_in.call(*given, **named)


def test_many_people_are_taken_in_by_a_worker_and_a_page_shows_how_far(
    cast: Cast, folder: Path
) -> None:
    office = client_of(cast.head)
    send(office, {"pupils.csv": samples.pupils(applying.MANY)})
    assert "It begins in a moment" in say_yes(office)
    assert taken() == set()
    assert office.get(PLAN)["Location"] == f"{IMPORT}progress/"
    run_the_job()
    assert "Imported: 1,000 added." in office.get(f"{IMPORT}progress/").text
    assert len(taken()) == applying.MANY
    assert [one.name for one in folder.glob("*/*")] == ["progress.json"]
    assert Entry.objects.get(verb=PeopleVerb.ROSTER_TAKEN_IN).actor_label == "Hana Head"
    run_the_job()
    assert Entry.objects.filter(verb=PeopleVerb.ROSTER_TAKEN_IN).count() == 1


def test_a_worker_refuses_a_plan_that_has_changed_and_who_may_no_longer_import(
    cast: Cast, folder: Path
) -> None:
    office = client_of(cast.head)
    send(office, {"pupils.csv": samples.pupils(applying.MANY)})
    say_yes(office)
    Person.objects.create(school=cast.school, source="mis", external_id="x", name="Ada X",
                          role="pupil_ks1")  # fmt: skip
    run_the_job()
    assert "The plan has changed since you opened it" in office.get(f"{IMPORT}progress/").text
    assert taken() == {"x"}
    assert not Entry.objects.filter(verb=PeopleVerb.ROSTER_TAKEN_IN).exists()


def test_progress_is_told_in_steps(cast: Cast) -> None:
    upload = kept.keep([SimpleUploadedFile("p.csv", samples.pupils(1_200).encode())],
                       source="", kind="")  # fmt: skip
    told: list[tuple[int, int]] = []
    plan = gateways.prepare(school=cast.school, order=applying.order(upload), by=cast.head,
                            on=NOW.date())  # fmt: skip
    applying.apply(upload=upload, seen=showing.mark(plan), back=False, by=cast.head, at=NOW,
                   tell=lambda done, total: told.append((done, total)))  # fmt: skip
    assert told == [(500, 1_200), (1_000, 1_200), (1_200, 1_200)]
    assert progress.of(upload) is None
