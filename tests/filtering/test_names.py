"""One form for every way of writing a host."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolgate.filtering.names import LONGEST_ADDRESS, UnableToRead, host_of
from schoolgate.filtering.paths import kinds_of_file, path_of, paths_of
from schoolgate.filtering.rules.places import Place, place_of

SAME = {
    "games.test": [
        "games.test", "GAMES.Test", "games.test.", "http://games.test", "https://games.test/",
        "http://games.test:8080/x", "games.test:443", "http://user:pass@games.test/",
        "http://school.test@games.test/", "http://games.test?q=1", "http://games.test#school.test",
        "http://games.test\\@school.test/", "http:\\\\games.test\\x", "//games.test/x",
        "http://g%61mes.test/", "http://games%2Etest/", " http://games.test/ ",
        "http://ga\nmes.test/", "http://games。test/", "http://ｇａｍｅｓ.test/", "ftp://games.test/x",
        "http://games.test:/", "http:///games.test/", "http:games.test/", "HTTPS:/games.test",
        "http:/\\games.test/x", "http:\\games.test", "h\tttp:/games.test",
        "http:me@games.test:80/x",
        "\x01\x1f http://games.test\r\n", "games.test\\..\\school.test", "/\\games.test",
        "http://games.test\u3002/", "http://ga\u00admes.test/", "games.test:00000000080",
        "http://school.test%2f@games.test/", "http://x@school.test@games.test/",
        "http://\u24d6ames.test/", "wss:games.test",
    ],
    "xn--bcher-kva.test": ["http://bücher.test/", "BÜCHER.test", "xn--bcher-kva.test",
                           "XN--BCHER-KVA.test", "http://b%C3%BCcher.test/", "bu\u0308cher.test"],
    "xn--strae-oqa.test": ["straße.test"],
    "10.0.0.1": ["10.0.0.1", "http://10.0.0.1/", "10.0.0.1.", "167772161", "0x0a000001",
                 "0xA.0.0.1", "012.0.0.1", "10.1", "10.0.1", "http://0xa.1/x", "[::ffff:10.0.0.1]",
                 "http:/167772161/x@", "http://%31%30.1/", "http://\uff11\uff10.1/", "0xa.0x.0.1.",
                 "http:/0xa000001", "[::FFFF:a00:1]:443"],
    "2001:db8::1": ["[2001:db8::1]", "http://[2001:DB8:0:0::1]:8080/x", "[2001:db8::1%25eth0]"],
    "a_b.games.test": ["http://a_b.games.test/"],
    "-a.b-.test": ["http://-A.b-.test/"],  # DNS answers such names
    "xn--a.test": ["http://XN--a.test/"],  # no IDNA, but a name
}  # fmt: skip


@pytest.mark.parametrize(
    ("host", "written"), [(k, one) for k, all_ in SAME.items() for one in all_]
)
def test_it_is_one_host_however_it_is_written(host: str, written: str) -> None:
    assert host_of(written) == host


@pytest.mark.parametrize(
    "written",
    ["", "http://", "http:///", ".", "..", "a..test", "a b.test",
     "http://[::1", "http://[zz]/", "256.1.1.1", "1.2.3.4.5", "1.2.3.256", "0x1ffffffff",
     "09.1.1.1", "http://%ff.test/", "http://%00games.test/",
     "games.test\x00.school.test",
     "a" * 64 + ".test", ".".join(["a" * 60] * 5) + ".test", "http://x/" + "a" * LONGEST_ADDRESS,
     "http://a%2fb.test/", "test%23.test", "*.games.test", "http:", "http:443", "HTTP:80/x",
     "ftp:21?x", "[::1]games.test", "http://[::1].games.test/", "http://[::1]@/",
     "http://%5b::1%5d/", "http://games.test\u2028/", "http://games.test%0a/", "2001:db8::1",
     "games.test:80:80", "http://games.test:80x/", "1.2.3.0x100", "1.2.3.08", "games.0x1",
     "http://school.test;games.test/", "http://\u2100.test/", "view-source:http://games.test/"],
)  # fmt: skip
def test_what_names_no_host_is_refused(written: str) -> None:
    with pytest.raises(UnableToRead):
        host_of(written)


@settings(max_examples=500)
@given(st.text(max_size=80))
def test_nothing_but_a_host_or_a_refusal_comes_back_and_twice_is_once(written: str) -> None:
    try:
        host = host_of(written)
    except UnableToRead:
        return
    assert len(host) <= 253
    assert host == host.lower()
    assert host_of(f"[{host}]" if ":" in host else host) == host


def read(written: str) -> str:
    try:
        return host_of(written)
    except UnableToRead:
        return ""


PATHS = {
    None: ["games.test", "games.test:443", "[::1]:443", " games.test\n"],
    "/": ["games.test/", "http://games.test", "//games.test", "games.test?/x",
          "http:games.test#/x"],
    "/a": ["games.test/a", "http://games.test/a/", "http:///games.test/a", "http:/games.test/a",
           "http:games.test\\a", "http:\\\\games.test\\a", "//me@games.test:80/a?b",
           "games.test/a#/b",
           "http://games.test//a", "http://games.test/./a", "http://games.test/x/../a",
           "http://games.test/../../a", "http://games.test/x/%2e%2E/a", "http://games.test/%61",
           "ht\ntp://games.test/\ta\r\n", "http://games.test/x/.%2e/a", "http://games.test/a/."],
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "written"), [(k, one) for k, all_ in PATHS.items() for one in all_]
)
def test_it_is_one_path_however_it_is_written(path: str | None, written: str) -> None:
    assert path_of(written) == path
    assert paths_of(written) == (path,)


@pytest.mark.parametrize(("written", "place"), [
    ("games.test", Place("games.test")), ("http:games.test/#x", Place("games.test")),
    ("http:///games.test/x/", Place("games.test", "/x")), ("//me@a.test/x", Place("a.test", "/x")),
    ("http:\\\\GAMES.test.:80\\x?y", Place("games.test", "/x")),
    ("http:/games.test/a%20b", Place("games.test", "/a%20b")),
])  # fmt: skip
def test_a_site_that_somebody_pastes_is_the_one_that_a_browser_opens(
    written: str, place: Place
) -> None:
    assert place_of(written) == place


@pytest.mark.parametrize(("written", "read"), [
    ("/b%2f..%2fa", {"/a", "/b/../a"}), ("/b%5C..%5Ca", {"/a", "/b/../a"}),
    ("/b//../a", {"/b/a", "/a"}), ("/%2561", {"/%61", "/a"}), ("/%252561", {"/%2561", "/a"}),
    ("/a;b=1/c", {"/a;b=1/c", "/a/c"}), ("/x/..;/a", {"/x/..;/a", "/a"}),
    ("/a%3Bb", {"/a;b", "/a"}),
])  # fmt: skip
def test_a_path_that_servers_read_in_several_ways_has_all_of_them(
    written: str, read: set[str]
) -> None:
    found = paths_of(f"http://games.test{written}")
    assert (found[0], {*found}) == (path_of(f"http://games.test{written}"), read)


def test_a_path_escaped_over_and_over_is_refused() -> None:
    with pytest.raises(UnableToRead):
        paths_of(f"http://games.test/%{'25' * 2_000}61")


SOFTWARE, BOTH, NO_FILE = ("software",), ("software", "downloads"), ()


@pytest.mark.parametrize(("written", "kinds"), [
    ("http://get.test/a.exe", SOFTWARE), ("get.test/a.EXE?x", SOFTWARE),
    ("http:\\\\get.test\\a.exe", SOFTWARE), ("http:/get.test/a.exe#x", SOFTWARE),
    ("http://get.test/a%2eexe", SOFTWARE), ("http://get.test/a%252eexe", SOFTWARE),
    ("http://get.test/a.exe;x=1", SOFTWARE), ("http://get.test/a.exe%2f.", SOFTWARE),
    ("http://get.test/a.exe/", SOFTWARE), ("http://get.test/a.exe//", SOFTWARE),
    ("http://get.test/a.exe.", SOFTWARE), ("http://get.test/a.exe%20", SOFTWARE),
    ("http://get.test/a.exe%00.html", SOFTWARE), ("http://get.test/a.mp3", ("downloads",)),
    ("http://get.test/a.exe;.mp3", BOTH), ("http://get.test/a.exe%3b.mp3", BOTH),
    ("http://get.mov", NO_FILE), ("get.mov", NO_FILE), ("get.mov:443", NO_FILE),
    ("http://get.mov/", NO_FILE), ("http://get.test/exe", NO_FILE),
    ("http://get.test/?a.exe", NO_FILE), ("http://get.test/#a.exe", NO_FILE),
])  # fmt: skip
def test_a_file_is_known_by_its_ending_however_it_is_written(
    written: str, kinds: tuple[str, ...]
) -> None:
    assert kinds_of_file(written) == kinds
