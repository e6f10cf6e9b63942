"""What is done with a file of the vault in a process of its own (`kernel.apart`); see `parsing`.

Each function gets the number of the sealed file and its key, and opens nothing else. What it needs
is imported before, for a module is a file too.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final
from uuid import UUID

from PIL import Image, ImageFont

from schoolgate.evidence import reading, recognising, showing, stamping, storing, stripping
from schoolgate.evidence.recognising import NotKept
from schoolgate.evidence.rules import Kind
from schoolgate.kernel.apart import Refused

_ENCODINGS: Final = ("ascii", "cp437", "cp1252", "latin-1", "utf-16", "utf-16-be", "utf-16-le")

Image.init()
ImageFont.load_default(18)
for _one in _ENCODINGS:
    codecs.lookup(_one)


def recognise(file: int, key: str, uuid: str, size: int) -> Iterator[bytes]:
    """Yield what a file is. Raises Refused."""
    try:
        yield recognising.recognise(_opened(file, key, uuid), size).value.encode()
    except NotKept as error:
        raise Refused(str(error)) from None


def strip(file: int, key: str, uuid: str, kind: str) -> Iterator[bytes]:
    """Yield the copy of a file. Raises Refused."""
    try:
        for piece in stripping.stripped(_opened(file, key, uuid), Kind(kind)):
            for at in range(0, len(piece), storing.PIECE):
                yield piece[at : at + storing.PIECE]
    except NotKept as error:
        raise Refused(str(error)) from None


def stamp(file: int, key: str, uuid: str, kind: str, words: str) -> Iterator[bytes]:
    """Yield a copy with a line of words at its foot."""
    yield stamping.stamped(_opened(file, key, uuid), Kind(kind), words)


def pages(file: int, key: str, uuid: str) -> Iterator[bytes]:
    """Yield how many pages a PDF has."""
    yield str(showing.pages(_opened(file, key, uuid))).encode()


def page(file: int, key: str, uuid: str, number: int) -> Iterator[bytes]:
    """Yield one page of a PDF as a PNG; nothing when there is none."""
    yield showing.page(_opened(file, key, uuid), number)


def tells(file: int, key: str, uuid: str, kind: str, names: Sequence[str]) -> Iterator[bytes]:
    """Yield something when one of the names stands in a file."""
    if reading.tells(_opened(file, key, uuid), Kind(kind), names):
        yield b"yes"


def _opened(file: int, key: str, uuid: str) -> BinaryIO:
    return storing.opened_file(file, key=bytes.fromhex(key), uuid=UUID(uuid))
