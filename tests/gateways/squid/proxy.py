"""A real Squid with our part of its settings, a server behind it, and clients in front of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any, Final

import pytest

from schoolgate.gateways.squid import log
from schoolgate.gateways.squid.conf import Settings, part
from tests.filtering import schools
from tests.gateways.squid.origin import Origin
from tests.ports import free_port

NONE: Final[Mapping[str, str]] = {}
HOSTS: Final = """\
127.0.0.1 open.test www.bets.test bets.test paths.test late.test page.test www.youtube.com
127.0.0.1 www.bing.com proxy.test fresh.test
127.0.0.2 private.test
"""
_MAIN: Final = """\
http_port 127.0.0.1:{port}
pid_filename {folder}/squid.pid
cache_log {folder}/cache.log
coredump_dir {folder}
hosts_file {folder}/hosts
dns_nameservers 127.0.0.1
dns_timeout 1 seconds
shutdown_lifetime 0 seconds
pinger_enable off
max_filedescriptors 1024
cache_mem 1 MB
{before}
include {folder}/schoolgate.conf
http_access allow all
"""


HERE = {"cidr": "127.0.0.1/32", "name": "Classrooms", "profile": "pupil_ks1"}
PATHS = {"paths.test": (("/bad", "gambling"),)}


def make(folder: Path, **more: Any) -> Path:
    """A filter for today, of which this machine is a classroom."""
    today = datetime.now(UTC).date() - timedelta(1)
    schools.make(folder, since=today, **{"networks": [HERE], "paths": PATHS, **more})
    return folder


def address(origin: Origin, host: str, path: str = "/x") -> str:
    return f"http://{host}:{origin.port}{path}"


@dataclass
class Squid:
    """A running Squid. `get` and `tunnel` go through it."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes]
    origin: Origin

    @contextmanager
    def connected(self, timeout: float = 5) -> Iterator[HTTPConnection]:
        """A client's connection to the proxy."""
        made = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            yield made
        finally:
            made.close()

    def get(
        self, address: str, timeout: float = 5, headers: Mapping[str, str] = NONE
    ) -> tuple[int, str, dict[str, str]]:
        """Ask for an address: status, where it leads, the body as what the origin was told."""
        with self.connected(timeout) as made:
            made.request("GET", address, headers=dict(headers))
            with made.getresponse() as answer:
                body = answer.read()
            told = json.loads(body) if answer.status == 200 else {}
            return answer.status, answer.headers.get("Location", ""), told

    def status(self, address: str, timeout: float = 5, headers: Mapping[str, str] = NONE) -> int:
        """Ask for an address; 0 where there was no answer."""
        with suppress(OSError, HTTPException):
            return self.get(address, timeout, headers)[0]
        return 0

    def tunnel(self, host: str, port: int | None = None, timeout: float = 5) -> int:
        """Ask for a tunnel, and something through it; the status, 0 where there was no answer."""
        with suppress(OSError, HTTPException), self.connected(timeout) as made:
            made.connect()
            name = f"{host}:{port or self.origin.port}"
            made.sock.sendall(f"CONNECT {name} HTTP/1.1\r\nHost: {name}\r\n\r\n".encode())
            head = b""
            while b"\r\n\r\n" not in head and (data := made.sock.recv(4096)):
                head += data
            if not head:
                return 0
            status = int(head.split(b" ")[1])
            if status == 200:
                made.sock.sendall(f"GET /t HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                answer = made.sock.recv(12)
                assert answer in {b"HTTP/1.1 200", b""}  # nothing, where Squid has just ended
                return 200 if answer else 0
            return status
        return 0

    def helpers(self, named: bytes = b"squid.helper") -> list[int]:
        """The processes that Squid started to ask."""
        return [one for one in _below(self.process.pid) if _is_helper(one, named)]

    def kill_helpers(self, named: bytes = b"squid.helper") -> None:
        """End every helper at once, as a crash would."""
        for one in self.helpers(named):
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)

    def logged(self) -> str:
        """The log as it is."""
        return (self.folder / "access.log").read_text()

    def lines(self) -> list[log.Line]:
        """What was logged so far; every line must be readable."""
        return [log.read(line) for line in self.logged().splitlines()]

    def said(self) -> str:
        """What Squid and its helpers complained of."""
        return (self.folder / "cache.log").read_text("utf-8", "replace")


def _below(process: int) -> Iterator[int]:
    """Squid's first process starts a second, which works and starts the helpers."""
    with suppress(OSError):
        for one in Path(f"/proc/{process}/task/{process}/children").read_text().split():
            yield int(one)
            yield from _below(int(one))


def _is_helper(process: int, named: bytes) -> bool:
    with suppress(OSError):
        return named in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


@contextmanager
def squid(filter_: Path, origin: Origin, *, before: str = "", **changed: Any) -> Iterator[Squid]:
    """Start Squid on a filter's folder, as Debian's service does; with `changed` settings of our
    part, and `before` in front of it."""
    program = shutil.which("squid") or shutil.which("squid", path="/usr/sbin")
    if program is None:
        pytest.fail("This test needs Squid. As root: apt-get install squid.")
    folder = filter_.parent
    port = free_port()
    settings = Settings(
        filter_, f"http://page.test:{origin.port}/ashbrook/blocked/", "proxy.test",
        ("127.0.0.0/8",), folder / "access.log", ("127.0.0.1/32",),
        ports=(origin.port,), tunnel_ports=(origin.port,), allowed_for=1, blocked_for=0,
    )  # fmt: skip
    (folder / "schoolgate.conf").write_text(part(replace(settings, **changed)))
    (folder / "hosts").write_text(HOSTS)
    (folder / "squid.conf").write_text(_MAIN.format(port=port, folder=folder, before=before))
    process = subprocess.Popen(
        [*_not_as_root(), program, "--foreground", "-f", str(folder / "squid.conf")], cwd=folder,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    made = Squid(port, folder, process, origin)
    try:
        until(lambda: _answers(port), 20, made.said)
        yield made
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(is_so: Callable[[], object], seconds: float, said: Callable[[], str] = str) -> float:
    """Wait until something is so; return after how many seconds it was."""
    start = time.monotonic()
    while not is_so():
        if time.monotonic() - start > seconds:
            pytest.fail(f"It was not so after {seconds} s. {said()}")
        time.sleep(0.02)
    return time.monotonic() - start


def _not_as_root() -> list[str]:
    """Squid refuses to be root. As root, it is nobody in a space of its own, whose files are still
    this user's: so it may read a Python below /root, as the tests may."""
    if os.geteuid() != 0:
        return []
    nobody = ["unshare", "--user", "--map-user=65534", "--map-group=65534"]
    if subprocess.run([*nobody, "true"], capture_output=True, check=False).returncode:
        pytest.fail("Squid may not run as root, and this machine has no user namespaces: "
                    "run the tests as another user.")  # fmt: skip
    return nobody


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False
