"""MP4 and HEIC: boxes in boxes (ISO/IEC 14496-12)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from schoolgate.evidence.recognising.refusing import NotKept
from schoolgate.evidence.rules import Kind

_FILMS: Final = (b"iso", b"mp4", b"avc1", b"M4V", b"MSNV", b"3gp", b"dash", b"f4v")
_PICTURES: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
_MOST_BOXES: Final = 100_000
_UNREADABLE: Final = "It cannot be read as an MP4 video. Save it anew as MP4, and attach that."


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its name, where it begins and ends, and where what it holds begins."""

    name: bytes
    start: int
    body: int
    end: int


def by_brand(head: bytes) -> Kind | None:
    """Return whether the first bytes are those of an MP4 video or a HEIC picture."""
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    if brand in _PICTURES:
        return Kind.HEIC
    return Kind.MP4 if brand.startswith(_FILMS) else None


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes between two places. Raises NotKept where they do not fit one another."""
    for _ in range(_MOST_BOXES):
        if start >= end:
            return
        file.seek(start)
        head = file.read(16)
        if len(head) < 8:
            raise NotKept(_UNREADABLE)
        size, name = struct.unpack(">I4s", head[:8])
        body = 8
        if size == 1 and len(head) == 16:
            size, body = struct.unpack(">Q", head[8:])[0], 16
        size = size or end - start
        if size < body or start + size > end:
            raise NotKept(_UNREADABLE)
        yield Box(name, start, start + body, start + size)
        start += size
    raise NotKept(_UNREADABLE)


def judge(file: BinaryIO) -> None:
    """Raise NotKept unless it is a video whose boxes fit to the very end."""
    names = [one.name for one in boxes(file, 0, file.seek(0, io.SEEK_END))]
    if names[:1] != [b"ftyp"] or names.count(b"moov") != 1:
        raise NotKept(_UNREADABLE)
