"""Any bytes: nothing breaks, and nothing that could be read in two ways goes on."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolgate.filtering.names import host_of
from schoolgate.gateways.proxy import bodies, limits, reading, rewriting, targets
from schoolgate.gateways.proxy.addresses import may_open
from schoolgate.gateways.proxy.refusals import UnableToPass
from schoolgate.gateways.proxy.users import _parted

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]

_NAMES = st.sampled_from(
    [b"Host", b"host", b"Content-Length", b"content-length", b"Transfer-Encoding", b"Connection",
     b"Via", b"Expect", b"X", b"Content-Length ", b" Host", b"", b"Transfer_Encoding", b"Te"]
)  # fmt: skip
_VALUES = st.sampled_from(
    [b"fine.test", b"bets.test", b"5", b"0", b"+5", b"5,5", b"chunked", b"Chunked", b"a, chunked",
     b"close", b"keep-alive, content-length", b"host", b"100-continue", b"", b"\t", b"a\r\n b"]
) | st.binary(max_size=12)  # fmt: skip
_FIELDS = st.lists(
    st.tuples(_NAMES, st.sampled_from([b": ", b":", b" : "]), _VALUES,
              st.sampled_from([b"\r\n"] * 8 + [b"\n", b"\r", b"\r\r\n"])), max_size=6
).map(lambda rows: b"".join(b"".join(row) for row in rows))  # fmt: skip
_TARGETS = st.sampled_from(
    [b"http://fine.test/", b"http://fine.test", b"HTTP://FINE.test:80/a?b", b"http://bets.test/",
     b"fine.test:443", b"/", b"*", b"http://fine.test@bets.test/", b"http://[::1]/", b"https://x/"]
) | st.binary(max_size=30)  # fmt: skip
_HEADS = st.builds(
    lambda method, target, version, fields: (
        b"%b %b HTTP/%b\r\nHost: fine.test\r\n%b\r\n" % (method, target, version, fields)
    ),
    st.sampled_from([b"GET", b"POST", b"CONNECT", b"get", b"HEAD"]),
    _TARGETS,
    st.sampled_from([b"1.1", b"1.0", b"1.1", b"2.0", b"1.1 "]),
    _FIELDS,
)


def _read(head: bytes) -> tuple[reading.Request, targets.Target] | None:
    try:
        request = reading.request(head)
        return request, targets.of(request)
    except UnableToPass as no:
        _is_of_http(no.status)
        return None


def _is_of_http(status: int, only: int = 0) -> None:
    assert 400 <= status < 600
    assert only in {0, status}


def _strict(head: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Read a head in the plainest way; whatever is unusual is an error."""
    assert head.endswith(b"\r\n\r\n")
    first, *lines = head[:-4].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line or b"\0" in line for line in lines)
    fields = []
    for line in lines:
        name, colon, value = line.partition(b":")
        assert colon
        assert re.fullmatch(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name)
        fields.append((name.lower(), value.strip()))
    return first, fields


@settings(max_examples=1500)
@given(_HEADS | st.binary(max_size=200).map(lambda some: some + b"\r\n\r\n"))
def test_what_goes_on_has_one_reading_one_host_and_one_length(head: bytes) -> None:
    found = _read(head)
    if found is None:
        return
    request, target = found
    assert host_of(target.address) == target.host
    if request.method == b"CONNECT":
        return
    first, fields = _strict(rewriting.request(request, target, mark=b"me", mode=b"Strict"))
    names = [name for name, _ in fields]
    assert re.fullmatch(rb"[^ ]+ /[!-~]* HTTP/1\.1", first)
    assert names.count(b"host") == 1
    assert names.count(b"content-length") + names.count(b"transfer-encoding") <= 1
    assert dict(fields)[b"host"].partition(b":")[0].strip(b"[") in target.name.encode()
    assert not {b"proxy-authorization", b"connection", b"upgrade", b"te"} & set(names)


@settings(max_examples=500)
@given(st.binary(max_size=300) | st.builds(
    lambda status, fields: b"HTTP/1.1 %d OK\r\n%b\r\n" % (status, fields),
    st.integers(0, 1000), _FIELDS))  # fmt: skip
def test_any_answer_is_read_or_502(head: bytes) -> None:
    asked = reading.request(b"GET http://fine.test/ HTTP/1.1\r\nHost: fine.test\r\n\r\n")
    try:
        answer = reading.answer(head)
    except UnableToPass as no:
        _is_of_http(no.status, only=502)
        return
    _strict(rewriting.answer(answer, asked, b"me"))


_CHUNKS = st.lists(
    st.sampled_from([b"5\r\nhello\r\n", b"1\r\nx\r\n", b"0\r\n\r\n", b"5;a=b\r\nhello\r\n",
                     b"0\r\nX: 1\r\n", b"\r\n", b"\n", b"a", b"F\r\n" + b"y" * 15 + b"\r\n"])
    | st.binary(max_size=8),
    max_size=12,
).map(b"".join)  # fmt: skip


def _all(data: bytes, step: int) -> tuple[bytes, bytes | None] | None:
    """Take a body in steps; None where it is refused."""
    body, out = bodies.Chunked(plain=True), b""
    for at in range(0, len(data), step):
        try:
            part, rest = body.take(data[at : at + step])
        except UnableToPass:
            return None
        out += part
        if rest is not None:
            return out, rest + data[at + step :]
    return out, None


@settings(max_examples=500)
@given(_CHUNKS, st.integers(1, 7))
def test_chunks_mean_the_same_however_they_are_cut(data: bytes, step: int) -> None:
    whole, cut = _all(data, len(data) or 1), _all(data, step)
    if whole is None or whole[1] is not None:
        assert whole == cut
    elif cut is not None:  # not over: the same bytes so far
        assert cut == whole


@given(st.lists(st.binary(min_size=1, max_size=600), max_size=8))
def test_what_is_written_in_chunks_reads_back(parts: list[bytes]) -> None:
    writer, wire = bodies.Chunked(), b""
    for part in parts:
        wire += writer.take(b"%x\r\n%b\r\n" % (len(part), part))[0]
    wire += writer.take(b"0\r\n\r\n")[0]
    assert _all(wire, len(wire)) == (b"".join(parts), b"")


@given(st.binary(max_size=limits.CHUNK_LINE * 2), st.integers(0, 5))
def test_a_head_is_hopeless_in_whatever_steps_it_comes(data: bytes, at: int) -> None:
    bare = re.search(rb"(?<!\r)\n|\r(?!\n|$)|\x00", data) is not None
    half = min(at, len(data))
    seen = reading.is_hopeless(data[:half], 0) or reading.is_hopeless(data, half)
    assert seen or not bare or data.endswith(b"\r")


@given(st.text(max_size=40) | st.ip_addresses().map(str))
def test_any_address_is_public_or_not(written: str) -> None:
    assert may_open(written, ()) in {True, False}


@given(st.binary(max_size=60))
def test_any_credentials_are_a_name_and_a_password(said: bytes) -> None:
    with contextlib.suppress(UnableToPass):
        name, password = _parted(b"Basic " + said)
        assert (type(name), type(password)) == (str, bytes)
