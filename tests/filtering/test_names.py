"""One form for every way of writing a host."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolgate.filtering.names import (
    LONGEST_ADDRESS,
    UnableToRead,
    as_written,
    host_of,
)

SAME = {
    "games.test": [
        "games.test", "GAMES.Test", "games.test.", "http://games.test", "https://games.test/",
        "http://games.test:8080/x", "games.test:443", "http://user:pass@games.test/",
        "http://school.test@games.test/", "http://games.test?q=1", "http://games.test#school.test",
        "http://games.test\\@school.test/", "http:\\\\games.test\\x", "//games.test/x",
        "http://g%61mes.test/", "http://games%2Etest/", " http://games.test/ ",
        "http://ga\nmes.test/", "http://games。test/", "http://ｇａｍｅｓ.test/", "ftp://games.test/x",
        "http://games.test:/", "http:///games.test/",
    ],
    "xn--bcher-kva.test": ["http://bücher.test/", "BÜCHER.test", "xn--bcher-kva.test",
                           "XN--BCHER-KVA.test", "http://b%C3%BCcher.test/", "bu\u0308cher.test"],
    "xn--strae-oqa.test": ["straße.test"],
    "10.0.0.1": ["10.0.0.1", "http://10.0.0.1/", "10.0.0.1.", "167772161", "0x0a000001",
                 "0xA.0.0.1", "012.0.0.1", "10.1", "10.0.1", "http://0xa.1/x", "[::ffff:10.0.0.1]"],
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
     "http://a%2fb.test/", "test%23.test", "*.games.test"],
)  # fmt: skip
def test_what_names_no_host_is_refused(written: str) -> None:
    with pytest.raises(UnableToRead):
        host_of(written)


@settings(max_examples=500, deadline=None)
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


_PIECES = ["http", "https", "://", "/", "//", ":", "a.test", "b", ".", "@", "?", "#", "\\", "1",
           "::1", "[", "]", "%61", " ", "\t", "A", "xn--", "ü", "10.1", "-"]  # fmt: skip


@settings(max_examples=2_000, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=8).map("".join))
def test_a_host_that_is_known_as_it_is_written_is_the_host(written: str) -> None:
    seen = as_written(written)
    if seen and ":" not in seen and read(seen) == seen:
        assert read(written) == seen


@pytest.mark.parametrize("before", ["", "http://", "https://"])
@pytest.mark.parametrize("behind", ["", "/", "/x/y?z"])
def test_most_addresses_are_known_as_they_are_written(before: str, behind: str) -> None:
    assert as_written(f"{before}www.games.test{behind}") == "www.games.test"


def test_an_address_that_is_too_long_is_known_by_nothing() -> None:
    assert as_written("http://games.test/" + "a" * LONGEST_ADDRESS) == ""
