"""A port for a program that a test starts."""

from __future__ import annotations

import secrets
import socket
from typing import Final

# Below what the system gives to connections of its own: none takes a port before its program does.
_FIRST, _MANY = 20_000, 12_000
_KINDS: Final = (socket.SOCK_STREAM, socket.SOCK_DGRAM)


def free_port() -> int:
    """Return a port that nobody listens on now, by TCP or by UDP."""
    while True:
        port = _FIRST + secrets.randbelow(_MANY)  # tests in other processes share their seed
        if all(_is_free(port, kind) for kind in _KINDS):
            return port


def _is_free(port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(socket.AF_INET, kind) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
