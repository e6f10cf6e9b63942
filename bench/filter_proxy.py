"""`python -m bench.filter_proxy`: our own proxy beside Squid and tinyproxy, in the same run.

All on loopback: an origin of 1 KiB pages, a client, and one proxy after another, each a process of
its own. What a core carries is 1 / (processor time of the proxy for one request); wall-clock
figures hang on what else the machine does. The peers filter nothing; ours judges every request.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from bench.beside import answering, origin_site
from tests.ports import free_port

LINE: Final = "{:<44}{:>14}{:>14}{:>14}   {}"
PAGE: Final = (
    b"HTTP/1.1 200 OK\r\nContent-Length: 1024\r\nContent-Type: text/html\r\n\r\n" + b"x" * 1024
)
NAME: Final = "www.fine.test"  # tinyproxy asks the machine's resolver, and gets an address
CLIENTS: Final = 32
A_SECOND: Final = 150
BULK: Final = 400_000_000
TICKS: Final = os.sysconf("SC_CLK_TCK")


class Peer(NamedTuple):
    """A proxy that runs."""

    name: str
    port: int
    pids: list[int]
    host: str = NAME
    keeps: bool = True  # connections; tinyproxy parts without saying so

    def spent(self) -> float:
        """Return the seconds of processor time that it has used."""
        total = 0
        for pid in self.pids:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS


class Figures(NamedTuple):
    """What was measured of one proxy."""

    get: float  # requests a second of processor time
    connect: float
    per_gigabyte: float  # processor seconds
    p50: float  # milliseconds
    wall: float  # requests a second of the clock


def main() -> int:
    """Print one line a measurement: ours, the peers, the aim."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=4, help="of each load")
    seconds = options.parse_args().seconds
    with ExitStack() as open_ones:
        folder = Path(open_ones.enter_context(tempfile.TemporaryDirectory(prefix="bench-proxy-")))
        folder.chmod(0o755)
        origin = open_ones.enter_context(origin_site())
        found = {}
        for name, start in (("ours", _ours), ("squid", _squid), ("tinyproxy", _tinyproxy)):
            if name != "ours" and shutil.which(name) is None:
                print(f"{name} is not there; “apt-get install {name}” brings it.")
                continue
            with start(folder, origin) as peer:
                print(f"{name} is at port {peer.port}.")
                found[name] = asyncio.run(_measure(peer, origin, seconds))
        direct = asyncio.run(_open_loop(origin, f"127.0.0.1:{origin}", seconds, direct=True))
    _table(found, direct)
    return 0


def _table(found: dict[str, Figures], direct: float) -> None:
    names = ("ours", "squid", "tinyproxy")
    print(LINE.format("measurement", *names, "aim"))
    rows: list[tuple[str, Callable[[Figures], float], str, str]] = [
        ("GET/s a core (kept connections)", lambda one: one.get, "{:,.0f}", ">= 8,000"),
        ("µs of processor a GET", lambda one: 1e6 / one.get, "{:.0f}", ""),
        ("GET/s by the clock, client beside it", lambda one: one.wall, "{:,.0f}", ""),
        ("CONNECT and a GET, /s a core", lambda one: one.connect, "{:,.0f}", ">= 1,500"),
        ("µs of processor a CONNECT", lambda one: 1e6 / one.connect, "{:.0f}", ""),
        ("processor seconds a GB in a tunnel", lambda one: one.per_gigabyte, "{:.2f}", "<= 0.6"),
        (f"p50 at {A_SECOND}/s, ms (direct {direct:.2f})", lambda one: one.p50, "{:.2f}", "<= 1"),
    ]
    ours = found["ours"]
    for what, figure, form, aim in rows:
        cells = [form.format(figure(found[name])) if name in found else "-" for name in names]
        ratios = [f"{figure(ours) / figure(one):.2f} × {name}"
                  for name, one in found.items() if name != "ours"]  # fmt: skip
        print(LINE.format(what, *cells, f"{aim}  ours is {', '.join(ratios)}" if ratios else aim))


# --- The processes --------------------------------------------------------------------------------


@contextmanager
def _ours(folder: Path, origin: int) -> Iterator[Peer]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schoolgate.config.settings_test")
    from tests.filtering.schools import make

    network = {"cidr": "127.0.0.0/8", "name": "Classrooms", "profile": "pupil_ks1"}
    make(folder / "filter", since=date.today(), networks=[network])  # noqa: DTZ011
    port = free_port()
    (folder / "hosts").write_text(f"127.0.0.1 {NAME}\n")
    words = [sys.executable, "-m", "schoolgate.gateways.proxy", str(folder / "filter"),
             "--listen", f"127.0.0.1:{port}", "--allow", "127.0.0.0/8", "--port", str(origin),
             "--log", str(folder / "access.log"), "--hosts", str(folder / "hosts")]  # fmt: skip
    with answering(words, port) as process:
        yield Peer("ours", port, [process.pid])


_SQUID: Final = """\
http_port 127.0.0.1:{port}
acl CONNECT method CONNECT
http_access allow all
cache deny all
cache_mem 8 MB
shutdown_lifetime 0 seconds
pid_filename {folder}/squid.pid
access_log stdio:{folder}/squid-access.log
cache_log {folder}/squid-cache.log
coredump_dir {folder}
pinger_enable off
hosts_file {folder}/hosts
"""


@contextmanager
def _squid(folder: Path, origin: int) -> Iterator[Peer]:
    port, own = free_port(), folder / "squid"
    own.mkdir()
    own.chmod(0o777)
    (own / "hosts").write_text(f"127.0.0.1 {NAME}\n")
    (own / "squid.conf").write_text(_SQUID.format(port=port, folder=own))
    with answering(
        ["squid", "-N", "-n", f"bench{port}", "-f", str(own / "squid.conf")], port
    ) as process:
        yield Peer("squid", port, [process.pid])


