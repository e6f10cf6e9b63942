"""The virus scanner: clamd, asked through its socket where the school has one (clamd(8), INSTREAM).

Where none is named, nothing is scanned, and the pages say so.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

from django.conf import settings

from schoolgate.evidence.models import CLEAN, NOT_SCANNED
from schoolgate.evidence.recognising.refusing import NotKept

_PIECE: Final = 64 * 1024
_PATIENCE: Final = 60  # seconds without a word


class NoScanner(Exception):
    """A scanner is named, and does not answer. The message says what to do."""


def is_there() -> bool:
    """Tell whether the school names a scanner."""
    return settings.CLAMD is not None


def scan(file: BinaryIO) -> str:
    """Return how a file was scanned (`Item.scan`). Raises NotKept for a virus; NoScanner."""
    if not is_there():
        return NOT_SCANNED
    file.seek(0)
    try:
        said = _asked(file)
    except OSError:
        raise NoScanner(
            "The virus scanner does not answer, so nothing is taken in. Try again in a few "
            "minutes, or tell whoever looks after Schoolgate."
        ) from None
    if said.endswith("FOUND"):
        raise NotKept(
            "The virus scanner found something in it. Do not open it; tell the technician."
        )
    if not said.endswith("OK"):
        raise NoScanner("The virus scanner could not scan it. Tell whoever looks after Schoolgate.")
    return CLEAN


def _asked(file: BinaryIO) -> str:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as scanner:
        scanner.settimeout(_PATIENCE)
        scanner.connect(str(settings.CLAMD))
        scanner.sendall(b"zINSTREAM\0")
        for piece in _pieces(file):
            scanner.sendall(struct.pack(">I", len(piece)) + piece)
        scanner.sendall(struct.pack(">I", 0))
        answer = b""
        while more := scanner.recv(4096):
            answer += more
    return answer.decode("utf-8", "replace").strip("\0\r\n ")


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
