"""What a client may try: two readings of one request, floods, drips, ways inside, loops."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.gateways.proxy.origins import told
from tests.gateways.proxy.running import Running, head, heard, quick, rest, running

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]

_FINE = "GET http://fine.test/ HTTP/1.1\r\nHost: fine.test\r\n"
_TWICE = [
    _FINE + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    _FINE + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n",
    _FINE + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
    _FINE + "Content-Length: 5, 5\r\n\r\n",
    _FINE + "Content-Length: +5\r\n\r\n",
    _FINE + "Content-Length: -1\r\n\r\n",
    _FINE + "Content-Length: 0x5\r\n\r\n",
    _FINE + "Content-Length: 5 5\r\n\r\n",
    _FINE + "Content-Length: \r\n\r\n",
    _FINE + "Transfer-Encoding: chunked, chunked\r\n\r\n",
    _FINE + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
    _FINE + "Transfer-Encoding: identity\r\n\r\n",
    _FINE + "Transfer-Encoding: gzip, chunked\r\n\r\n",
    _FINE + "Transfer-Encoding: \x0bchunked\r\n\r\n",
    _FINE + "Transfer-Encoding : chunked\r\n\r\n",
    _FINE + "Transfer-Encoding\r\n\r\n",
    _FINE + "Content-Length : 5\r\n\r\n",
    _FINE + " Content-Length: 5\r\n\r\n",
    _FINE + "X-Long: one\r\n two\r\n\r\n",
    _FINE + "X-Long: one\r\n\tTransfer-Encoding: chunked\r\n\r\n",
    _FINE + "X: 1\nContent-Length: 5\r\n\r\n",
    _FINE + "X: 1\rContent-Length: 5\r\n\r\n",
    _FINE + "X: 1\x00\r\n\r\n",
    _FINE + ": nameless\r\n\r\n",
    _FINE + "Host: bets.test\r\n\r\n",
    "GET http://fine.test/ HTTP/1.1\r\nHost: bets.test\r\n\r\n",
    "GET http://fine.test/ HTTP/1.1\r\nHost: fine.test:81\r\n\r\n",
    "GET http://fine.test/ HTTP/1.1\r\n\r\n",
    "GET http://fine.test/ HTTP/1.1\r\nHost:\r\n\r\n",
    "GET http://fine.test/ HTTP/1.1\nHost: fine.test\n\n",
    "GET http://fine.test/ HTTP/1.1\r\nHost: fine.test\n\r\n\r\n",
    "GET  http://fine.test/ HTTP/1.1\r\nHost: fine.test\r\n\r\n",
    "GET http://fine.test/ HTTP/1.1 \r\nHost: fine.test\r\n\r\n",
    "GET http://fine.test/ a HTTP/1.1\r\nHost: fine.test\r\n\r\n",
    "GET http://fine.test/ HTTP/1.2\r\nHost: fine.test\r\n\r\n",
    "GET http://fine.test/ HTTP/2.0\r\nHost: fine.test\r\n\r\n",
    "GET http://fine.test/ http/1.1\r\nHost: fine.test\r\n\r\n",
    "GET http://fine.test/\r\n\r\n",
    "G@T http://fine.test/ HTTP/1.1\r\nHost: fine.test\r\n\r\n",
    "GET http://fine.test@bets.test/ HTTP/1.1\r\nHost: bets.test\r\n\r\n",
    "GET http://fine.test\\@bets.test/ HTTP/1.1\r\nHost: bets.test\r\n\r\n",
    "GET http://fine.test%2f.bets.test/ HTTP/1.1\r\nHost: fine.test\r\n\r\n",
    "GET http://fine.test#@bets.test/ HTTP/1.1\r\nHost: bets.test\r\n\r\n",
    "GET http://fine.test:99999/ HTTP/1.1\r\nHost: fine.test:99999\r\n\r\n",
    "GET http://fine.test:0/ HTTP/1.1\r\nHost: fine.test:0\r\n\r\n",
    "GET http:///x HTTP/1.1\r\nHost: fine.test\r\n\r\n",
    "GET http:fine.test/x HTTP/1.1\r\nHost: fine.test\r\n\r\n",
    "GET https://fine.test/ HTTP/1.1\r\nHost: fine.test\r\n\r\n",
    "GET ftp://fine.test/ HTTP/1.1\r\nHost: fine.test\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: fine.test\r\n\r\n",
    "OPTIONS * HTTP/1.1\r\nHost: fine.test\r\n\r\n",
    "CONNECT fine.test HTTP/1.1\r\nHost: fine.test\r\n\r\n",
    "CONNECT fine.test:443/ HTTP/1.1\r\nHost: fine.test\r\n\r\n",
    "CONNECT http://fine.test:443 HTTP/1.1\r\nHost: fine.test\r\n\r\n",
    "CONNECT fine.test:443 HTTP/1.1\r\nHost: bets.test:443\r\n\r\n",
    "CONNECT fine.test:443 HTTP/1.1\r\nHost: fine.test\r\nContent-Length: 5\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
]


@pytest.mark.parametrize("said", _TWICE)
def test_what_can_be_read_in_two_ways_is_refused_and_the_connection_ends(
    proxy: Running, said: str
) -> None:
    second = head("http://fine.test/second")
    answer = proxy.say(said.encode("latin-1") + second)
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert b"Connection: close\r\n" in answer
    assert [(line.result, line.why) for line in proxy.lines()] == [("DENIED", "")]


@pytest.mark.parametrize(("chunks", "why"), [
    (b"5\nhello\r\n0\r\n\r\n", "half a line end"), (b"-5\r\nhello\r\n0\r\n\r\n", "sign"),
    (b"5 x\r\nhello\r\n0\r\n\r\n", "words"), (b"0x5\r\nhello\r\n0\r\n\r\n", "prefix"),
    (b"5\r\nhelloo\r\n0\r\n\r\n", "too long"),
    (b"5;a=\"\n\"\r\nhello\r\n0\r\n\r\n", "line end within"),
    (b"fffffffffffffffff\r\n", "huge"), (b"5;" + b"a" * 9000, "endless extension"),
    (b"5\r\nhelloX", "no line end"), (b"0\r\n folded\r\n\r\n", "folded trailer"),
    (b"0\r\n" + b"X: 1\r\n" * 3000 + b"\r\n", "endless trailers"),
])  # fmt: skip
def test_chunks_that_cannot_be_read_never_finish_a_request(
    school: Path, tmp_path: Path, chunks: bytes, why: str
) -> None:
    def act(one: socket.socket, origin: object) -> None:
        heard_here.append(rest(one))

    heard_here: list[bytes] = []
    with told(act) as origin, running(school, tmp_path / "log") as one:
        fields = "Transfer-Encoding: chunked\r\n"
        address = f"http://fine.test:{origin.port}/"
        answer = one.say(head(address, "POST", fields) + chunks + head(address))
        assert answer.startswith(b"HTTP/1.1 400"), why
    assert all(not said.endswith(b"0\r\n\r\n") for said in heard_here)
    assert all(said.count(b"HTTP/1.1") <= 1 for said in heard_here)


@pytest.mark.parametrize(("said", "status"), [
    (_FINE + "A: " + "b" * 40_000 + "\r\n\r\n", 431), (_FINE + "A: b\r\n" * 101 + "\r\n", 431),
    ("GET http://fine.test/" + "a" * 9000 + " HTTP/1.1\r\nHost: fine.test\r\n\r\n", 414),
    ("GET " + "a" * 200_000, 431), (_FINE + "Expect: the impossible\r\n\r\n", 417),
    ("TRACE http://fine.test/ HTTP/1.1\r\nHost: fine.test\r\n\r\n", 405),
    ("GET http://fine.test:25/ HTTP/1.1\r\nHost: fine.test:25\r\n\r\n", 403),
    ("CONNECT fine.test:22 HTTP/1.1\r\nHost: fine.test\r\n\r\n", 403),
    ("CONNECT fine.test:8443 HTTP/1.1\r\nHost: fine.test\r\n\r\n", 403),
])  # fmt: skip
def test_bombs_and_other_ports_are_refused(proxy: Running, said: str, status: int) -> None:
    assert proxy.say(said.encode()).startswith(f"HTTP/1.1 {status} ".encode())


def test_half_a_line_end_is_refused_before_the_head_is_whole(proxy: Running) -> None:
    with proxy.connect() as one:
        one.sendall(b"GET http://fine.test/ HTTP/1.1\n")
        assert heard(one).status == 400


def drip(client: socket.socket) -> None:
    for _ in range(100):
        client.sendall(b"X")
        time.sleep(0.05)


def test_a_head_that_drips_is_ended_however_steadily(school: Path, tmp_path: Path) -> None:
    with running(school, tmp_path / "log", limits=quick(head=0.5)) as one, one.connect() as client:
        began = time.monotonic()
        with pytest.raises(OSError, match=r"reset|Broken pipe"):
            drip(client)
        assert 0.4 < time.monotonic() - began < 4


def test_who_says_nothing_is_closed(school: Path, tmp_path: Path) -> None:
    limits = quick(head=0.2, idle=0.2)
    with running(school, tmp_path / "log", limits=limits) as one, one.connect() as client:
        assert rest(client) == b""


def test_a_drip_is_told_408(school: Path, tmp_path: Path) -> None:
    with running(school, tmp_path / "log", limits=quick(head=0.2)) as one, one.connect() as client:
        client.sendall(b"GET http://fi")
        assert heard(client).status == 408


def test_one_device_has_its_bound_and_others_still_come_in(
    school: Path, origin: int, tmp_path: Path
) -> None:
    with ExitStack() as open_ones:
        one = open_ones.enter_context(
            running(school, tmp_path / "log", limits=quick(per_client=20))
        )
        greedy = [open_ones.enter_context(one.connect()) for _ in range(20)]
        assert one.ask(f"http://fine.test:{origin}/").status == 503
        other = socket.create_connection(("127.0.0.1", one.port), 5, ("127.0.0.2", 0))
        with other:
            other.sendall(head(f"http://fine.test:{origin}/"))
            assert heard(other).status == 200
        greedy[0].close()
        time.sleep(0.2)
        assert one.ask(f"http://fine.test:{origin}/").status == 200


# --- Ways inside ----------------------------------------------------------------------------------


@pytest.mark.parametrize("host", [
    "127.0.0.1", "127.1", "2130706433", "0x7f.1", "017700000001", "0.0.0.0", "10.1.2.3",
    "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255",
    "[::1]", "[::]", "[::ffff:127.0.0.1]", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]", "[ff02::1]", "localhost", "inside.test", "half.test",
])  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "CONNECT"])
def test_private_addresses_are_not_opened(
    school: Path, tmp_path: Path, host: str, method: str
) -> None:
    async def look_up(name: str) -> Sequence[str]:
        known = {"localhost": ["127.0.0.1", "::1"], "half.test": ["93.184.215.14", "10.0.0.1"]}
        return known.get(name, ["10.0.0.1"])

    target = f"{host}:80" if method == "CONNECT" else f"http://{host}:80/"
    with running(school, tmp_path / "log", own=[], look_up=look_up) as one:
        answer = one.say(f"{method} {target} HTTP/1.1\r\nHost: {host}:80\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 403")
    assert b"private network" in answer


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_checked(
    school: Path, origin: int, tmp_path: Path
) -> None:
    answers = [["127.0.0.1"], ["127.0.0.66"]]

    async def look_up(name: str) -> Sequence[str]:
        return answers.pop(0)

    allowed = ["127.0.0.1/32"]
    with running(school, tmp_path / "log", own=allowed, look_up=look_up) as one:
        for _ in range(3):
            assert one.ask(f"http://fine.test:{origin}/").status == 200
    assert len(answers) == 1


def test_a_request_that_comes_back_is_refused(proxy: Running) -> None:
    itself = f"127.0.0.1:{proxy.port}"
    assert proxy.ask(f"http://{itself}/").status == 508
    proxy.office.ports |= {proxy.port}
    asked = f"CONNECT {itself} HTTP/1.1\r\nHost: {itself}\r\n\r\n"
    assert proxy.say(asked.encode()).startswith(b"HTTP/1.1 508")
    via = "Via: 1.1 another, 1.1 schoolgate-test (x)\r\n"
    assert proxy.ask("http://fine.test/", "GET", via).status == 508
