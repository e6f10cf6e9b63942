"""Programs that a measurement runs beside itself, until it ends."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from tests.ports import free_port

_PATIENCE = 20  # seconds


@contextmanager
def answering(words: Sequence[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program that listens on a port, from when it answers there."""
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(port, words)
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(8)
            process.kill()


def _wait(port: int, words: Sequence[str]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise SystemExit(f"{words} does not listen on port {port}.")


@contextmanager
def origin_site() -> Iterator[int]:
    """Run a site that everything is asked of; its port."""
    port = free_port()
    with answering([sys.executable, "-m", "bench.filter_proxy_origin", str(port)], port):
        yield port
