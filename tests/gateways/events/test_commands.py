"""Files of web events at the command line: shown as a plan, then taken, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from schoolgate.activity.opening import store_of
from schoolgate.gateways.events import commandline, posting
from schoolgate.gateways.models import HeaderMapping, Source
from schoolgate.gateways.sources import actions
from schoolgate.gateways.verbs import GatewaysVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, OPERATOR, Cast

pytestmark = pytest.mark.django_db
FILE = """When,Who,Web page,Action
14/10/2026 10:00:00,SCHOOL\\ann,https://maps.example/a,Allowed
14/10/2026 10:00:01,ann,https://bets.example/b,Blocked
14/10/2026 10:00:02,ann,https://www.childline.org.uk/c,Allowed
14/10/2026 10:00:03,,https://maps.example/d,Allowed
soon,ann,https://maps.example/e,Allowed
"""
TOLD = ["--column", "at=When", "--column", "user=Who", "--column", "url=Web page",
        "--time", "%d/%m/%Y %H:%M:%S"]  # fmt: skip


@pytest.fixture
def source(cast: Cast, settings: Settings, tmp_path: Path) -> Source:
    """A vendor's filter whose export is taken in."""
    settings.VAR = tmp_path
    return actions.add_source(school=cast.school, name="vendor", kind="lines", by=OPERATOR, at=NOW)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """What the vendor's filter exports."""
    made = tmp_path / "export.csv"
    made.write_text(FILE, encoding="utf-8")
    return made


def _say(command: str, file: Path, *more: str) -> int:
    words = [command, str(file), "--school", "elmfield", "--source", "vendor", *more]
    return commandline.main(words)


def test_a_plan_shows_what_would_be_and_takes_nothing(
    cast: Cast, source: Source, export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _say("plan", export, *TOLD) == 1
    said = capsys.readouterr().out

    assert "14/10/2026 10:00:01  block  bets.example" in said
    assert "Of the first 5: 3 are events." in said
    assert "no user name: 1" in said
    assert "ann" not in said, "who it was is nobody's to read here"
    assert store_of(cast.school).since("web", 0, 9)[0] == []
    assert not HeaderMapping.objects.exists()


def test_a_file_is_taken_once_and_its_columns_are_remembered(
    cast: Cast, source: Source, export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _say("take", export, *TOLD) == 1
    assert capsys.readouterr().out.splitlines()[0] == (
        "Taken: 2. Not kept, as nothing of these sites is: 1. Set aside: 2."
    )
    export.write_text(FILE + "14/10/2026 10:00:09,bob,https://maps.example/f,Allowed\n")
    assert _say("plan", export) == 1, "the columns were told before"
    assert _say("take", export) == 0, "nothing that is new lies aside"
    source.refresh_from_db()
    entries = Entry.objects.filter(verb=GatewaysVerb.FILE_TAKEN)
    assert (entries.count(), source.last_at) == (2, NOW)
    first = store_of(cast.school).since("web", 0, 99)[0]
    assert len(first) == 3, "the file grew by one"
    assert {one.who for one in first[:2]} == {store_of(cast.school).pseudonym("person", "ann")}  # type: ignore[union-attr]
    assert _say("take", export) == 0, "nothing of it is new"
    assert store_of(cast.school).since("web", 0, 99)[0] == first


def test_what_is_not_told_is_asked_for(
    cast: Cast, source: Source, export: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, says in (
        ((), "--column at=HEADING"),
        (("--column", "who=Who"), "no field"),
        (("--column", "user"), "FIELD=HEADING"),
        (("--zone", "Mars/Base"), "no time zone"),
        (("--source", "other"), "no source “other”"),
    ):
        assert _say("take", export, *words) == 2
        assert says in capsys.readouterr().err
    assert not Entry.objects.filter(verb=GatewaysVerb.FILE_TAKEN).exists()


def test_frames_of_syslog_reach_the_log(cast: Cast, source: Source) -> None:
    wire = posting.Wire(source, posting.told_of(source, {}, "", ""))
    good = b"<134>1 2026-10-14T09:30:00Z fw web 7 - - user=ann host=maps.example"
    wire.keep([good, b"nonsense"])
    wire.keep([good])

    source.refresh_from_db()
    assert (source.events, source.not_understood) == (2, 1)
    assert len(store_of(cast.school).since("web", 0, 9)[0]) == 2
