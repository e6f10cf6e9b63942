"""What a school has decided lies where programs that decide find it, and holds at once."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.accounts import actions as accounts
from schoolgate.filtering import commandline, publishing
from schoolgate.filtering.actions import askers
from schoolgate.filtering.decisions import Verdict, Why
from schoolgate.filtering.jobs import make_filters, write_overlays
from schoolgate.filtering.judging import Judge
from schoolgate.filtering.overlay import Asker
from schoolgate.filtering.snapshot import verified
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.jobs.models import Job
from schoolgate.people import actions as people
from schoolgate.people.actions import NotAllowed
from schoolgate.policies.actions import set_times
from schoolgate.records.models import Entry
from tests.cast import NOW, OPERATOR, Cast, assemble

Committed = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def folder(settings: Settings, tmp_path: Path, cast: Cast) -> Path:
    """The folder of a school's filter, made once."""
    settings.VAR = tmp_path
    publishing.make(cast.school, NOW)
    return publishing.folder_of(cast.school)


def verbs(cast: Cast) -> list[str]:
    journal = Entry.objects.filter(journal__name=cast.school.slug)
    found = journal.filter(verb__startswith="filtering:")
    return [*found.order_by("sequence").values_list("verb", flat=True)]


def test_a_school_without_lists_has_a_filter_all_the_same(cast: Cast, folder: Path) -> None:
    judge = Judge(folder)
    found = judge.decide("new.test", client="10.1.0.5", at=NOW.timestamp())
    assert (found.verdict, found.why, found.role) == (Verdict.ALLOW, Why.UNLISTED, "")
    found = judge.decide_for("new.test", Asker("teacher"), NOW.timestamp())
    assert (found.verdict, found.why) == (Verdict.ALLOW, Why.UNLISTED)
    assert judge.trouble() == ""
    assert verbs(cast) == [FilteringVerb.SNAPSHOT_MADE]


@pytest.mark.django_db(transaction=True)
def test_a_worker_makes_the_filter_in_no_transaction_of_its_own(
    settings: Settings, tmp_path: Path, transactional_db: None
) -> None:
    settings.VAR = tmp_path
    cast = assemble()
    make_filters.call()  # nobody has asked for a filter yet
    assert verbs(cast) == []
    publishing.folder_of(cast.school).mkdir(parents=True)
    for _ in range(2):  # the second is of the same lists and policy: the journal is not told
        make_filters.call()
    assert Judge(publishing.folder_of(cast.school)).trouble() == ""
    assert verbs(cast) == [FilteringVerb.SNAPSHOT_MADE]


