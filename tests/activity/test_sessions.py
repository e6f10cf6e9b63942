"""Who sat at which address: told by files and sign-ins, kept as long as the log, never guessed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from schoolgate.activity import actions, commandline, days, sitting
from schoolgate.activity.events import WebEvent
from schoolgate.activity.intake import session_files
from schoolgate.activity.intake.session_files import Sat, UnableToRead
from schoolgate.activity.intake.sessions import Session, spread
from schoolgate.activity.opening import store_of
from schoolgate.records.models import Entry
from schoolgate.records.parties import System
from tests.activity.conftest import event
from tests.cast import NOW, Cast

OPERATOR = System("command-line", "nell at the command line")
HEAD = "address,user,from,until\n"
MINUTE = 60_000
AT = int(NOW.timestamp() * 1000)


@pytest.fixture
def var(settings: Settings, tmp_path: Path) -> Path:
    """The log lies in a folder of the test's own."""
    settings.VAR = tmp_path
    return tmp_path


def told(text: str) -> session_files.Plan:
    return session_files.plan(text.encode())


def test_csv_and_json_say_the_same() -> None:
    row = {"ip": "10.1.0.7", "username": "SCHOOL\\cara", "from": "2026-09-22T09:05",
           "to": "2026-09-22T09:50:00+01:00"}  # fmt: skip
    csv = "IP,UserName,From,To\n" + ",".join(row.values()) + "\n"
    said = [told(one).sessions for one in (csv, json.dumps([row]), json.dumps(row))]
    first = int(dt.datetime(2026, 9, 22, 8, 5, tzinfo=dt.UTC).timestamp() * 1000)
    assert said == [[Sat("10.1.0.7", "cara", first, first + 45 * MINUTE)]] * 3


@pytest.mark.parametrize(("row", "why"), [
    ("10.1.0.7,,2026-09-22T09:05,2026-09-22T09:50", "no user name"),
    ("room 3,cara,2026-09-22T09:05,2026-09-22T09:50", "no address"),
    ("10.1.0.7,cara,2026-09-22T09:05,", "no time “until”"),
    ("10.1.0.7,cara,noon,2026-09-22T09:50", "a time “from” that is none"),
    ("10.1.0.7,cara,2026-09-22T09:50,2026-09-22T09:50", "it ends before it begins"),
    ("10.1.0.7", "no user name"),
])  # fmt: skip
def test_a_row_that_says_nothing_certain_is_left_out_with_its_reason(row: str, why: str) -> None:
    plan = told(f"{HEAD}{row}\n10.1.0.8,ben,2026-09-22T09:05,2026-09-22T09:50\n")
    assert (len(plan.sessions), plan.aside) == (1, {why: 1})


@pytest.mark.parametrize("text", ["", "who,where\nann,here\n", "[1, 2", '{"user": '])
def test_what_is_no_file_of_sessions_is_said(text: str) -> None:
    with pytest.raises(UnableToRead):
        told(text)


def test_between_sessions_and_where_two_sat_nobody_is_known() -> None:
    said = [Session("d", "ann", 0, 10), Session("d", "ben", 8, 20), Session("d", "ann", 25, 40)]
    assert spread(said, ["d"], since=2, until=30) == [
        Session("d", "ann", 2, 8), Session("d", "", 8, 10), Session("d", "ben", 10, 20),
        Session("d", "", 20, 25), Session("d", "ann", 25, 30),
    ]  # fmt: skip
    assert spread([], ["e"], since=2, until=30) == [Session("e", "", 2, 30)]


@pytest.mark.django_db
def test_a_file_is_taken_from_the_command_line_and_names_whoever_sat_there_alone(
    cast: Cast, var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, log = var / "logons.csv", var / "access.log"
    file.write_text(HEAD + "\n".join([
        "10.1.0.7,cara,2026-09-22T09:00,2026-09-22T09:30",
        "10.1.0.7,dan,2026-09-22T09:20,2026-09-22T10:00",
        "10.1.0.7,,2026-09-22T10:00,2026-09-22T11:00",
    ]))  # fmt: skip
    words = ["sessions", str(file), "--school", cast.school.slug]
    assert commandline.main(words) == 1
    assert commandline.main(words) == 1  # again changes nothing
    assert "Sessions: 2.\nLeft out, no user name: 1.\n" in capsys.readouterr().out
    start = dt.datetime(2026, 9, 22, 8, tzinfo=dt.UTC)
    log.write_text("".join(
        f"{(start + dt.timedelta(minutes=minute)).timestamp():.3f} {address} - GET maps.example"
        " TCP_MISS 200 97 1234 15 - /\n"
        for minute, address in [(10, "10.1.0.7"), (25, "10.1.0.7"), (45, "10.1.0.7"),
                                (75, "10.1.0.7"), (10, "10.1.0.8")]
    ))  # fmt: skip
    taken = actions.take(school=cast.school, path=log, by=OPERATOR, at=NOW)
    store = store_of(cast.school)
    found = sorted(store.since("web", 0, 10)[0], key=lambda one: one.at)
    cara, dan = (store.pseudonym("person", name) for name in ("cara", "dan"))
    assert [one.who for one in found if isinstance(one, WebEvent)] == [cara, "", dan, ""]
    assert taken.aside == {"no user name": 1}  # nothing at all is known of 10.1.0.8
    entry = Entry.objects.filter(verb="activity:sessions:taken").first()
    assert entry is not None
    assert "cara" not in str(entry.body)
    assert b"cara" not in (store.folder / "manifest.sqlite").read_bytes()


@pytest.mark.django_db
def test_a_bad_file_changes_nothing(
    cast: Cast, var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (var / "bad.csv").write_text("who\nann\n")
    assert commandline.main(["sessions", str(var / "bad.csv"), "--school", "elmfield"]) == 2
    assert "four columns" in capsys.readouterr().err
    assert not Entry.objects.filter(verb="activity:sessions:taken").exists()


@pytest.mark.django_db
@pytest.mark.row("MON-24")
def test_sessions_go_when_the_log_of_their_day_goes(cast: Cast, var: Path) -> None:
    store = store_of(cast.school)
    before = actions.kept_from(cast.school, NOW.date())["web"]
    edge = days.instant(dt.datetime(before.year, before.month, before.day, tzinfo=dt.UTC))
    store.sit([Session("d", "ann", edge - 180 * MINUTE, edge - 120 * MINUTE),
               Session("d", "ben", edge, edge + MINUTE)])  # fmt: skip
    actions.forget(school=cast.school, by=OPERATOR, at=NOW)
    assert [one.who for one in store.sat(["d"])] == ["ben"]


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "is_noted"), [
    ("10.1.0.7", True), ("fd00::7", True), ("127.0.0.1", False), ("203.0.114.9", False), ("", False)
])  # fmt: skip
def test_a_sign_in_says_who_sat_at_a_computer_of_the_schools_own_network(
    cast: Cast, var: Path, address: str, is_noted: bool
) -> None:
    def use() -> None:
        sitting.used(school=cast.school, address=address, user="cara", kind="person", since=NOW,
                     until=NOW + dt.timedelta(minutes=5))  # fmt: skip

    use()
    assert not (var / "activity").exists()  # a school without a log keeps none
    store = store_of(cast.school)
    store.append("web", [event(AT)], source="log", upto="1")
    use()
    device = store.pseudonym("device", address)
    assert (store.sitting(device, AT) == store.pseudonym("person", "cara")) is is_noted
    assert store.sitting(device, AT + 6 * MINUTE) == ""
