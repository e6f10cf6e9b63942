"""Every request is decided from a snapshot and its overlay."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from schoolgate.filtering.decisions import Decision, Verdict, Why
from schoolgate.filtering.judging import Judge
from schoolgate.filtering.putting import put_overlay
from schoolgate.filtering.snapshot import digest
from tests.filtering.schools import EMPTY, LISTED, at, make

TEN, NOON, EVENING = at(10, 15), at(12, 30), at(18)
PUPIL, STAFF, GUEST, NOWHERE = "10.1.0.5", "10.2.0.5", "10.3.0.5", "192.0.2.1"


def ask(folder: Path, address: str, client: str = PUPIL, **more: Any) -> Decision:
    return Judge(folder).decide(address, client=client, **{"at": TEN} | more)


def test_a_listed_name_is_closed_with_everything_below_it(tmp_path: Path) -> None:
    make(tmp_path)
    for host in ("bets.test", "www.bets.test", "a.b.c.bets.test"):
        found = ask(tmp_path, f"https://{host}/x")
        assert (found.verdict, found.why, found.category) == (Verdict.BLOCK, Why.CATEGORY,
                                                             "gambling")  # fmt: skip
        assert (found.entry, found.clause, found.role) == ("bets.test", "9.1.r3", "pupil_ks1")
        assert found.message == "Gambling: the school’s policy says that this is unacceptable."
    assert ask(tmp_path, "notbets.test").why is Why.UNLISTED
    assert ask(tmp_path, "bets.test.example").verdict is Verdict.ALLOW


@pytest.mark.parametrize("written", [
    "BETS.Test", "bets.test.", "bets.test:8443", "http://me:pw@bets.test/", "http://b%65ts.test/",
    "http://0x0a.9.8.7/", "http://168364039/", "http://012.011.010.07/", "http://[::ffff:a09:807]/",
    "http://bücher.test/", "http://xn--bcher-kva.test/", "HTTP://BETS.TEST", "//bets.test/",
    "http:\\\\bets.test\\x", "http://bets.test:443#x", "http://bets.test?x=1", "http:/bets.test",
    "https:bets.test/x", "http:\\bets.test", "http:168364039", "http:443", "[10.9.8.7]",
    "http://[::ffff:10.9.8.7]sums.test/", "bets.test:443:443", "http://sums.test@bets.test/",
])  # fmt: skip
def test_no_way_of_writing_a_name_gets_round_the_list(tmp_path: Path, written: str) -> None:
    make(tmp_path)
    assert ask(tmp_path, written).verdict is Verdict.BLOCK


@pytest.mark.parametrize("written", ["", "http://", "a..b", "x" * 9000, "http://[::1",
                                     "http://999.1.1.1/", f"{'a' * 64}.test", "\x00"])  # fmt: skip
def test_what_names_no_host_is_closed(tmp_path: Path, written: str) -> None:
    make(tmp_path)
    found = ask(tmp_path, written)
    assert (found.verdict, found.why) == (Verdict.BLOCK, Why.UNREADABLE)


def test_the_gravest_of_several_categories_is_named(tmp_path: Path) -> None:
    make(tmp_path)
    assert ask(tmp_path, "both.test").category == "gambling"


@pytest.mark.parametrize(("client", "user", "role"), [
    (PUPIL, "", "pupil_ks1"), (PUPIL, "araman", "teacher"), (PUPIL, "ARaman", "teacher"),
    (GUEST, "", "guest"), ("10.3.0.9", "", "teacher"), (PUPIL, "nobody", "pupil_ks1"),
    (NOWHERE, "", ""), (NOWHERE, "nobody", ""), ("", "", ""), ("fe80::1%eth0", "", ""),
])  # fmt: skip
def test_who_asks_is_known_by_name_then_device_then_network(
    tmp_path: Path, client: str, user: str, role: str
) -> None:
    make(tmp_path)
    assert ask(tmp_path, "bets.test", client, user=user).role == role


def test_whoever_is_not_known_gets_what_is_closed_for_anybody(tmp_path: Path) -> None:
    make(tmp_path)
    for host, category in LISTED:
        closed = {ask(tmp_path, host, who, at=NOON).verdict for who in (PUPIL, STAFF, GUEST)}
        if Verdict.BLOCK in closed:
            assert ask(tmp_path, host, NOWHERE, at=NOON).verdict is Verdict.BLOCK, category


def test_own_entries_that_allow_beat_those_that_block_at_every_depth(tmp_path: Path) -> None:
    entries = [{"host": "bets.test", "path": "", "allow": True, "roles": ["teacher"], "until": 0},
               {"host": "www.bets.test", "path": "", "allow": False, "roles": [], "until": 0},
               {"host": "fine.test", "path": "/bad", "allow": False, "roles": ["pupil_ks1"],
                "until": NOON}]  # fmt: skip
    make(tmp_path, entries=entries)
    assert ask(tmp_path, "www.bets.test", STAFF).why is Why.OWN_ALLOW
    assert ask(tmp_path, "www.bets.test").why is Why.OWN_BLOCK
    assert ask(tmp_path, "bets.test").why is Why.CATEGORY
    for path, why in (("/bad", Why.OWN_BLOCK), ("/bad/x?y", Why.OWN_BLOCK),
                      ("/x/../bad", Why.OWN_BLOCK), ("/%62ad", Why.OWN_BLOCK),
                      ("//bad", Why.OWN_BLOCK), ("\\bad", Why.OWN_BLOCK), ("/BAD/", Why.OWN_BLOCK),
                      ("/%2562ad", Why.OWN_BLOCK), ("/bad;x=1", Why.OWN_BLOCK),
                      ("/x/..;/bad", Why.OWN_BLOCK), ("/bad%2f..%2fgood", Why.OWN_BLOCK),
                      ("/bad/..%5Cgood", Why.OWN_BLOCK), ("/%2e/bad", Why.OWN_BLOCK),
                      ("/bad/../good", Why.UNLISTED), ("/bad.html", Why.UNLISTED),
                      ("/x#/bad", Why.UNLISTED), ("/bad%20x", Why.UNLISTED),
                      ("/badger", Why.UNLISTED), ("/?x=/bad", Why.UNLISTED)):  # fmt: skip
        assert ask(tmp_path, f"http://fine.test{path}").why is why, path
    assert ask(tmp_path, "http://fine.test/bad", STAFF).why is Why.UNLISTED
    assert ask(tmp_path, "http://fine.test/bad", NOWHERE).why is Why.OWN_BLOCK  # not known: closed
    assert ask(tmp_path, "http://fine.test/bad", at=NOON).why is Why.UNLISTED  # over at noon
    assert ask(tmp_path, "fine.test:443").why is Why.UNLISTED  # a tunnel shows no path


@pytest.mark.parametrize(("allowed", "blocked", "asked", "why"), [
    ("bets.test", "www.bets.test", "a.www.bets.test", Why.OWN_ALLOW),
    ("www.bets.test", "bets.test", "a.www.bets.test", Why.OWN_ALLOW),
    ("www.bets.test", "bets.test", "bets.test", Why.OWN_BLOCK),
    ("www.bets.test", "bets.test", "www2.bets.test", Why.OWN_BLOCK),
    ("www.bets.test", "www.bets.test", "www.bets.test", Why.OWN_ALLOW),
    ("www.bets.test", "", "bets.test", Why.CATEGORY),
    ("www.bets.test", "", "wwww.bets.test", Why.CATEGORY),
    ("fine.test/a/b", "fine.test", "http://www.fine.test/a/b/c", Why.OWN_ALLOW),
    ("fine.test/a/b", "fine.test", "http://fine.test/a/bc", Why.OWN_BLOCK),
    ("fine.test/a", "fine.test/a/b", "http://fine.test/a/b", Why.OWN_ALLOW),
    ("fine.test/a/b", "fine.test/a", "http://fine.test/a", Why.OWN_BLOCK),
    ("fine.test/a", "fine.test", "fine.test:443", Why.OWN_BLOCK),
    ("fine.test", "www.fine.test/a", "http://www.fine.test/a", Why.OWN_ALLOW),
    ("10.9.8.7", "", "http://0xa090807/", Why.OWN_ALLOW),
    ("8.7.test", "", "10.9.8.7", Why.CATEGORY),
])  # fmt: skip
def test_what_the_school_allows_beats_what_it_blocks_above_and_below(
    tmp_path: Path, allowed: str, blocked: str, asked: str, why: Why
) -> None:
    both = ((allowed, True), (blocked, False))
    parts = [(*one.partition("/"), allow) for one, allow in both if one]
    entries = [{"host": host, "path": slash + path, "allow": allow, "roles": [], "until": 0}
               for host, slash, path, allow in parts]  # fmt: skip
    make(tmp_path, entries=entries)
    assert ask(tmp_path, asked).why is why
    put_overlay(tmp_path, {**EMPTY, "entries": entries[::-1]})
    assert ask(tmp_path, asked).why is why


def test_a_parent_and_a_child_that_are_both_listed_both_count(tmp_path: Path) -> None:
    make(tmp_path, listed=[("p.test", "games"), ("c.p.test", "gambling"), ("q.test", "gambling"),
                           ("c.q.test", "games"), ("r.test", "gambling"),
                           ("c.r.test", "gambling")])  # fmt: skip
    for host, entry in (("p.test", ""), ("x.p.test", ""), ("c.p.test", "c.p.test"),
                        ("x.c.p.test", "c.p.test"), ("q.test", "q.test"), ("c.q.test", "q.test"),
                        ("x.c.q.test", "q.test"), ("c.r.test", "r.test")):  # fmt: skip
        assert ask(tmp_path, host, STAFF, at=NOON).entry == entry, host


@pytest.mark.parametrize(
    "start", ["", "//", "http:", "http:/", "http:///", "http:\\\\", "\thttp://"]
)
def test_a_path_is_found_behind_every_way_of_writing_a_host(tmp_path: Path, start: str) -> None:
    make(tmp_path, entries=[{"host": "fine.test", "path": "/bad", "allow": False, "roles": [],
                             "until": 0}])  # fmt: skip
    assert ask(tmp_path, f"{start}fine.test/bad").why is Why.OWN_BLOCK
    assert ask(tmp_path, f"{start}fine.test/good").why is Why.UNLISTED


def test_a_path_that_is_open_opens_only_what_every_server_takes_for_it(tmp_path: Path) -> None:
    make(tmp_path, entries=[{"host": "bets.test", "path": "/maths", "allow": True, "roles": [],
                             "until": 0}])  # fmt: skip
    for path in ("/maths", "/maths/x%20y", "//maths/", "/maths/x;y=1", "/maths/a%2fb"):
        assert ask(tmp_path, f"http://bets.test{path}").why is Why.OWN_ALLOW, path
    for path in ("/mathsy", "/MATHS", "/maths/../x", "/maths/%2e%2e/x", "/maths/..%2fx",
                 "/x%2f..%2fmaths", "/maths/%252e%252e/x", "/x/..;/maths",
                 "/%256daths"):  # fmt: skip
        assert ask(tmp_path, f"http://bets.test{path}").why is Why.CATEGORY, path


def test_an_opening_lets_its_roles_in_until_its_end(tmp_path: Path) -> None:
    opening = {"token": "t1", "host": "films.test", "path": "", "roles": ["pupil_ks1"],
               "from": TEN, "until": TEN + 60}  # fmt: skip
    make(tmp_path, openings=[opening])
    found = ask(tmp_path, "https://www.films.test/")
    assert (found.verdict, found.why, found.grant, found.until) == (
        Verdict.ALLOW, Why.GRANT, "t1", TEN + 60)  # fmt: skip
    assert ask(tmp_path, "films.test", at=TEN + 60).why is Why.CATEGORY
    assert ask(tmp_path, "films.test", at=TEN - 1).why is Why.CATEGORY
    assert ask(tmp_path, "films.test", NOWHERE).why is Why.CATEGORY


def test_nothing_opens_the_floor_and_it_names_nothing(tmp_path: Path) -> None:
    key = os.urandom(32)
    floor = key + b"".join(sorted([digest(key, "dark.test"), digest(key, "wide.test/one")]))
    opening = {"token": "t1", "host": "dark.test", "path": "", "roles": [], "from": 0, "until": 0}
    entry = {"host": "dark.test", "path": "", "allow": True, "roles": [], "until": 0}
    make(tmp_path, floor=floor, openings=[opening], entries=[entry], help=["dark.test"],
         off=[{"token": "o", "users": [], "from": 0, "until": at(23)}])  # fmt: skip
    for address in ("dark.test", "https://x.dark.test/", "http://wide.test/one"):
        found = ask(tmp_path, address, STAFF)
        assert (found.why, found.entry, found.category) == (Why.FLOOR, "", "")
    assert ask(tmp_path, "http://wide.test/two", STAFF).why is Why.SWITCHED_OFF
    assert b"dark" not in (tmp_path / "current" / "floor").read_bytes()


def test_a_switched_off_filter_comes_back_by_itself(tmp_path: Path) -> None:
    make(tmp_path, off=[{"token": "o", "users": ["araman"], "from": TEN, "until": TEN + 600}])
    assert ask(tmp_path, "bets.test", user="araman").why is Why.SWITCHED_OFF
    assert ask(tmp_path, "bets.test", user="tech").why is Why.CATEGORY
    assert ask(tmp_path, "bets.test", user="araman", at=TEN + 600).why is Why.CATEGORY


def test_sites_that_help_children_are_never_blocked(tmp_path: Path) -> None:
    entry = {"host": "kindline.test", "path": "", "allow": False, "roles": [], "until": 0}
    make(tmp_path, listed=[*LISTED, ("kindline.test", "self_harm")], entries=[entry])
    assert ask(tmp_path, "https://www.kindline.test/chat", NOWHERE).why is Why.HELP


def test_in_a_lesson_only_its_list_is_open(tmp_path: Path) -> None:
    lesson = {"networks": ["Classrooms"], "users": [], "hosts": ["maps.test"], "from": TEN,
              "until": NOON}  # fmt: skip
    make(tmp_path, lessons=[lesson])
    assert ask(tmp_path, "www.maps.test").verdict is Verdict.ALLOW
    found = ask(tmp_path, "sums.test")
    assert (found.why, found.until) == (Why.LESSON, NOON)
    assert ask(tmp_path, "kindline.test").why is Why.HELP
    assert ask(tmp_path, "gazette.test", STAFF, at=at(17)).verdict is Verdict.ALLOW


def test_listed_paths_close_themselves_and_nothing_beside_them(tmp_path: Path) -> None:
    make(tmp_path, paths={"host.test": (("/bets", "gambling"),)})
    assert ask(tmp_path, "http://www.host.test/bets/1").entry == "host.test/bets"
    assert ask(tmp_path, "http://host.test/betsy").verdict is Verdict.ALLOW


def test_programs_to_install_are_for_the_ict_team(tmp_path: Path) -> None:
    make(tmp_path, pack="thatto-heath")
    found = ask(tmp_path, "http://get.test/tool.EXE?v=1", user="araman")
    assert (found.verdict, found.category, found.clause) == (Verdict.BLOCK, "software", "Tech.b19")
    assert ask(tmp_path, "http://get.test/tool.exe", user="tech").verdict is Verdict.ALLOW
    assert ask(tmp_path, "http://get.test/exe", user="araman").verdict is Verdict.ALLOW


def test_what_to_do_with_sites_on_no_list_is_set_by_role(tmp_path: Path) -> None:
    make(tmp_path, unlisted={"pupil_ks1": True})
    found = ask(tmp_path, "new.test")
    assert (found.verdict, found.why, found.category) == (Verdict.BLOCK, Why.UNLISTED, "unlisted")
    assert ask(tmp_path, "new.test", STAFF).verdict is Verdict.ALLOW
    assert ask(tmp_path, "sums.test", user="araman").verdict is Verdict.ALLOW


def test_an_old_filter_decides_as_strictly_as_it_ever_did(tmp_path: Path) -> None:
    make(tmp_path)
    judge = Judge(tmp_path)
    assert judge.decide("play.test", client=STAFF, at=NOON).verdict is Verdict.ALLOW
    assert judge.trouble() == ""
    found = judge.decide("play.test", client=STAFF, at=NOON + 60 * 86_400)
    assert found.verdict is Verdict.BLOCK
    assert "older" in judge.trouble()
    assert judge.decide("new.test", client=STAFF, at=0).verdict is Verdict.ALLOW


@pytest.mark.parametrize("written", [
    "setup.exe", "setup.exe;.mp3", "setup.exe%3b.mp3", "setup.exe/",
    "setup.exe.", "setup.exe%20", "setup.exe%00.mp3",
])  # fmt: skip
def test_no_lesson_opens_a_program(tmp_path: Path, written: str) -> None:
    marked = {"token": "t", "host": "tunes.test", "path": "", "users": ["araman"],
              "from": 0, "until": TEN + 60}  # fmt: skip
    kept = [*LISTED, ("tunes.test", "downloads")]
    make(tmp_path, pack="thatto-heath", listed=kept, downloads=[marked])
    for host in ("tunes.test", "else.test"):
        found = ask(tmp_path, f"http://{host}/{written}", STAFF, user="araman")
        assert (found.verdict, found.category) == (Verdict.BLOCK, "software")


def test_a_site_that_helps_is_open_whatever_stands_behind_its_name(tmp_path: Path) -> None:
    make(tmp_path)
    found = ask(tmp_path, f"http://kindline.test/%{'25' * 9}41")
    assert (found.verdict, found.why) == (Verdict.ALLOW, Why.HELP)
    assert ask(tmp_path, f"http://gazette.test/%{'25' * 9}41/").verdict is Verdict.BLOCK
