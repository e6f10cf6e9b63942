"""`./sg activity`: a log is taken in, its openings are told of, old days go with a proof."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from schoolgate.activity import actions, commandline, days, registering
from schoolgate.activity.opening import store_of
from schoolgate.records.models import Entry
from schoolgate.records.parties import System
from tests.activity.conftest import NOON, event
from tests.activity.test_intake import OWN
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
OPERATOR = System("command-line", "nell at the command line")


@pytest.fixture
def var(settings: Settings, tmp_path: Path) -> Path:
    """The log lies in a folder of the test's own."""
    settings.VAR = tmp_path
    return tmp_path


def entries(verb: str) -> list[Entry]:
    """What the journal holds of one verb."""
    return list(Entry.objects.filter(verb=verb))


@pytest.mark.row("MON-01")
def test_a_log_is_taken_in_from_the_command_line_once(
    cast: Cast, var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = var / "access.log"
    log.write_text(OWN)
    words = ["take", str(log), "--school", cast.school.slug]
    assert commandline.main(words) == 1
    said = capsys.readouterr().out
    assert "Lines: 6. Events: 3." in said
    assert "Set aside, no user name: 1." in said
    assert commandline.main(words) == 0
    assert commandline.main(["status", "--school", cast.school.slug]) == 0
    assert "web: 3 rows of 1 days" in capsys.readouterr().out
    assert len(entries("activity:log:taken")) == 1


def test_what_cannot_be_done_is_said_in_one_sentence(
    cast: Cast, var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commandline.main(["take", "/nowhere", "--school", cast.school.slug]) == 2
    assert commandline.main(["status", "--school", "atlantis"]) == 2
    assert capsys.readouterr().err.splitlines()[0] == "There is no file /nowhere."


def test_an_opening_that_was_used_is_told_of_once(
    cast: Cast, var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, int]] = []
    monkeypatch.setitem(registering._hears, "test", lambda _, token, at: heard.append((token, at)))
    log = var / "access.log"
    log.write_text(OWN)
    for _ in range(2):
        actions.take(school=cast.school, path=log, by=OPERATOR, at=NOW)
    assert heard == [("token7", NOON + 250)]


@pytest.mark.row("MON-03")
def test_days_past_the_policys_period_go_and_the_journal_has_the_proof(
    cast: Cast, var: Path
) -> None:
    store, now = store_of(cast.school), int(NOW.timestamp() * 1000)
    before = actions.kept_from(cast.school, NOW.date())["web"]
    last = datetime(before.year, before.month, before.day, 12, tzinfo=NOW.tzinfo)
    times = [last, last - timedelta(days=1), last - timedelta(days=9), NOW]
    store.append("web", [event(days.instant(one)) for one in times], source="log", upto="1")
    gone = actions.forget(school=cast.school, by=OPERATOR, at=NOW)
    assert sum(one.rows for one in gone) == 2
    kept = store.web_of(event().who, since=0, until=now + 1)
    assert [one.at for one in kept] == [days.instant(one) for one in (last, NOW)]
    (entry,) = entries("activity:days:dropped")
    assert entry.verb
    assert actions.forget(school=cast.school, by=OPERATOR, at=NOW) == []
    assert len(entries("activity:days:dropped")) == 1


def test_whoever_is_killed_between_deleting_and_the_journal_still_leaves_the_proof(
    cast: Cast, var: Path
) -> None:
    store = store_of(cast.school)
    old = days.instant(NOW - timedelta(days=400))
    store.append("web", [event(old), event(old + 1)], source="log", upto="1")
    (day,) = store.keeper.days(NOW.date())
    store.keeper.drop(day)  # and then the power went
    assert not entries("activity:days:dropped")
    gone = actions.forget(school=cast.school, by=OPERATOR, at=NOW)
    assert [(one.day, one.rows) for one in gone] == [(day, 2)]
    assert len(entries("activity:days:dropped")) == 1
    assert actions.forget(school=cast.school, by=OPERATOR, at=NOW) == []


def test_a_school_sets_whether_addresses_are_kept_whole(
    cast: Cast, var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commandline.main(["paths", "--school", cast.school.slug, "digests"]) == 0
    assert "digests" in capsys.readouterr().out
    log = var / "access.log"
    log.write_text(OWN)
    actions.take(school=cast.school, path=log, by=OPERATOR, at=NOW)
    first = store_of(cast.school).since("web", 0, 1)[0][0]
    assert (first.path, len(first.path_digest)) == ("", 16)  # type: ignore[union-attr]
    assert len(entries("activity:paths:set")) == 1
