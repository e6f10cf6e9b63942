"""Load: a filter that is swapped, a tunnel that is closed by a new verdict, memory that stays."""

from __future__ import annotations

import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from schoolgate.filtering import snapshot
from schoolgate.filtering.decisions import Decision, Verdict, Why
from schoolgate.gateways.squid.log import read
from tests.filtering.schools import LISTED, make
from tests.gateways.proxy.conftest import LOOPBACK, TODAY
from tests.gateways.proxy.origins import Told, told
from tests.gateways.proxy.running import head, heard, quick, rest, running

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]
REQUESTS = 10_000
CLIENTS = 8


def test_no_request_is_unjudged_or_lost_while_the_filter_is_swapped(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "school"
    for listed in (LISTED, (*LISTED, ("more.test", "gambling"))):
        make(folder, since=TODAY, networks=[LOOPBACK], listed=listed)
    made = [*(folder / "snapshots").iterdir()]
    over = threading.Event()

    def swap() -> int:
        count = 0
        while not over.wait(0.02):
            snapshot.swap(folder, made[count % 2])
            count += 1
        return count

    def ask(port: int, origin: int) -> list[tuple[str, int]]:
        found = []
        with socket.create_connection(("127.0.0.1", port), 20) as one:
            for number in range(REQUESTS // CLIENTS):
                host = "bets" if number % 4 == 0 else "fine"
                one.sendall(head(f"http://{host}.test:{origin}/"))
                found.append((host, heard(one).status))
        return found

    with (
        told(_brief) as origin,
        running(folder, tmp_path / "log") as one,
        ThreadPoolExecutor(CLIENTS + 1) as threads,
    ):
        swaps = threads.submit(swap)
        asked = [threads.submit(ask, one.port, origin.port) for _ in range(CLIENTS)]
        answers = [answer for each in asked for answer in each.result()]
        over.set()
        assert swaps.result() > 10
        judged = [(line.host.split(".")[0], line.verdict) for line in one.lines()]
    assert set(answers) == {("bets", 403), ("fine", 200)}
    assert (len(answers), len(judged)) == (REQUESTS, REQUESTS)
    assert set(judged) == {("bets", "block"), ("fine", "allow")}


def _brief(one: socket.socket, origin: Told) -> None:
    while one.recv(65536):
        one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")


class Opening:
    """A judge that lets in until an instant, or fails."""

    def __init__(self, until: float) -> None:
        self.until = until
        self.fails = False

    def decide(self, address: str, *, client: str, user: str = "", at: float) -> Decision:
        if self.fails:
            raise RuntimeError("no table")
        if at < self.until:
            return Decision(Verdict.ALLOW, Why.GRANT, until=self.until)
        return Decision(Verdict.BLOCK, Why.CATEGORY, category="video", clause="9.1")

    def refresh(self) -> None:
        if self.fails:
            raise RuntimeError("no folder")

    def trouble(self) -> str:
        return ""


def test_an_open_tunnel_closes_when_what_opened_it_ends(school: Path, tmp_path: Path) -> None:
    def act(one: socket.socket, origin: object) -> None:
        rest(one)

    with told(act) as origin:
        ends = time.time() + 1.5
        more = {"judge": Opening(ends), "ports": frozenset({origin.port})}
        with running(school, tmp_path / "log", **more) as one, one.connect() as client:
            place = f"fine.test:{origin.port}"
            client.sendall(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
            assert rest(client).startswith(b"HTTP/1.1 200 ")
            assert 0 <= time.time() - ends < 10
        assert read(one.log.read_text())[10:15] == ("block", "category", "", "video", "9.1")


def test_a_judge_that_fails_closes_and_says_so(
    school: Path, origin: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    judge = Opening(time.time() + 60)
    address = f"http://fine.test:{origin}/"
    with running(school, tmp_path / "log", judge=judge) as one:
        assert one.ask(address).status == 200
        judge.fails = True
        assert one.ask(address).status == 403
        time.sleep(0.2)
        judge.fails = False
        assert one.ask(address).status == 200
    assert "The filter failed, and blocks: RuntimeError('no table')" in capfd.readouterr().err


def test_without_a_snapshot_everything_is_closed(origin: int, tmp_path: Path) -> None:
    with running(tmp_path / "nothing here", tmp_path / "log") as one:
        found = one.ask(f"http://fine.test:{origin}/")
        assert (found.status, b"everything is closed" in found.body) == (403, True)


@pytest.mark.parametrize("way", ["down", "up", "tunnel"])
def test_a_side_that_does_not_read_costs_no_memory(school: Path, tmp_path: Path, way: str) -> None:
    """64 MB are sent to who does not read: what leaves the sender is held by the kernel alone."""
    sent = [0]
    part = os.urandom(1 << 16)

    def pour(one: socket.socket) -> None:
        one.settimeout(1.5)
        try:
            for _ in range(1024):
                sent[0] += one.send(part)
        except TimeoutError:
            pass

    def act(one: socket.socket, origin: object) -> None:
        one.recv(65536)
        if way == "up":
            time.sleep(3)
            return
        if way == "down":
            one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
        pour(one)

    with told(act) as origin:
        ports = frozenset({origin.port})
        with running(school, tmp_path / "log", ports=ports, limits=quick()) as one:
            before = _resident()
            with one.connect() as client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
                client.sendall(_asking(way, origin.port))
                if way == "up":
                    pour(client)
                else:
                    time.sleep(2.5)
                grown = _resident() - before
    assert sent[0] < 48 << 20
    assert grown < 12 << 20


def _asking(way: str, port: int) -> bytes:
    if way == "tunnel":
        asked = f"CONNECT fine.test:{port} HTTP/1.1\r\nHost: fine.test:{port}\r\n\r\nx"
        return asked.encode()
    fields = "Content-Length: 999999999\r\n" if way == "up" else ""
    return head(f"http://fine.test:{port}/", "POST" if way == "up" else "GET", fields)


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_requests_sent_ahead_of_their_answers_wait_in_bounds(
    school: Path, origin: int, tmp_path: Path
) -> None:
    """Thousands of requests whose answers nobody reads: the proxy stops reading them too."""
    with running(school, tmp_path / "log") as one, one.connect() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        client.settimeout(1)
        asked = head(f"http://fine.test:{origin}/bytes/20000")
        with pytest.raises(TimeoutError):
            client.sendall(asked * 500_000)
        assert len(one.lines()) < 2000