_TINYPROXY: Final = """\
Port {port}
Listen 127.0.0.1
Timeout 60
MaxClients 200
LogFile "{folder}/tinyproxy.log"
LogLevel Connect
"""


@contextmanager
def _tinyproxy(folder: Path, origin: int) -> Iterator[Peer]:
    port, conf = free_port(), folder / "tinyproxy.conf"
    conf.write_text(_TINYPROXY.format(port=port, folder=folder))
    with answering(["tinyproxy", "-d", "-c", str(conf)], port) as process:
        yield Peer("tinyproxy", port, [process.pid], "127.0.0.1", keeps=False)


# --- The loads ------------------------------------------------------------------------------------


async def _measure(peer: Peer, origin: int, seconds: float) -> Figures:
    place = f"{peer.host}:{origin}"
    await _gets(peer.port, place, seconds / 4)  # to be warm
    before, began = peer.spent(), time.perf_counter()
    count = await _gets(peer.port, place, seconds)
    wall = count / (time.perf_counter() - began)
    get = count / (peer.spent() - before)
    before = peer.spent()
    count = await _connects(peer.port, place, seconds)
    connect = count / (peer.spent() - before)
    before = peer.spent()
    await _bulk(peer.port, place)
    per_gigabyte = (peer.spent() - before) / (BULK / 1e9)
    p50 = await _open_loop(peer.port, place, seconds, keeps=peer.keeps)
    return Figures(get, connect, per_gigabyte, p50, wall)


def _asked(place: str, *, direct: bool = False) -> bytes:
    address = "/" if direct else f"http://{place}/"
    fields = (
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: text/html,*/*\r\n"
        "Accept-Language: en-GB\r\nAccept-Encoding: gzip, br\r\nCookie: a=1; b=2\r\n"
    )
    return f"GET {address} HTTP/1.1\r\nHost: {place}\r\n{fields}\r\n".encode()


class _Getter(asyncio.Protocol):
    """Asks again as soon as a page is whole; begins anew where the proxy does not keep it."""

    def __init__(self, asked: bytes) -> None:
        self._asked = asked
        self.count = 0
        self._left = b""
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self._asked)

    def data_received(self, data: bytes) -> None:
        self._left += data
        end = self._left.find(b"\r\n\r\n")
        if end >= 0 and len(self._left) >= end + 4 + 1024:
            assert self._left.startswith(b"HTTP/1.1 200 "), self._left[:80]
            self._left = self._left[end + 4 + 1024 :]
            self.count += 1
            self.transport.write(self._asked)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.over.done():
            self.over.set_result(None)


async def _gets(port: int, place: str, seconds: float) -> int:
    """Ask on CLIENTS connections at once, as fast as answers come; return how many came."""
    loop, end = asyncio.get_running_loop(), time.perf_counter() + seconds

    async def one() -> int:
        count = 0
        while time.perf_counter() < end:
            transport, getter = await loop.create_connection(
                lambda: _Getter(_asked(place)), "127.0.0.1", port
            )
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(getter.over, max(end - time.perf_counter(), 0.001))
            transport.abort()
            count += getter.count
        return count

    return sum(await asyncio.gather(*(one() for _ in range(CLIENTS))))


async def _connects(port: int, place: str, seconds: float) -> int:
    """Open tunnels, with one page through each, eight at once."""
    end = time.perf_counter() + seconds

    async def one() -> int:
        count = 0
        while time.perf_counter() < end:
            reader, writer = await _tunnel(port, place)
            writer.write(_asked(place, direct=True))
            await reader.readexactly(len(PAGE))
            writer.transport.abort()
            count += 1
        return count

    return sum(await asyncio.gather(*(one() for _ in range(8))))


async def _tunnel(port: int, place: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    writer.write(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
    answer = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in answer:
        raise SystemExit(f"No tunnel: {answer!r}")
    return reader, writer


class _Counter(asyncio.Protocol):
    def __init__(self) -> None:
        self.count = 0
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        self.count += len(data)
        if self.count >= BULK and not self.over.done():
            self.over.set_result(None)


async def _bulk(port: int, place: str) -> None:
    """Fetch BULK bytes through one tunnel."""
    _, writer = await _tunnel(port, place)
    counter = _Counter()
    writer.transport.set_protocol(counter)
    writer.write(f"GET /bulk/{BULK} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
    await counter.over
    writer.transport.abort()


async def _open_loop(
    port: int, place: str, seconds: float, *, direct: bool = False, keeps: bool = True
) -> float:
    """Ask A_SECOND times a second, whether or not answers came; return the median in ms."""
    chance, taken = random.Random(20261121), []
    free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()

    async def one() -> None:
        began = time.perf_counter()
        reader, writer = None, None
        while not free.empty() and (reader is None or reader.at_eof()):
            reader, writer = free.get_nowait()
        if reader is None or writer is None or reader.at_eof():
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(_asked(place, direct=direct))
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(1024)
        taken.append((time.perf_counter() - began) * 1000)
        if not keeps or b"connection: close" in head.lower():
            writer.transport.abort()
        else:
            free.put_nowait((reader, writer))

    running, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        running.append(asyncio.create_task(one()))
        await asyncio.sleep(chance.expovariate(A_SECOND))
    failed = sum(isinstance(one, Exception) for one in await asyncio.gather(
        *running, return_exceptions=True))  # fmt: skip
    if failed:
        print(f"{failed} of {len(running)} requests failed at port {port}.")
    return median(taken)


if __name__ == "__main__":
    sys.exit(main())
