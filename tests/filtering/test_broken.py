"""What is missing, cut, foreign or misread decides closed, and says so."""

from __future__ import annotations

import json
import shutil
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from schoolgate.filtering import overlay as overlays
from schoolgate.filtering.decisions import Verdict, Why
from schoolgate.filtering.judging import Judge
from schoolgate.filtering.putting import put_overlay
from tests.filtering.schools import EMPTY, at, make

TEN = at(10, 15)
PUPIL, STAFF = "10.1.0.5", "10.2.0.5"


@pytest.fixture(scope="module")
def intact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filter that is as it should be; nobody changes it."""
    return make(tmp_path_factory.mktemp("intact"))


@pytest.fixture
def folder(intact: Path, tmp_path: Path) -> Path:
    """The same, to be broken."""
    return Path(shutil.copytree(intact, tmp_path / "filter", symlinks=True))


def test_without_a_snapshot_everything_is_closed_and_it_says_so(tmp_path: Path) -> None:
    judge = Judge(tmp_path)
    found = judge.decide("sums.test", client=STAFF, at=TEN)
    assert (found.verdict, found.why) == (Verdict.BLOCK, Why.BROKEN)
    assert "missing or not whole" in judge.trouble()
    make(tmp_path)
    judge.refresh()
    assert judge.decide("sums.test", client=STAFF, at=TEN).verdict is Verdict.ALLOW
    assert judge.trouble() == ""


@pytest.mark.parametrize("name", ["table", "verdicts.json", "floor", "manifest.json"])
@pytest.mark.parametrize("how", ["cut", "gone", "changed"])
def test_a_snapshot_that_is_not_whole_is_not_used(tmp_path: Path, name: str, how: str) -> None:
    make(tmp_path, floor=bytes(48))
    file = tmp_path / "current" / name
    data = file.read_bytes()
    if how == "gone":
        file.unlink()
    else:
        file.write_bytes(data[:-1] if how == "cut" else b"X" + data[1:])
    judge = Judge(tmp_path)
    assert judge.decide("sums.test", client=STAFF, at=TEN).why is Why.BROKEN
    assert judge.trouble()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"networks": 3}', json.dumps(
    {**EMPTY, "networks": [{"cidr": "x", "name": "n", "profile": "p"}]})])  # fmt: skip
def test_an_overlay_that_is_not_whole_knows_nobody(tmp_path: Path, text: str) -> None:
    make(tmp_path, entries=[{"host": "bets.test", "path": "", "allow": True, "roles": [],
                             "until": 0}])  # fmt: skip
    judge = Judge(tmp_path)
    assert judge.decide("bets.test", client=STAFF, at=TEN).verdict is Verdict.ALLOW
    (tmp_path / overlays.FILE).write_text(text, "utf-8")
    judge.refresh()
    found = judge.decide("bets.test", client=STAFF, at=TEN)
    assert (found.verdict, found.role) == (Verdict.BLOCK, "")
    assert "overlay.json is missing or not whole" in judge.trouble()


@pytest.mark.parametrize("link", ["snapshots/none", "overlay.json", "current", "."])
def test_a_link_that_leads_to_no_snapshot_closes_everything(folder: Path, link: str) -> None:
    (folder / "current").unlink()
    (folder / "current").symlink_to(link)
    judge = Judge(folder)
    assert judge.decide("sums.test", client=STAFF, at=TEN).why is Why.BROKEN
    assert "missing or not whole" in judge.trouble()


def test_a_folder_in_the_place_of_the_link_is_no_snapshot(folder: Path) -> None:
    here = (folder / "current").resolve()
    (folder / "current").unlink()
    here.rename(folder / "current")
    assert Judge(folder).decide("sums.test", client=STAFF, at=TEN).why is Why.BROKEN


def _rewritten(folder: Path, name: str, data: bytes) -> None:
    """Change a file of the snapshot in use, and let its manifest know."""
    here = folder / "current"
    (here / name).write_bytes(data)
    manifest = json.loads((here / "manifest.json").read_bytes())
    digest = blake2b(data, digest_size=32).hexdigest()
    manifest["files"][name] = {"bytes": len(data), "digest": digest}
    (here / "manifest.json").write_text(json.dumps(manifest))


_DEEP = b"[" * 100_000


@pytest.mark.parametrize("data", [
    b"", b"null", b"[]", b"{}", b'"x"', _DEEP, b"\xff\xfe{}", b'{"turns": [], "columns": {}}',
    b'{"turns": [1], "columns": {}, "states": [], "paths": {}}',
    b'{"turns": [1], "columns": [], "states": [{}], "paths": {}}',
    b'{"turns": [1], "columns": {"": [0]}, "states": [{"games": []}], "paths": {}}',
    b'{"turns": [1], "columns": {"": [0]}, "states": [[]], "paths": {}}',
    b'{"turns": [1], "columns": {"": [0]}, "states": [{}], "paths": []}',
    b'{"turns": [1], "columns": {"": 0}, "states": [{}], "paths": {}}',
])  # fmt: skip
def test_verdicts_of_another_form_are_not_used(folder: Path, data: bytes) -> None:
    _rewritten(folder, "verdicts.json", data)
    judge = Judge(folder)
    assert judge.decide("new.test", client=STAFF, at=TEN).why is Why.BROKEN
    assert judge.trouble()


@pytest.mark.parametrize("data", [b"", b"null", b"[]", b'{"files": []}', b'{"files": {"floor": 1}}',
                                  _DEEP])  # fmt: skip
def test_a_manifest_of_another_form_is_not_used(folder: Path, data: bytes) -> None:
    (folder / "current" / "manifest.json").write_bytes(data)
    assert Judge(folder).decide("new.test", client=STAFF, at=TEN).why is Why.BROKEN


@pytest.mark.parametrize("at_byte", [0, 7, 8, 15, 16, 23, 24, 31, 32, 40])
@pytest.mark.parametrize("byte", [0, 1, 0x7F, 0xFF])
def test_a_table_whose_head_is_wrong_opens_nothing(folder: Path, at_byte: int, byte: int) -> None:
    data = bytearray((folder / "current" / "table").read_bytes())
    if data[at_byte] == byte:
        return
    data[at_byte] = byte
    _rewritten(folder, "table", bytes(data))
    assert Judge(folder).decide("bets.test", client=PUPIL, at=TEN).why is Why.BROKEN


_ENTRY = {"host": "bets.test", "path": "", "allow": True, "roles": [], "until": 0}
_OPENING = {"token": "t", "host": "bets.test", "path": "", "roles": [], "users": [], "from": 0,
            "until": 0}  # fmt: skip
_OFF = {"token": "o", "users": [], "from": 0, "until": 0}
_WRONG: list[tuple[str, dict[str, Any], str, Any]] = [
    ("entries", _ENTRY, "path", None), ("entries", _ENTRY, "path", 0),
    ("entries", _ENTRY, "allow", "no"), ("entries", _ENTRY, "allow", 1),
    ("entries", _ENTRY, "roles", None), ("entries", _ENTRY, "roles", ""),
    ("entries", _ENTRY, "until", None), ("entries", _ENTRY, "until", "never"),
    ("entries", _ENTRY, "host", None), ("openings", _OPENING, "users", ""),
    ("openings", _OPENING, "users", {}), ("openings", _OPENING, "from", False),
    ("openings", _OPENING, "path", []), ("openings", _OPENING, "roles", [None]),
    ("off", _OFF, "users", None), ("off", _OFF, "users", {}), ("off", _OFF, "users", "araman"),
    ("off", _OFF, "from", float("nan")), ("off", _OFF, "until", "0"),
    ("networks", {"cidr": "10.0.0.0/8", "name": "n", "profile": "teacher"}, "cidr", 10),
    ("networks", {"cidr": "10.0.0.0/8", "name": "n", "profile": "teacher"}, "profile", None),
]  # fmt: skip


@pytest.mark.parametrize(("where", "whole", "name", "value"), _WRONG)
@pytest.mark.parametrize("is_there", [True, False])
def test_one_wrong_value_makes_an_overlay_unreadable(
    folder: Path, where: str, whole: dict[str, Any], name: str, value: Any, *, is_there: bool
) -> None:
    """What is missing means nobody and nowhere, never everybody; what has a usual value may be."""
    wrong = {**whole, name: value} if is_there else {k: v for k, v in whole.items() if k != name}
    if not is_there and (where, name) in {("entries", "roles"), ("openings", "users"),
                                          ("openings", "roles"), ("openings", "from")}:  # fmt: skip
        return
    put_overlay(folder, {**EMPTY, where: [*EMPTY[where], wrong]})
    judge = Judge(folder)
    found = judge.decide("bets.test", client=PUPIL, at=TEN)
    assert (found.verdict, found.role) == (Verdict.BLOCK, "")
    assert "overlay.json is missing or not whole" in judge.trouble()


@pytest.mark.parametrize(
    "moment", [0, -1e18, 1e18, float("inf"), float("-inf"), float("nan"), 2**70]
)
def test_a_clock_far_away_opens_nothing_that_is_ever_closed(tmp_path: Path, moment: float) -> None:
    make(tmp_path, openings=[{**_OPENING, "host": "films.test", "from": TEN, "until": TEN + 60}],
         off=[{**_OFF, "from": TEN, "until": TEN + 60}])  # fmt: skip
    judge = Judge(tmp_path)
    for host in ("bets.test", "films.test", "nasty.test", "play.test"):
        assert judge.decide(host, client=PUPIL, at=moment).verdict is Verdict.BLOCK, host
    assert "older than it should be" in judge.trouble()


@pytest.mark.parametrize("client", [
    "", "-", "x", "10.1.0", "10.1.0.5/8", "010.1.0.5", "10.1.0.5:80", "fe80::1%eth0", "\x00",
    "\u0661\u0660.1.0.5", "\udcff", "::", "9" * 9000,
])  # fmt: skip
@pytest.mark.parametrize("user", ["", "-", "nobody", "\x00", "\udcff", "araman\x00", "u" * 9000])
def test_whoever_cannot_be_told_is_nobody(intact: Path, client: str, user: str) -> None:
    found = Judge(intact).decide("play.test", client=client, user=user, at=TEN)
    assert (found.verdict, found.role) == (Verdict.BLOCK, "")


@pytest.mark.parametrize(("address", "more"), [
    (None, {}), (b"sums.test", {}), (7, {}), ("sums.test", {"client": None}),
    ("sums.test", {"client": 7}), ("sums.test", {"user": 7}), ("sums.test", {"at": None}),
    ("sums.test", {"at": "10:15"}), ("\udcff.test", {}), ("http://sums.test/\udcff%61", {}),
])  # fmt: skip
def test_whatever_is_asked_is_answered(tmp_path: Path, address: Any, more: dict[str, Any]) -> None:
    make(tmp_path, entries=[{**_ENTRY, "host": "sums.test", "path": "/x"}], floor=bytes(48))
    asked: dict[str, Any] = {"client": PUPIL, "at": TEN, **more}
    found = Judge(tmp_path).decide(address, **asked)
    assert found.verdict is Verdict.BLOCK
    assert found.why in {Why.BROKEN, Why.UNREADABLE}


def test_a_snapshot_is_swapped_under_a_judge_that_goes_on(tmp_path: Path) -> None:
    make(tmp_path)
    judge = Judge(tmp_path)
    assert judge.decide("new.test", client=PUPIL, at=TEN).verdict is Verdict.ALLOW
    make(tmp_path, listed=[("new.test", "gambling")])
    judge.refresh()
    assert judge.decide("new.test", client=PUPIL, at=TEN).category == "gambling"
    make(tmp_path, listed=None, pack="ashbrook")  # the table in use, another policy
    judge.refresh()
    found = judge.decide("new.test", client=PUPIL, at=TEN)
    assert (found.category, found.clause) == ("gambling", "")
    assert len(list((tmp_path / "snapshots").iterdir())) == 2
