"""Heads that the hourly job puts into files: kept apart, they find what the database hides."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from schoolgate.jobs.models import Job
from schoolgate.records import commandline, jobs, witnesses
from schoolgate.records.models import Entry, Journal, TreeHead
from tests.cast import Cast
from tests.records.acts import act, chained
from tests.records.test_tampering import put_in_place, stored
from tests.records.triggers import switched_off

Say = Callable[..., tuple[int, str]]


@pytest.fixture
def heads(settings: Any, tmp_path: Path) -> Path:
    """The folder of all heads."""
    settings.VAR = tmp_path / "var"
    return tmp_path / "var" / "heads"


@pytest.fixture
def verify(heads: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run `./sg journal verify WORDS…`: exit code, and output with complaints."""

    def run(*words: str | Path) -> tuple[int, str]:
        code = commandline.main(["verify", *map(str, words)])
        said, complaints = capsys.readouterr()
        return code, said + complaints

    return run


@pytest.fixture
def three_hours(cast: Cast, heads: Path, clock: time_machine.Traveller) -> Cast:
    """Elmfield did two things in each of three hours; Oakhurst one in all."""
    act(cast, school=cast.other_school)
    for _ in range(3):
        act(cast)
        act(cast)
        jobs.sign_heads.call()
        clock.shift(dt.timedelta(hours=1))
    return cast


def files(heads: Path) -> list[str]:
    return sorted(str(file.relative_to(heads)) for file in heads.rglob("*") if file.is_file())


def test_each_head_becomes_one_file(three_hours: Cast, heads: Path) -> None:
    assert files(heads) == [
        "elmfield/000000000002.txt", "elmfield/000000000004.txt", "elmfield/000000000006.txt",
        "oakhurst/000000000001.txt",
    ]  # fmt: skip
    notes = {head.note for head in TreeHead.objects.all()}
    assert {file.read_text() for file in heads.rglob("*.txt")} == notes
    assert {head.actor for head in TreeHead.objects.all()} == {"system:journal-signer"}


def test_an_hour_in_which_nothing_happened_has_no_head(three_hours: Cast, heads: Path) -> None:
    before = files(heads)
    jobs.sign_heads.call()
    assert files(heads) == before
    assert Entry.objects.count() == 7  # signing is no entry, or it would never rest


def test_the_worker_signs_every_hour(
    cast: Cast, heads: Path, clock: time_machine.Traveller
) -> None:
    for _ in range(2):
        act(cast)
        call_command("work", "--until-empty", verbosity=0)
        clock.shift(dt.timedelta(hours=1))
    assert files(heads) == ["elmfield/000000000001.txt", "elmfield/000000000002.txt"]
    assert Job.objects.filter(schedule="records:heads", state="done").count() == 2


def test_a_journal_fits_all_its_files(three_hours: Cast, verify: Say) -> None:
    code, said = verify("--school", "elmfield")
    assert code == 0
    assert (
        "It fits 3 witnessed heads, the last over 6 entries, kept on this machine; "
        "a copy kept elsewhere (--against) is a better witness.\n"
    ) in said


def test_a_journal_fits_the_copy_of_its_files(
    three_hours: Cast, heads: Path, verify: Say, tmp_path: Path
) -> None:
    code, said = verify("--against", shutil.copytree(heads / "elmfield", tmp_path / "copy"))
    assert code == 0
    assert "It fits 3 witnessed heads, the last over 6 entries.\n" in said


def test_a_copy_of_the_folder_elsewhere_is_a_witness(
    three_hours: Cast, heads: Path, verify: Say, tmp_path: Path
) -> None:
    elsewhere = shutil.copytree(heads / "elmfield", tmp_path / "elsewhere")
    shutil.rmtree(heads)
    rewrite_everything()
    assert verify("--school", "elmfield")[0] == 0  # sealed anew, and no witness here
    code, said = verify("--against", elsewhere)
    assert code == 1
    assert "does not fit: the first 6 entries are not the same." in said


