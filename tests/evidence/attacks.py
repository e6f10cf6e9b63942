"""What a parser that a file has broken might try. Run apart; nothing here is to succeed."""

from __future__ import annotations

import ctypes
import os
import socket
import time
from collections.abc import Iterator

from schoolgate.kernel.apart import Refused


def echo(file: int, words: str) -> Iterator[bytes]:
    """Yield the words, and what the file says."""
    yield words.encode()
    yield os.read(file, 1_000)


def refuse(file: int) -> Iterator[bytes]:
    """Refuse with a sentence."""
    yield b"half"
    raise Refused("No.")


def crash(file: int) -> Iterator[bytes]:
    """Read where nothing is."""
    yield b"half"
    ctypes.string_at(0)


def grow(file: int) -> Iterator[bytes]:
    """Take all memory there is."""
    yield bytes(10_000_000_000)


def spin(file: int) -> Iterator[bytes]:
    """Never end."""
    while file:
        pass
    yield b""


def sleep(file: int) -> Iterator[bytes]:
    """Wait for nothing."""
    time.sleep(60)
    yield os.read(file, 1)


def look_around(file: int) -> Iterator[bytes]:
    """Yield what could be opened: a file, a socket, a pipe; and what stands in the environment."""
    for attempt in (_open_file, _open_socket, os.pipe):
        try:
            attempt()
            yield attempt.__name__.encode()
        except OSError:
            continue
    yield ",".join(sorted(os.environ)).encode()


def _open_file() -> None:
    os.open("/etc/passwd", os.O_RDONLY)


def _open_socket() -> None:
    socket.socket(socket.AF_INET, socket.SOCK_STREAM)
