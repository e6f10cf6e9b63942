"""A proxy on a thread of its own, and a client that says any bytes."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPResponse
from pathlib import Path
from typing import Any, Final

from schoolgate.filtering.judging import Judge
from schoolgate.gateways.proxy.addresses import networks
from schoolgate.gateways.proxy.limits import Limits
from schoolgate.gateways.proxy.logbook import Logbook
from schoolgate.gateways.proxy.office import Judges, Office
from schoolgate.gateways.proxy.opening import LookUp, Opener, Resolver
from schoolgate.gateways.proxy.pages import Words
from schoolgate.gateways.proxy.serving import Proxy
from schoolgate.gateways.proxy.users import Users
from schoolgate.gateways.squid.log import Line, read

QUICK: Final = Limits(tick=0.05)
HERE: Final = ["127.0.0.1"]
NAMES: Final = dict.fromkeys(("fine.test", "other.test", "bets.test", "www.youtube.com"), HERE)


@dataclass
class Running:
    """A proxy that listens, and its log."""

    port: int
    office: Office
    log: Path
    loop: asyncio.AbstractEventLoop

    def connect(self) -> socket.socket:
        """Return a connection to the proxy."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def say(self, data: bytes) -> bytes:
        """Say bytes and nothing more; return everything that comes back until the end."""
        with self.connect() as one:
            one.sendall(data)
            one.shutdown(socket.SHUT_WR)
            return rest(one)

    def ask(self, address: str, method: str = "GET", fields: str = "", body: bytes = b"") -> Heard:
        """Ask for an address on a connection of its own."""
        with self.connect() as one:
            one.sendall(head(address, method, fields) + body)
            return heard(one, method)

    def lines(self) -> list[Line]:
        """Return the log so far, as the reader of Squid's log reads it."""
        asyncio.run_coroutine_threadsafe(self.office.tick(), self.loop).result(10)
        return [read(line) for line in self.log.read_text().splitlines()]


@dataclass
class Heard:
    """An answer."""

    status: int
    fields: Mapping[str, str]
    body: bytes


def head(address: str, method: str = "GET", fields: str = "") -> bytes:
    """Return the head of a request through a proxy."""
    host = address.split("/")[2]
    return f"{method} {address} HTTP/1.1\r\nHost: {host}\r\n{fields}\r\n".encode()


def heard(one: socket.socket, method: str = "GET") -> Heard:
    """Read one answer. Raises HTTPException or OSError where there is no whole one."""
    answer = HTTPResponse(one, method=method)
    try:
        answer.begin()
        return Heard(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        answer.close()


def rest(one: socket.socket) -> bytes:
    """Read to the end of a connection."""
    data = b""
    while more := one.recv(65536):
        data += more
    return data


def office(folder: Path, log: Path, **more: Any) -> Office:
    """Return an office with a real judge, for this machine's own addresses."""
    limits: Limits = more.pop("limits", QUICK)
    look_up: LookUp = more.pop("look_up", None) or Resolver(NAMES)
    own = networks(more.pop("own", ["127.0.0.0/8"]))
    judge: Judges = more.pop("judge", None) or Judge(folder)
    users = Users(more.pop("users")) if "users" in more else None
    return Office(
        judge=judge, opener=Opener(look_up, own, 0, limits.connect), log=Logbook(log),
        mark=b"schoolgate-test", limits=limits, users=users,
        words=more.pop("words", Words("https://gate.test/brookside/blocked/", "The headteacher")),
        ports=more.pop("ports", frozenset({80, 443})), **more,
    )  # fmt: skip


@contextmanager
def running(folder: Path, log: Path, **more: Any) -> Iterator[Running]:
    """Run a proxy until the end of the block; what it did wrong is raised then."""
    loop = asyncio.new_event_loop()
    troubles: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, context: troubles.append(context))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def start() -> tuple[Proxy, int]:
        proxy = Proxy(office(folder, log, **more))
        return proxy, await proxy.listen("127.0.0.1", 0)

    try:
        proxy, port = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
        try:
            yield Running(port, proxy.office, log, loop)
        finally:
            asyncio.run_coroutine_threadsafe(proxy.close(0.2), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
    assert not troubles, troubles
    assert not proxy.office.here


def quick(**changes: float) -> Limits:
    """Return limits that a test need not wait for."""
    return replace(QUICK, **changes)  # type: ignore[arg-type]
