"""The proxy carries what is allowed, whole and both ways, and judges every request."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from pathlib import Path

import pytest

from schoolgate.gateways.squid.log import read
from tests.gateways.proxy.origins import Told, saying, told
from tests.gateways.proxy.running import Running, head, heard, rest, running
from tests.jobs.programs import wait_for

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]


def test_an_allowed_page_comes_whole(proxy: Running, origin: int) -> None:
    found = proxy.ask(f"http://fine.test:{origin}/bytes/100000")
    assert (found.status, found.body) == (200, b"x" * 100_000)
    line = proxy.lines()[0]
    assert line[1:7] == ("127.0.0.1", "", "GET", "fine.test", "PASSED", 200)
    assert line[10:13] == ("allow", "unlisted", "pupil_ks1")
    assert 100_000 < line.sent < 100_500
    assert line.received == len(head(f"http://fine.test:{origin}/bytes/100000"))


def test_a_blocked_page_is_403_says_why_and_is_not_kept(proxy: Running) -> None:
    found = proxy.ask("http://www.bets.test/")
    page = found.body.decode()
    assert (found.status, found.fields["cache-control"]) == (403, "no-store")
    for words in ("Gambling", "9.1.r3", "The headteacher decides", "Turn the screen over",
                  "Tell an adult",
                  "gate.test/brookside/blocked/?said=why=category;category=gambling;"):  # fmt: skip
        assert words in page, words
    (line,) = proxy.lines()
    assert line[4:7] == ("www.bets.test", "DENIED", 403)
    assert line[10:16] == ("block", "category", "pupil_ks1", "gambling", "9.1.r3", "bets.test")
    assert f"ref={line.reference};address=www.bets.test" in page


def test_every_request_of_a_kept_connection_is_judged(proxy: Running, origin: int) -> None:
    with proxy.connect() as one:
        for host, status in (("fine", 200), ("bets", 403), ("fine", 200), ("other", 200)):
            one.sendall(head(f"http://{host}.test:{origin}/bytes/10"))
            assert heard(one).status == status
    assert [line.verdict for line in proxy.lines()] == ["allow", "block", "allow", "allow"]


def test_requests_sent_ahead_are_answered_in_order_and_judged(proxy: Running, origin: int) -> None:
    hosts = ["fine", "bets", "other", "fine"] * 5
    asked = b"".join(head(f"http://{host}.test:{origin}/bytes/1") for host in hosts)
    answers = proxy.say(asked)
    statuses = [part[:3] for part in answers.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"403" if host == "bets" else b"200" for host in hosts]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_a_body_goes_on_with_its_length(proxy: Running, origin: int, method: str) -> None:
    body = b"z" * 300_000
    found = proxy.ask(
        f"http://fine.test:{origin}/", method, f"Content-Length: {len(body)}\r\n", body
    )
    assert found.body.endswith(b"\n\n" + body)


def test_a_body_goes_on_in_chunks(proxy: Running, origin: int) -> None:
    body = b"5;x=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Behind: 1\r\n\r\n"
    found = proxy.ask(f"http://fine.test:{origin}/", "POST", "Transfer-Encoding: chunked\r\n", body)
    assert found.body.endswith(b"hello world")


def test_chunks_come_back_without_what_stands_behind_them(proxy: Running, origin: int) -> None:
    with proxy.connect() as one:
        for _ in range(2):
            one.sendall(head(f"http://fine.test:{origin}/chunks/50"))
            found = heard(one)
            assert found.body == b"y" * 50_000
            assert found.fields["transfer-encoding"] == "chunked"


def test_an_old_client_gets_no_chunks(proxy: Running, origin: int) -> None:
    answer = proxy.say(f"GET http://fine.test:{origin}/chunks/3 HTTP/1.0\r\n\r\n".encode())
    before, _, body = answer.partition(b"\r\n\r\n")
    assert (b"chunked" in before, b"Connection: close" in before, body) == (
        False,
        True,
        b"y" * 3000,
    )


def test_head_has_no_body_and_the_connection_serves_on(proxy: Running, origin: int) -> None:
    with proxy.connect() as one:
        for _ in range(3):
            one.sendall(head(f"http://fine.test:{origin}/bytes/500", "HEAD"))
            assert heard(one, "HEAD").fields["content-length"] == "500"


def test_fields_of_one_connection_do_not_go_on(proxy: Running, origin: int) -> None:
    own = (
        "Connection: X-Mine\r\nX-Kept: 1\r\nX-Mine: 1\r\nProxy-Connection: keep-alive\r\n"
        "TE: trailers\r\nKeep-Alive: 5\r\nUpgrade: h2c\r\nProxy-Authorization: Basic eDp5\r\n"
    )
    found = proxy.ask(f"http://FINE.test.:{origin}/a?b", "GET", own)
    said = found.body.decode().lower()
    assert said.startswith(f"get /a?b http/1.1\nhost: fine.test:{origin}\n")
    assert "x-kept: 1" in said
    for name in ("x-mine", "proxy-", "te:", "keep-alive", "upgrade"):
        assert name not in said, name
    assert "via: 1.1 schoolgate-test" in said
    assert "x-own" not in found.fields


def test_restricted_mode_is_asked_of_plain_http_only_where_it_is_documented(
    school: Path, origin: int, tmp_path: Path
) -> None:
    with running(school, tmp_path / "log", safe=b"Strict") as one:
        mine = "YouTube-Restrict: Off\r\nPrefer: unsafe\r\n"
        said = one.ask(f"http://www.youtube.com:{origin}/", "GET", mine).body
        other = one.ask(f"http://fine.test:{origin}/").body
    assert b"YouTube-Restrict: Strict\n" in said
    assert b"Prefer: safe\n" in said
    assert b"Off" not in said
    assert b"unsafe" not in said
    assert b"YouTube" not in other


def test_a_client_that_waits_for_100_continue_gets_it(school: Path, tmp_path: Path) -> None:
    def act(one: socket.socket, origin: object) -> None:
        said = b""
        while b"\r\n\r\n" not in said:
            said += one.recv(4096)
        assert b"Expect: 100-continue" in said
        one.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = one.recv(5)
        one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + body)

    with told(act) as origin, running(school, tmp_path / "log") as one, one.connect() as client:
        fields = "Content-Length: 5\r\nExpect: 100-continue\r\n"
        client.sendall(head(f"http://fine.test:{origin.port}/", "POST", fields))
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"12345")
        assert heard(client).body == b"12345"


def test_a_body_without_length_ends_with_its_connection(school: Path, tmp_path: Path) -> None:
    answer = b"HTTP/1.0 200 OK\r\n\r\nall of it"
    with told(saying(answer)) as origin, running(school, tmp_path / "log") as one:
        found = one.ask(f"http://fine.test:{origin.port}/")
    assert (found.body, found.fields["connection"]) == (b"all of it", "close")


def test_a_kept_origin_that_went_away_is_asked_once_more(school: Path, tmp_path: Path) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    forgets = told(saying(answer))
    with forgets as origin, running(school, tmp_path / "log") as one, one.connect() as client:
        for _ in range(30):
            client.sendall(head(f"http://fine.test:{origin.port}/"))
            assert heard(client).body == b"ok"


def test_a_tunnel_carries_both_ways_and_halves(school: Path, tmp_path: Path) -> None:
    def act(one: socket.socket, origin: object) -> None:
        one.sendall(b"first ")  # an origin may speak first
        one.sendall(rest(one)[::-1])

    with told(act) as origin:
        ports = frozenset({443, origin.port})
        with running(school, tmp_path / "log", ports=ports) as one, one.connect() as client:
            place = f"fine.test:{origin.port}"
            client.sendall(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\nabc".encode())
            assert client.recv(39) == b"HTTP/1.1 200 Connection established\r\n\r\n"
            client.sendall(b"def" * 100_000)
            client.shutdown(socket.SHUT_WR)
            assert rest(client) == b"first " + b"fed" * 100_000 + b"cba"
        line = read(one.log.read_text())
        assert line[3:9] == ("CONNECT", "fine.test", "TUNNEL", 200, 300_003, 300_009)


def test_a_refused_tunnel_is_403_in_few_words(proxy: Running) -> None:
    answer = proxy.say(b"CONNECT bets.test:443 HTTP/1.1\r\nHost: bets.test:443\r\n\r\n")
    before, _, body = answer.partition(b"\r\n\r\n")
    assert before.startswith(b"HTTP/1.1 403 Forbidden\r\n")
    assert b"Gambling" in body
    assert len(body) < 200
    assert proxy.lines()[0][3:7] == ("CONNECT", "bets.test", "DENIED", 403)


def test_what_cannot_be_said_again_goes_on_a_connection_of_its_own(
    school: Path, tmp_path: Path
) -> None:
    """A server may close an idle connection at any moment: a form must not be lost by that."""

    def act(one: socket.socket, origin: Told) -> None:
        origin.read_head(one)
        one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        one.recv(1)  # a second request is never answered

    forgets = told(act)
    with forgets as origin, running(school, tmp_path / "log") as one, one.connect() as client:
        for _ in range(3):
            address = f"http://fine.test:{origin.port}/"
            client.sendall(head(address, "POST", "Content-Length: 2\r\n") + b"hi")
            assert heard(client).body == b"ok"


def test_a_name_that_ends_in_a_digit_is_a_name(school: Path, origin: int, tmp_path: Path) -> None:
    async def look_up(name: str) -> list[str]:
        return ["127.0.0.1"] if name == "server1.school.t1" else []

    with running(school, tmp_path / "log", look_up=look_up) as one:
        assert one.ask(f"http://server1.school.t1:{origin}/").status == 200


def test_who_goes_away_before_the_answer_leaves_a_line(school: Path, tmp_path: Path) -> None:
    looked_up = threading.Event()

    async def look_up(name: str) -> list[str]:
        looked_up.set()
        await asyncio.sleep(30)
        return []

    with running(school, tmp_path / "log", look_up=look_up) as one:
        for asked in (head("http://fine.test/"), b"CONNECT www.fine.test:443 HTTP/1.1\r\n"
                                                 b"Host: www.fine.test:443\r\n\r\n"):  # fmt: skip
            with one.connect() as client:
                looked_up.clear()
                client.sendall(asked)
                assert looked_up.wait(20)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        wait_for(lambda: len(one.lines()) == 2)
        assert [(line.method, line.verdict, line.status) for line in one.lines()] == [
            ("GET", "allow", 499), ("CONNECT", "allow", 499)]  # fmt: skip
