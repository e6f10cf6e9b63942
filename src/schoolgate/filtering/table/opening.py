"""Opens a table and looks names up in it. The file is shared by every process that opens it."""

from __future__ import annotations

import json
import mmap
import os
import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from schoolgate.filtering.table.layout import HASH, MAGIC, SIZES, code_of, is_address

_NINE: Final = ord("9")
_AT_A_TIME: Final = 4096  # buckets read at a time, where all names are wanted


class UnableToOpen(Exception):
    """A file that is no table, or is not whole. Nothing may be decided without one."""


class Table:
    """`table.bits(b"www.example.test")` returns the categories of a name, and of every listed name
    above it, as bits: bit i stands for `categories[i]`.

    The name is as `names.host_of` returns it, in bytes.
    """

    bits: Callable[[bytes], int]

    def __init__(self, path: Path) -> None:
        """Raises UnableToOpen."""
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, flags=mmap.MAP_SHARED, prot=mmap.PROT_READ)
        except (OSError, ValueError) as error:
            raise UnableToOpen(f"The table {path} cannot be opened: {error}.") from error
        try:
            self._read()
        except (ValueError, LookupError, TypeError, RecursionError, struct.error) as error:
            raise UnableToOpen(f"{path} is no table, or is not whole. Build it anew.") from error

    def _read(self) -> None:
        magic, head, codes, buckets = SIZES.unpack_from(self._map)
        if magic != MAGIC or buckets.bit_count() != 1:
            raise ValueError(magic)
        view, at = memoryview(self._map), SIZES.size
        self.head: Mapping[str, Any] = json.loads(view[at : at + head].tobytes())
        self.categories: tuple[str, ...] = tuple(self.head["categories"])
        at += head
        pairs = view[at : at + codes * 16].cast("Q")
        self._codes = {
            code_of(one): (pairs[2 * one], bool(pairs[2 * one + 1])) for one in range(codes)
        }
        at += codes * 16
        self._offsets = view[at : at + (buckets + 1) * 4].cast("I")
        if self._offsets[buckets] != len(self._map):
            raise ValueError("its size")
        self.bits = _look_up(self._map, self._offsets, self._codes)

    def names(self, bits: int) -> tuple[str, ...]:
        """Return the categories that bits stand for."""
        return tuple(name for at, name in enumerate(self.categories) if bits >> at & 1)

    def entries(self) -> Iterator[tuple[bytes, int]]:
        """Yield every listed name with its own bits, in the order of the file: a name that a parent
        covers is not there, nor are names that only lead to others."""
        offsets, codes = self._offsets, self._codes
        for at in range(0, len(offsets) - 1, _AT_A_TIME):
            end = offsets[min(at + _AT_A_TIME, len(offsets) - 1)]
            for line in self._map[offsets[at] : end].split(b"\n"):
                if line and (bits := codes[line[-2:]][0]):
                    yield line[:-3], bits

    def touch(self) -> None:
        """Read the file once, so that the first look-ups wait for no disk."""
        self._map.madvise(mmap.MADV_WILLNEED)
        for at in range(0, len(self._map), os.sysconf("SC_PAGESIZE")):
            self._map[at]

    def close(self) -> None:
        """Let the file go."""
        self._offsets.release()
        self._map.close()


def _look_up(
    data: mmap.mmap, offsets: memoryview[int], codes: Mapping[bytes, tuple[int, bool]]
) -> Callable[[bytes], int]:
    """Return what looks a name up: a function of its own, for it is asked at every request."""
    find, shift = data.find, HASH + 1 - (len(offsets) - 1).bit_length()

    def bits(name: bytes) -> int:
        last = name.rfind(b".")
        dot = name.rfind(b".", 0, last) if last > 0 else -1  # from two labels on
        if name[-1] <= _NINE and is_address(name):
            dot = -1  # looked up whole
        name += b"\t"
        found = 0
        while True:
            part = name[dot + 1 :]
            bucket = crc32(part) >> shift
            sought = b"\n" + part
            at = find(sought, offsets[bucket], offsets[bucket + 1])
            if at < 0:
                return found
            at += len(sought)
            here, has_more = codes[data[at : at + 2]]
            found |= here
            if dot < 0 or not has_more:
                return found
            dot = name.rfind(b".", 0, dot)

    return bits
