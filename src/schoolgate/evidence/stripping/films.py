"""MP4: what is no picture and no sound is blanked in place, so that no offset moves.

Boxes that tell something become `free` boxes of zeros; times of making become zero; of `mdat` only
those bytes stay that a track of pictures or sound points at (ISO/IEC 14496-12).
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, chain, repeat
from typing import BinaryIO, Final

from schoolgate.evidence import storing
from schoolgate.evidence.recognising.films import Box, boxes
from schoolgate.evidence.recognising.refusing import NotKept

_OPEN: Final = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"mvex",
                          b"moof", b"traf", b"mfra"})  # fmt: skip
_TIMED: Final = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_KEPT: Final = _OPEN | _TIMED | {
    b"ftyp", b"styp", b"mdat", b"hdlr", b"vmhd", b"smhd", b"nmhd", b"dref", b"stsd", b"stts",
    b"ctts", b"cslg", b"stss", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stsh", b"sdtp",
    b"sbgp", b"sgpd", b"subs", b"saiz", b"saio", b"elst", b"trex", b"mehd", b"mfhd", b"tfhd",
    b"tfdt", b"trun", b"sidx", b"tfra", b"mfro", b"tref",
}  # fmt: skip
_SEEN_AND_HEARD: Final = frozenset({b"vide", b"soun"})
_MOST_SAMPLES: Final = 20_000_000
Patch = tuple[int, bytes]
Span = tuple[int, int]


def stripped(file: BinaryIO) -> Iterator[bytes]:
    """Yield a video without anything but its pictures and sound. Raises NotKept."""
    try:
        cleaner = _Cleaner(file)
    except (struct.error, IndexError, ValueError):
        raise NotKept("It cannot be cleaned. Save it anew as MP4, and attach that.") from None
    return cleaner.pieces()


class _Cleaner:
    def __init__(self, file: BinaryIO) -> None:
        self.file, self.size = file, file.seek(0, io.SEEK_END)
        self.patches: list[Patch] = []
        self.blank: list[Span] = []
        self.kept: list[Span] = []
        top = list(boxes(file, 0, self.size))
        self.in_fragments = any(one.name == b"moof" for one in top)
        for one in top:
            self._box(one)
        if not self.in_fragments:
            self._blank_unused([one for one in top if one.name == b"mdat"])

    def pieces(self) -> Iterator[bytes]:
        """Yield the file with every patch laid on."""
        self.blank.sort()
        self.patches.sort()
        at = 0
        for piece in storing.pieces(self.file):
            yield self._patched(bytearray(piece), at)
            at += len(piece)

    def _patched(self, piece: bytearray, at: int) -> bytes:
        end = at + len(piece)
        first = max(0, bisect_right(self.blank, (at, 0)) - 1)
        for start, stop in self.blank[first:]:
            if start >= end:
                break
            low, high = max(start, at) - at, min(stop, end) - at
            if high > low:
                piece[low:high] = bytes(high - low)
        for place, data in self.patches:
            low, high = max(place, at), min(place + len(data), end)
            if high > low:
                piece[low - at : high - at] = data[low - place : high - place]
        return bytes(piece)

    def _box(self, box: Box) -> None:
        if box.name not in _KEPT or (
            box.name == b"trak" and self._handler(box) not in _SEEN_AND_HEARD
        ):
            self._free(box)
        elif box.name in _OPEN:
            if box.name == b"trak":
                self._keep_samples(box)
            for one in boxes(self.file, box.body, box.end):
                self._box(one)
        elif box.name in _TIMED:
            self._forget_times(box)
        elif box.name == b"hdlr":
            self.blank.append((box.body + 24, box.end))  # its name in words

    def _free(self, box: Box) -> None:
        self.patches.append((box.start + 4, b"free"))
        self.blank.append((box.body, box.end))

    def _forget_times(self, box: Box) -> None:
        version = self._read(box.body, 1)[0]
        self.blank.append((box.body + 4, box.body + 4 + (16 if version else 8)))

    def _handler(self, trak: Box) -> bytes:
        found = self._inside(trak, b"mdia", b"hdlr")
        return self._read(found.body + 8, 4) if found else b""

    def _inside(self, box: Box, *names: bytes) -> Box | None:
        found: Box | None = box
        for name in names:
            inner = boxes(self.file, found.body, found.end) if found else iter(())
            found = next((one for one in inner if one.name == name), None)
        return found

    def _keep_samples(self, trak: Box) -> None:
        """Note the bytes that a track points at, chunk by chunk."""
        table = self._inside(trak, b"mdia", b"minf", b"stbl")
        if table is None or self.in_fragments:
            return
        parts = {one.name: one for one in boxes(self.file, table.body, table.end)}
        starts, sizes = self._chunks(parts), self._sizes(parts)
        counts = self._samples_in_chunks(parts, len(starts))
        ends = [0, *accumulate(sizes)]
        last = [0, *accumulate(counts)]
        for number, start in enumerate(starts):
            first, behind = min(last[number], len(sizes)), min(last[number + 1], len(sizes))
            self.kept.append((start, start + ends[behind] - ends[first]))

    def _chunks(self, parts: dict[bytes, Box]) -> list[int]:
        box, form = (parts[b"co64"], "Q") if b"co64" in parts else (parts.get(b"stco"), "I")
        return self._numbers(box, form, 4) if box else []

    def _sizes(self, parts: dict[bytes, Box]) -> list[int]:
        box = parts.get(b"stsz")
        if box is None:
            raise ValueError("no table of sizes that we read")
        each, count = struct.unpack(">II", self._read(box.body + 4, 8))
        if count > _MOST_SAMPLES:
            raise ValueError("too many samples")
        return [each] * count if each else self._numbers(box, "I", 8)

    def _samples_in_chunks(self, parts: dict[bytes, Box], chunks: int) -> list[int]:
        flat = self._numbers(parts[b"stsc"], "III", 4) if b"stsc" in parts else []
        rows = list(zip(flat[0::3], flat[1::3], strict=False))
        behind = [*(first for first, _ in rows[1:]), chunks + 1]
        runs = [repeat(each, max(0, until - first))
                for (first, each), until in zip(rows, behind, strict=True)]  # fmt: skip
        found = list(chain.from_iterable(runs))[:chunks]
        return found + [0] * (chunks - len(found))

    def _numbers(self, box: Box, form: str, count_at: int) -> list[int]:
        """Return a table of numbers; how many rows stands `count_at` bytes into the box."""
        (count,) = struct.unpack(">I", self._read(box.body + count_at, 4))
        row = struct.Struct(">" + form)
        if count * row.size > box.end - box.body or count > _MOST_SAMPLES:
            raise ValueError("a table longer than its box")
        data = self._read(box.body + count_at + 4, count * row.size)
        return list(struct.unpack(f">{count * len(form)}{form[0]}", data))

    def _blank_unused(self, media: list[Box]) -> None:
        """Blank what no track points at: places, sensor readings, what somebody hid."""
        self.kept.sort()
        for box in media:
            at = box.body
            for start, stop in self.kept:
                if stop <= at or start >= box.end:
                    continue
                if start > at:
                    self.blank.append((at, start))
                at = max(at, min(stop, box.end))
            if at < box.end:
                self.blank.append((at, box.end))

    def _read(self, start: int, length: int) -> bytes:
        self.file.seek(start)
        data = self.file.read(length)
        if len(data) < length:
            raise ValueError("it ends too early")
        return data