def test_a_snapshot_that_cannot_be_told_of_is_not_used(
    cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (folder / "current").readlink()
    monkeypatch.setattr(publishing, "put_overlay", _full)
    with pytest.raises(OSError, match="no space"):
        publishing.make(cast.school, NOW)
    assert (folder / "current").readlink() == before
    assert len(list((folder / "snapshots").iterdir())) == 1
    assert verbs(cast) == [FilteringVerb.SNAPSHOT_MADE]


def _full(*_: object) -> None:
    raise OSError("no space")


def test_a_snapshot_is_signed_with_the_key_of_the_installation(folder: Path) -> None:
    here = folder / "current"
    assert verified(here, publishing.is_signed) == ""
    manifest = json.loads((here / "manifest.json").read_text())
    (here / "manifest.json").write_text(json.dumps(manifest | {"policy": "another"}))
    assert "signed by nobody" in verified(here, publishing.is_signed)
    table = (here / "table").read_bytes()
    (here / "table").write_bytes(table[:-1] + b"?")
    assert "table" in verified(here, publishing.is_signed)


def test_networks_devices_and_logins_say_whose_rules_count(
    cast: Cast, folder: Path, django_capture_on_commit_callbacks: Committed
) -> None:
    accounts.open_account(person=cast.teacher, by=OPERATOR, at=NOW)
    people.appoint(person=cast.teacher, role="nominated user", from_on=NOW.date(), by=cast.head,
                   at=NOW)  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        network = askers.add_network(school=cast.school, name="Classrooms", cidr="10.1.9.9/16",
                                     profile="pupil_ks1", by=cast.technician, at=NOW)  # fmt: skip
        askers.add_device(school=cast.school, name="Office", address="10.1.0.9", profile="",
                          person=cast.head, by=cast.technician, at=NOW)  # fmt: skip
    judge, at = Judge(folder), NOW.timestamp()
    name = cast.teacher.account.username
    assert judge.decide("new.test", client="10.1.0.5", at=at).role == "pupil_ks1"
    assert judge.decide("new.test", client="10.1.0.9", at=at).role == "headteacher"
    assert judge.decide("new.test", client="10.1.0.5", user=name, at=at).role == "teacher+"
    with django_capture_on_commit_callbacks(execute=True):
        askers.end_network(network=network, by=cast.technician, at=NOW)
    judge.refresh()
    assert judge.decide("new.test", client="10.1.0.5", at=at).role == ""
    assert verbs(cast)[1:] == [FilteringVerb.NETWORK_ADDED, FilteringVerb.DEVICE_ADDED,
                               FilteringVerb.NETWORK_ENDED]  # fmt: skip


def test_only_those_who_keep_the_filter_tell_it_who_asks(cast: Cast) -> None:
    for somebody in (cast.pupil, cast.teacher, cast.other_head, cast.head):
        with pytest.raises(NotAllowed):
            askers.add_network(school=cast.school, name="N", cidr="10.1.0.0/16",
                               profile="guest", by=somebody, at=NOW)  # fmt: skip
    assert verbs(cast) == []


@pytest.mark.parametrize(("cidr", "sentence"), [
    ("10.1.0.0/99", "“10.1.0.0/99” is no network. Write it like 10.1.0.0/16."),
    ("classrooms", "“classrooms” is no network. Write it like 10.1.0.0/16."),
])  # fmt: skip
def test_what_is_no_network_is_said_in_a_sentence(cast: Cast, cidr: str, sentence: str) -> None:
    with pytest.raises(UnableToRecord, match="is no network") as said:
        askers.add_network(school=cast.school, name="N", cidr=cidr, profile="guest",
                           by=cast.technician, at=NOW)  # fmt: skip
    assert str(said.value) == sentence
    with pytest.raises(UnableToRecord, match="is no address"):
        askers.add_device(school=cast.school, name="N", address=cidr, profile="guest", person=None,
                          by=cast.technician, at=NOW)  # fmt: skip
    assert verbs(cast) == []


def test_the_same_network_is_told_once(cast: Cast) -> None:
    for _ in range(2):
        try:
            askers.add_network(school=cast.school, name="N", cidr="10.1.0.0/16", profile="guest",
                               by=cast.technician, at=NOW)  # fmt: skip
        except UnableToRecord as error:
            assert str(error) == "10.1.0.0/16 is in the list already."  # noqa: PT017
    assert verbs(cast) == [FilteringVerb.NETWORK_ADDED]


def test_the_command_line_explains_a_decision(
    cast: Cast, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commandline.main(["check", "elmfield", "http://get.test/a.exe", "--as", "pupil_ks1",
                             "--at", "14/10/2026 12:30"]) == 1  # fmt: skip
    assert capsys.readouterr().out.splitlines()[:3] == [
        "Closed.", "Programs to install: the policy does not open such sites for you.",
        "Category: Programs to install"]  # fmt: skip
    assert commandline.main(["check", "elmfield", "new.test", "--as", "teacher"]) == 0
    assert commandline.main(["status", "elmfield"]) == 0
    assert "Nothing is wrong." in capsys.readouterr().out


@pytest.mark.parametrize(("words", "sentence"), [
    (["check", "nowhere", "x.test"], "No school is called “nowhere”."),
    (["check", "elmfield", "x.test", "--as", "king"], "“king” is no role here."),
    (["check", "elmfield", "x.test", "--at", "noon"], "“noon” is no time."),
    (["status", "oakhurst"], "Run ./sg filter make oakhurst."),
])  # fmt: skip
def test_what_makes_no_question_is_said_in_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert commandline.main(words) == 2
    assert sentence in capsys.readouterr().err


def test_squid_reads_the_filter_by_the_group_of_its_folder(folder: Path) -> None:
    """NamedTemporaryFile alone would leave it to its owner, and Squid would know nobody."""
    assert stat.S_IMODE((folder / "overlay.json").stat().st_mode) == 0o640


def test_other_hours_make_the_filter_anew(cast: Cast, folder: Path) -> None:
    assert not publishing.is_behind(cast.school)
    cast.school.pack = "cotmanhay"
    cast.school.save()
    assert publishing.is_behind(cast.school)
    publishing.make(cast.school, NOW)
    assert not publishing.is_behind(cast.school)
    set_times(school=cast.school, hours={"lesson": "9:00-12:00"}, by=cast.head, at=NOW)
    write_overlays.call()
    asked = Job.objects.filter(task__contains="follow_policy")
    assert asked.count() == 2  # by whoever set them, and by the clock
    assert publishing.keep_up(cast.school, NOW) != ""
    assert publishing.keep_up(cast.school, NOW) == ""
    assert not publishing.is_behind(cast.school)
    assert (
        verbs(cast) == [FilteringVerb.SNAPSHOT_MADE] * 2
    )  # the hours are told by whoever set them
