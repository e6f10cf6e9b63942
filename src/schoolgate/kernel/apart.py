"""One way to read what a stranger has sent: in a process of its own, with bounds.

Parsers are not written in a safe language, and files are built to break them. A helper is begun
once and holds no secret, no connection and no thread; for each file it forks a child (`helper`),
which may use so much memory and time, opens no file, reaches no network, and writes what it made
into a pipe. A bomb or a crash costs that child.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

_SOURCE: Final = str(Path(__file__).resolve().parents[2])
_GRACE_SECONDS: Final = 5
_HEAD: Final = 5
MOST_SAID: Final = 150_000  # bytes of one request
DONE, DATA, REFUSED, BROKE = b".", b"d", b"r", b"b"
Work = Callable[..., Iterator[bytes]]


class Bounds(NamedTuple):
    """What a child may use: bytes of memory, seconds of the processor, seconds altogether."""

    memory: int = 2_500_000_000
    cpu_seconds: int = 120
    wall_seconds: float = 300


class Refused(Exception):
    """The work itself refuses the file, with a sentence for who sent it."""


class Broke(Exception):
    """The child came to no end: out of bounds, or crashed. The message is for developers."""


def _answers(reading: int, bounds: Bounds) -> Iterator[bytes]:
    try:
        while True:
            head = _exactly(reading, _HEAD, bounds)
            data = _exactly(reading, int.from_bytes(head[1:], "big"), bounds)
            if head[:1] == DATA:
                yield data
                continue
            if head[:1] == REFUSED:
                raise Refused(data.decode())
            if head[:1] == BROKE:
                raise Broke(data.decode())
            return
    finally:
        os.close(reading)


def _exactly(reading: int, size: int, bounds: Bounds) -> bytes:
    got = bytearray()
    while len(got) < size:
        ready, _, _ = select.select([reading], [], [], bounds.wall_seconds + _GRACE_SECONDS)
        piece = os.read(reading, size - len(got)) if ready else b""
        if not piece:
            raise Broke("It ended without a word." if ready else "It took too long.")
        got += piece
    return bytes(got)


class Helper:
    """The process that forks; begun by whoever needs it first, and shared with its forks."""

    def __init__(self, path: str = _SOURCE) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._begun: tuple[int, socket.socket, subprocess.Popen[bytes]] | None = None

    def ask(self, message: bytes, files: list[int]) -> None:
        """Send a request; a helper that died is begun anew once. Raises Broke."""
        if len(message) > MOST_SAID:
            raise Broke("Too much was said.")
        with self._lock:
            try:
                socket.send_fds(self._channel(), [message], files)
            except OSError:
                self.end()
                try:
                    socket.send_fds(self._channel(), [message], files)
                except OSError as error:
                    raise Broke(f"The helper does not begin: {error}") from None

    def begin(self) -> None:
        """Begin the helper, if there is none: forks of this process share it."""
        with self._lock:
            self._channel()

    def end(self) -> None:
        """End the helper, if this process has begun one."""
        begun, self._begun = self._begun, None
        if begun is not None:
            begun[1].close()
            if begun[0] == os.getpid():
                with suppress(subprocess.TimeoutExpired):
                    begun[2].wait(_GRACE_SECONDS)

    def _channel(self) -> socket.socket:
        if self._begun is None:
            self._begun = self._begin()
        return self._begun[1]

    def _begin(self) -> tuple[int, socket.socket, Any]:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            helper = subprocess.Popen(  # noqa: S603 our own module
                [sys.executable, "-m", "schoolgate.kernel.helper", str(theirs.fileno())],
                pass_fds=[theirs.fileno()], cwd="/", env={"PYTHONPATH": self._path},
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        return os.getpid(), ours, helper


HELPER: Final = Helper()
_USUAL: Final = Bounds()
atexit.register(HELPER.end)


def run(
    work: str, file: int, said: Mapping[str, object], bounds: Bounds = _USUAL, *,
    helper: Helper = HELPER,
) -> Iterator[bytes]:  # fmt: skip
    """Yield what a function (`package.module:name`) yields over an open file, run apart.

    It is called with the number of the file and with what is `said` (plain JSON). Raises Refused,
    Broke.
    """
    asked = {"work": work, "said": dict(said), "bounds": list(bounds)}
    reading, writing = os.pipe()
    try:
        helper.ask(json.dumps(asked).encode(), [file, writing])
    except BaseException:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    return _answers(reading, bounds)
