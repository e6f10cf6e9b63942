"""A log in batches of whole lines, from where intake stopped, through rotations. No Django.

The place in a log is "inode:offset:digest of its first line", so a log that was moved away is
finished first, and a new one at the same name begins at its start.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

SIZE: Final = 16 << 20
_FIRST: Final = 65_536


class Batch(NamedTuple):
    """Whole lines, and the place after them."""

    data: bytes
    upto: str
    done: int  # bytes of this file so far
    size: int  # of the file


def batches(path: Path, reached: str, size: int = SIZE) -> Iterator[Batch]:
    """Yield what was not taken yet, to the last whole line. Raises OSError."""
    inode, offset, first = _place(reached)
    if inode and not _is_same(path, inode, first):
        old = _moved(path, inode, first)
        if old is not None:
            yield from _of_file(old, offset, size)
        offset = 0
    elif inode and path.stat().st_size < offset:  # cut off at its place: it began anew
        offset = 0
    yield from _of_file(path, offset, size)


def _of_file(path: Path, offset: int, size: int) -> Iterator[Batch]:
    with path.open("rb") as file:
        told = os.fstat(file.fileno())
        mark = f"{told.st_ino}:{{}}:{_digest(file)}"
        file.seek(offset)
        while data := _whole_lines(file, size):
            offset += len(data)
            yield Batch(data, mark.format(offset), offset, told.st_size)


def _whole_lines(file: BinaryIO, size: int) -> bytes:
    """Return the next lines, of about `size` bytes; the file stands behind them then."""
    block = file.read(size)
    while not (upto := block.rfind(b"\n") + 1):
        more = file.read(size)
        if not more:
            return b""
        block += more
    file.seek(upto - len(block), os.SEEK_CUR)
    return block[:upto]


def _place(reached: str) -> tuple[int, int, str]:
    if not reached:
        return 0, 0, ""
    inode, offset, first = reached.split(":")
    return int(inode), int(offset), first


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    return sha256(file.readline(_FIRST)).hexdigest()[:16]


def _is_same(path: Path, inode: int, first: str) -> bool:
    with path.open("rb") as file:
        return os.fstat(file.fileno()).st_ino == inode and _digest(file) == first


def _moved(path: Path, inode: int, first: str) -> Path | None:
    """Return where a log lies that was moved away: beside, under a longer name."""
    for one in sorted(path.parent.glob(f"{path.name}?*")):
        if one.is_file() and _is_same(one, inode, first):
            return one
    return None
