"""Origins that are dead, silent, half gone, or say what can be read in two ways."""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPException
from pathlib import Path

import pytest

from schoolgate.gateways.squid.log import read
from tests.gateways.proxy.origins import Told, saying, told
from tests.gateways.proxy.running import Running, head, heard, quick, rest, running

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]

_SAID = [
    b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\n\n", b"HTTP/1.1 2000 OK\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nX: 1\r\n folded\r\n\r\n", b"HTTP/1.1 200 OK\r\nX : 1\r\n\r\n",
    b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n", b"HTTP/1.1 103 Early\r\n\r\n" * 50,
    b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000,
]  # fmt: skip


@pytest.mark.parametrize("answer", _SAID)
def test_an_answer_that_cannot_be_read_is_502(school: Path, tmp_path: Path, answer: bytes) -> None:
    with told(saying(answer)) as origin, running(school, tmp_path / "log") as one:
        said = one.say(head(f"http://fine.test:{origin.port}/"))
        last = [part for part in said.split(b"HTTP/1.1 ") if part][-1]
        assert last.startswith(b"502 Bad Gateway")
        assert one.lines()[0][5:7] == ("PASSED", 502)


@pytest.mark.parametrize("then", ["close", "reset"])
@pytest.mark.parametrize("answer", [
    b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloXX",
])  # fmt: skip
def test_half_a_body_never_passes_for_a_whole_one(
    school: Path, tmp_path: Path, answer: bytes, then: str
) -> None:
    half = told(saying(answer, then=then))
    with half as origin, running(school, tmp_path / "log") as one:
        address = f"http://fine.test:{origin.port}/"
        with pytest.raises((OSError, HTTPException)):
            one.ask(address)


def test_a_body_that_ends_with_a_reset_connection_ends_with_one(
    school: Path, tmp_path: Path
) -> None:
    def act(one: socket.socket, origin: Told) -> None:
        origin.read_head(one)
        one.sendall(b"HTTP/1.1 200 OK\r\n\r\nhalf")
        time.sleep(0.2)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.close()

    with told(act) as origin, running(school, tmp_path / "log") as one, one.connect() as client:
        client.sendall(head(f"http://fine.test:{origin.port}/"))
        with pytest.raises(OSError, match="reset"):
            rest(client)


def test_what_an_origin_says_unasked_reaches_nobody(school: Path, tmp_path: Path) -> None:
    two = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + b"HTTP/1.1 200 OK\r\n\r\nfor the next"
    with ExitStack() as open_ones:
        origin = open_ones.enter_context(told(saying(two, then="wait")))
        one = open_ones.enter_context(running(school, tmp_path / "log"))
        client = open_ones.enter_context(one.connect())
        for _ in range(3):
            client.sendall(head(f"http://fine.test:{origin.port}/"))
            assert heard(client).body == b"ok"


def test_a_silent_origin_is_504_in_bounded_time(school: Path, tmp_path: Path) -> None:
    limits = quick(answer=0.3)
    silent = told(saying(b"", then="wait"))
    with silent as origin, running(school, tmp_path / "log", limits=limits) as one:
        began = time.monotonic()
        assert one.ask(f"http://fine.test:{origin.port}/").status == 504
        assert time.monotonic() - began < 3


def test_a_name_server_that_does_not_answer_is_504(school: Path, tmp_path: Path) -> None:
    async def look_up(name: str) -> Sequence[str]:
        await asyncio.sleep(60)
        return []

    limits = quick(connect=0.3)
    with running(school, tmp_path / "log", limits=limits, look_up=look_up) as one:
        assert one.ask("http://fine.test/").status == 504
        assert one.say(b"CONNECT fine.test:443 HTTP/1.1\r\nHost: fine.test\r\n\r\n")[9:12] == b"504"


def test_a_name_is_looked_up_once_for_all_who_wait_and_a_missing_one_is_remembered(
    school: Path, origin: int, tmp_path: Path
) -> None:
    asked: list[str] = []

    async def look_up(name: str) -> Sequence[str]:
        asked.append(name)
        await asyncio.sleep(0.3)
        return ["127.0.0.1"] if name == "fine.test" else []

    with running(school, tmp_path / "log", look_up=look_up) as one, ThreadPoolExecutor(8) as many:
        for host, status in (("fine.test", 200), ("missing.test", 502)):
            address = f"http://{host}:{origin}/"
            found = [many.submit(one.ask, address) for _ in range(8)]
            assert {each.result().status for each in found} == {status}
            assert one.ask(address).status == status
    assert asked == ["fine.test", "missing.test"]


def test_a_dead_origin_and_a_name_of_nobody_are_502(proxy: Running) -> None:
    with socket.create_server(("127.0.0.1", 0)) as dead:
        port = dead.getsockname()[1]
    assert proxy.ask(f"http://fine.test:{port}/").status == 502
    assert proxy.ask("http://nobody-has-this-name.invalid/").status == 502


def test_a_body_that_stalls_is_broken_off(school: Path, tmp_path: Path) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
    limits = quick(stall=0.3)
    with told(saying(answer, then="wait")) as origin:
        with running(school, tmp_path / "log", limits=limits) as one, one.connect() as client:
            client.sendall(head(f"http://fine.test:{origin.port}/"))
            with pytest.raises(OSError, match="reset"):
                rest(client)
        assert read(one.log.read_text()).status == 200