def rewrite_everything() -> None:
    """Do what an intruder does who knows the program and its key: new entries, no old heads."""
    rows = chained([row._replace(clause="1.1") for row in stored() if row.body])
    put_in_place(rows)
    with switched_off(connection):
        TreeHead.objects.filter(journal__name="elmfield").delete()


def test_a_rewritten_journal_does_not_fit_the_files(three_hours: Cast, verify: Say) -> None:
    rewrite_everything()
    code, said = verify("--school", "elmfield")
    assert code == 1
    assert said.count("does not fit") == 3


def test_a_journal_that_went_back_to_an_old_copy_is_found(three_hours: Cast, verify: Say) -> None:
    put_in_place([row for row in stored() if row.sequence <= 3])
    with switched_off(connection):
        TreeHead.objects.filter(journal__name="elmfield", size__gt=3).delete()
    code, said = verify("--school", "elmfield")
    assert code == 1
    assert "The witnessed head covers 6 entries; only 3 are there and whole." in said


def test_a_journal_that_is_gone_altogether_is_found(three_hours: Cast, verify: Say) -> None:
    with switched_off(connection):
        for model in (Entry, TreeHead):
            model.objects.filter(journal__name="elmfield").delete()
        Journal.objects.filter(name="elmfield").delete()
    code, said = verify()
    assert code == 1
    assert "Heads of this journal were kept, and the journal is gone." in said
    assert "oakhurst: whole." in said


def test_a_file_that_was_changed_is_found(three_hours: Cast, heads: Path, verify: Say) -> None:
    file = heads / "elmfield" / "000000000004.txt"
    file.write_text(file.read_text().replace("schoolgate/elmfield\n4", "schoolgate/elmfield\n3"))
    code, said = verify("--school", "elmfield")
    assert code == 1
    assert "not signed with this installation's key" in said
    file.write_text("nonsense")
    assert f"{file}: This is not a signed head." in verify("--school", "elmfield")[1]


@pytest.mark.parametrize("length", [0, 1, 40, 150])
def test_a_file_that_a_killed_program_left_half_written_is_completed(
    three_hours: Cast, heads: Path, verify: Say, length: int
) -> None:
    file = heads / "elmfield" / "000000000006.txt"
    whole = file.read_text()
    file.write_text(whole[:length])
    jobs.sign_heads.call()
    assert file.read_text() == whole
    assert verify()[0] == 0


def test_a_head_that_was_signed_and_not_put_is_put_the_next_time(
    three_hours: Cast, heads: Path
) -> None:
    before = files(heads)
    (heads / "elmfield" / "000000000006.txt").unlink()
    (heads / "elmfield" / "000000000004.txt").unlink()
    jobs.sign_heads.call()
    assert files(heads) == before


def test_another_head_in_the_place_is_left_and_told(three_hours: Cast, heads: Path) -> None:
    file = heads / "elmfield" / "000000000006.txt"
    file.write_text("something else")
    with pytest.raises(jobs.HeadsAreMissing, match="holds another head"):
        jobs.sign_heads.call()
    assert file.read_text() == "something else"


def test_one_journal_in_trouble_does_not_stop_the_others(cast: Cast, heads: Path) -> None:
    act(cast)
    act(cast, school=cast.other_school)
    heads.mkdir(parents=True)
    (heads / "elmfield").touch()
    with pytest.raises(jobs.HeadsAreMissing) as told:
        jobs.sign_heads.call()
    assert str(told.value) == (
        f"One journal was not signed. elmfield: {heads}/elmfield cannot be written: File exists."
    )
    assert files(heads) == ["elmfield", "oakhurst/000000000001.txt"]


def test_an_empty_folder_is_no_witness(three_hours: Cast, verify: Say, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, said = verify("--against", tmp_path / "empty")
    assert code == 2
    assert said == f"{tmp_path}/empty holds no head. Name a folder with files of heads.\n"


def test_a_head_on_demand_is_put_into_a_file_too(
    cast: Cast, heads: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    act(cast)
    assert commandline.main(["head"]) == 0
    assert capsys.readouterr().out == (heads / "elmfield" / "000000000001.txt").read_text()
    assert witnesses.names() == ["elmfield"]
