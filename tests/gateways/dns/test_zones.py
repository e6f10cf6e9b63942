"""Zones say what a plain reading of the lists says, and no name in a list can break one."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path
from string import printable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from schoolgate.filtering.names import UnableToRead, host_of
from schoolgate.filtering.table import Table
from schoolgate.filtering.table.building import build
from schoolgate.gateways.dns import (
    BlockPage,
    Own,
    Profile,
    UnableToWrite,
    Video,
    Written,
    write_zones,
)
from schoolgate.gateways.dns.answers import CANARIES, trouble
from tests.gateways.dns.servers import program

LABELS = st.sampled_from(["a", "b", "c", "test", "example"])
NAMES = st.lists(LABELS, min_size=2, max_size=5).map(".".join)
SOME = st.frozensets(NAMES, max_size=6)
LISTED = st.dictionaries(NAMES, st.integers(1, 7), max_size=20)
ANYTHING = st.one_of(
    st.text(max_size=40),
    st.text(printable, max_size=300),
    st.lists(st.text("abcxn-_019.é*@\\;\" \n\t()$", min_size=1, max_size=70), max_size=8).map(
        ".".join
    ),
    st.sampled_from([
        "1.0.0.127.rpz-ip", "a.rpz-nsdname", "x" * 63 + ".test", "*.test", "@", "$INCLUDE", "in.a",
        "a." * 125 + "test", "-a.test", "a-.test", "xn--a.test", "xn--zca.test", "cname.cname",
        "60.in.cname", "localhost.localdomain", "_a._b.test", "0.test", "1.2.3.4.test",
    ]),
)  # fmt: skip
DUTIES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)


def write(folder: Path, listed: dict[str, int], profile: Profile, **more: object) -> Written:
    build(((n.encode(), bits) for n, bits in listed.items()), folder / "t", categories="abc")
    table = Table(folder / "t")
    try:
        (done,) = write_zones(folder, [profile], table, serial=7, **more)  # type: ignore[arg-type]
    finally:
        table.close()
    return done


def records(file: Path) -> dict[str, str]:
    """Read a zone strictly: after the head each line is “name CNAME target”, no name twice."""
    lines = file.read_text("ascii").splitlines()[4:]
    found = {name: to for name, cname, to in (line.split(" ") for line in lines)}
    assert len(found) == len(lines)
    return found


def in_zone(found: dict[str, str], name: str) -> str:
    """What a server finds (RFC 4592): the name, else `*` below the nearest name that exists."""
    there = {one.split(".", at)[at] for one in found for at in range(one.count(".") + 1)}
    if name in there:
        return found.get(name, "")
    above = name
    while "." in above:
        above = above.partition(".")[2]
        if above in there:
            return found.get(f"*.{above}", "")
    return ""


def in_dnsmasq(file: Path, name: str) -> str:
    """What dnsmasq finds: the longest name that the name ends in."""
    rules = [line.split("/") for line in file.read_text("ascii").splitlines()[1:]]
    known = {name: (rule, to) for rule, name, to in rules}
    while name and name not in known:
        name = name.partition(".")[2]
    return {("local=", ""): ".", ("server=", "#"): "rpz-passthru."}.get(
        known.get(name, ("", "")), ""
    )


def plain(listed: dict[str, int], own: Own, blocked: int, name: str) -> bool:
    """What the lists say: is it blocked?"""
    above = [name.split(".", at)[at].encode() for at in range(name.count("."))]
    if {*above} & {*CANARIES}:
        return True
    if {*above} & (own.help | own.allow):
        return False
    bits = (listed.get(one.decode(), 0) for one in above)
    return bool({*above} & own.block) or any(one & blocked for one in bits)


@DUTIES
@given(listed=LISTED, help=SOME, allow=SOME, block=SOME, blocked=st.integers(0, 7))
@example({"b.b": 1}, frozenset(), frozenset(), frozenset({"a.a.b.b"}), 1)
@example({}, frozenset(), frozenset({"a.a.a.a"}), frozenset({"a.a"}), 0)
def test_a_zone_says_what_a_plain_reading_says(
    tmp_path: Path, listed: dict[str, int], help: frozenset[str], allow: frozenset[str],
    block: frozenset[str], blocked: int,
) -> None:  # fmt: skip
    own = Own(*(frozenset(one.encode() for one in names) for names in (help, allow, block)))
    done = write(tmp_path, listed, Profile("p", blocked, own, search=False, video=Video.ALL))
    found = records(done.rpz)
    every = {*listed, *help, *allow, *block, "use-application-dns.net"}
    asked = {one.split(".", at)[at] for one in every for at in range(one.count("."))}
    for name in asked | {f"x.{one}" for one in asked} | {f"x.y.{one}" for one in asked}:
        expected = plain(listed, own, blocked, name)
        assert (in_zone(found, name) == ".") == expected, name
        assert (in_dnsmasq(done.dnsmasq, name) == ".") == expected, name
    assert not done.left_out


@DUTIES
@given(written=st.lists(ANYTHING, max_size=30))
@example(["games.test", "1.0.0.127.rpz-ip", "a." * 125 + "test"])
def test_no_name_that_a_list_can_hold_breaks_a_zone(tmp_path: Path, written: list[str]) -> None:
    listed = {}
    for one in written:
        try:
            listed[host_of(one)] = 1
        except UnableToRead:
            continue
    done = write(tmp_path, listed, Profile("pupil", 1))
    checked = subprocess.run(
        [program("named-checkzone"), "-k", "fail", done.zone, done.rpz],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
    loaded = subprocess.run(
        [program("dnsmasq"), "--test", f"--conf-file={done.dnsmasq}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert loaded.returncode == 0, loaded.stderr
    found, zone = records(done.rpz), done.zone.encode()
    for name in listed:
        assert bool(trouble(name.encode(), zone)) or in_zone(found, name) == ".", name


def test_what_dns_cannot_hold_is_left_out_and_counted(tmp_path: Path) -> None:
    long = ".".join(["x" * 50] * 4) + "." + "y" * 40
    names = ["10.1.2.3", "fd00::1", "intranet", long, "32.1.0.0.127.rpz-client-ip", "games.test"]
    own = Own(allow=frozenset({b"10.9.9.9"}))
    done = write(tmp_path, dict.fromkeys(names, 1), Profile("pupil", 1, own, search=False))
    assert done.left_out == {
        "addresses": 3, "single labels": 1, "too long": 1, "orders to the server": 1,
    }  # fmt: skip
    assert done.names == Counter(block=1, nowhere=len(CANARIES), search=5)
    assert [name for name in records(done.rpz) if "test" in name] == ["games.test", "*.games.test"]


def test_names_that_no_reader_lets_in_are_left_out_too(tmp_path: Path) -> None:
    own = Own(block=frozenset({b"a b.test", b"$include.x", b"a\n@ NS evil.test", b"A.TEST", b""}))
    done = write(tmp_path, {}, Profile("pupil", 1, own))
    assert done.left_out == {"no names": 4, "single labels": 1}


def test_a_zone_is_minimised_and_its_number_grows_round(tmp_path: Path) -> None:
    listed = {"bets.test": 1, "www.bets.test": 2, "b.www.bets.test": 4, "news.test": 4}
    done = write(tmp_path, listed, Profile("pupil", 3, search=False, video=Video.ALL))
    assert done.names == {"nowhere": len(CANARIES), "block": 1}
    assert "@ SOA localhost. hostmaster.localhost. 7 " in done.rpz.read_text()
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


def test_a_search_engine_that_the_policy_blocks_stays_blocked(tmp_path: Path) -> None:
    own = Own(allow=frozenset({b"www.google.com"}))
    done = write(tmp_path, {"www.bing.com": 1, "google.com": 1}, Profile("pupil", 1, own))
    found = records(done.rpz)
    assert found["www.bing.com"] == found["google.com"] == found["*.google.com"] == "."
    assert found["www.google.com"] == "forcesafesearch.google.com."
    assert found["www.google.ie"] == "forcesafesearch.google.com."


@pytest.mark.parametrize(
    ("profile", "page", "said"),
    [
        ("../pupil", BlockPage(), "cannot name a file"),
        ("pupil", BlockPage("blocked"), "cannot send anybody"),
        ("pupil", BlockPage("b.test\nx NS y."), "needs a name"),
        ("pupil", BlockPage("", ("10.0.0.1/\nserver=/x/",)), "needs a name"),
    ],
)
def test_nonsense_is_refused_and_what_was_there_stays(
    tmp_path: Path, profile: str, page: BlockPage, said: str
) -> None:
    before = write(tmp_path, {"games.test": 1}, Profile("pupil", 1)).rpz.read_bytes()
    with pytest.raises(UnableToWrite, match=said):
        write(tmp_path, {}, Profile(profile, 1), page=page)
    assert (tmp_path / "pupil.rpz").read_bytes() == before
