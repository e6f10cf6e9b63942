"""Builds a table in bounded memory: sorted runs on disk, merged, then dealt out by hash.

In the order of reversed labels a name stands right before everything below it. So one pass with a
stack finds what a listed parent already covers, and the inner names that a look-up needs to go on.
"""

from __future__ import annotations

import heapq
import json
import os
import struct
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final
from zlib import crc32

from schoolgate.filtering.table.layout import (
    MAGIC,
    MOST_CODES,
    PER_BUCKET,
    SIZES,
    code_of,
    is_address,
)

_RUN: Final = 250_000  # names sorted in memory at a time
_PARTS: Final = 64  # files by hash; each is put in order in memory
_NAME: Final = -len(b"\tcc\n")  # of a line, up to here
_NINE: Final = ord("9")
_ABOVE_LABELS: Final = b" "  # sorts before every character of a label


class UnableToBuild(Exception):
    """Lists that fit no table. Nothing was written."""


def build(
    names: Iterable[tuple[bytes, int]], to: Path, *, categories: Sequence[str],
    about: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """Write a table of names with their categories as bits; return how many entries it holds.

    Names come as `names.host_of` returns them, in any order, as often as they like. `about` goes
    into the head. The file appears whole or not at all. Raises UnableToBuild, OSError.
    """
    with TemporaryDirectory(dir=to.parent, prefix=f".{to.name}.") as folder, ExitStack() as open_:
        runs = _runs(names, Path(folder), open_)
        parts = [open_.enter_context(Path(folder, f"part{n}").open("w+b")) for n in range(_PARTS)]
        codes: dict[tuple[int, bool], bytes] = {}
        count = _deal(_minimised(heapq.merge(*runs)), parts, codes)
        whole = Path(folder, "table")
        head = json.dumps(dict(about or {}) | {"categories": list(categories), "names": count})
        _write(whole, head.encode(), codes, parts, count)
        whole.replace(to)
    return count


# --- Sorting --------------------------------------------------------------------------------------


def _runs(
    names: Iterable[tuple[bytes, int]], folder: Path, open_: ExitStack
) -> list[Iterable[bytes]]:
    """Return the names as lines "key TAB bits", in runs that are each in order."""
    runs: list[Iterable[bytes]] = []
    lines: list[bytes] = []
    ends: dict[int, bytes] = {}
    for name, bits in names:
        end = ends.get(bits) or ends.setdefault(bits, b"\t%d\n" % bits)
        if name[-1] <= _NINE and is_address(name):  # one with colons has one label in any case
            lines.append(name + end)
        else:
            lines.append(_ABOVE_LABELS.join(name.split(b".")[::-1]) + end)
        if len(lines) == _RUN:
            runs.append(_kept(lines, Path(folder, f"run{len(runs)}"), open_))
            lines = []
    lines.sort()
    return [*runs, lines]


def _kept(lines: list[bytes], path: Path, open_: ExitStack) -> BinaryIO:
    lines.sort()
    file = open_.enter_context(path.open("w+b"))
    file.writelines(lines)
    file.seek(0)
    return file


def _minimised(lines: Iterable[bytes]) -> Iterator[tuple[bytes, int, bool]]:
    """Yield each name that is needed, its own bits, and whether there are names below it.

    On the stack are the names that may still have names below them: what every key below begins
    with, own bits, bits with those of every parent, whether a name below was found. Plain lists: a
    class costs a quarter more.
    """
    stack: list[list[Any]] = []
    for key, bits in chain(_merged(lines), [(b"", 0)]):  # the last is above nothing
        while stack and not key.startswith(stack[-1][0]):
            below, own, _, has_more = stack.pop()
            yield b".".join(below[:-1].split(_ABOVE_LABELS)[::-1]), own, has_more
        covered = stack[-1][2] if stack else 0
        if not bits & ~covered:
            continue
        first = key.find(_ABOVE_LABELS)
        if first < 0:  # an address, or one label: nothing lies below it
            yield key, bits, False
            continue
        at = key.find(_ABOVE_LABELS, len(stack[-1][0]) if stack else first + 1)
        if stack:
            stack[-1][3] = True
        while at >= 0:  # names of two labels and more between the one above and this one
            stack.append([key[: at + 1], 0, covered, True])
            at = key.find(_ABOVE_LABELS, at + 1)
        stack.append([key + _ABOVE_LABELS, bits & ~covered, covered | bits, False])


def _merged(lines: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """Yield each key once, with the bits of all its lines."""
    before, bits = b"", 0
    for line in lines:
        key, _, more = line.partition(b"\t")
        if key == before:
            bits |= int(more)
            continue
        if before:
            yield before, bits
        before, bits = key, int(more)
    if before:
        yield before, bits


# --- Writing --------------------------------------------------------------------------------------


def _deal(
    names: Iterable[tuple[bytes, int, bool]], parts: Sequence[BinaryIO],
    codes: dict[tuple[int, bool], bytes],
) -> int:  # fmt: skip
    count = 0
    write = [part.write for part in parts]
    for name, bits, has_more in names:
        code = codes.get((bits, has_more))
        if code is None:
            code = codes[bits, has_more] = _next_code(len(codes))
        write[(crc32(name) * _PARTS) >> 32](b"%b\t%b\n" % (name, code))
        count += 1
    return count


def _next_code(number: int) -> bytes:
    if number >= MOST_CODES:
        raise UnableToBuild(
            f"Names stand in more than {MOST_CODES} different mixtures of categories. "
            "Merge categories that are treated alike."
        )
    return code_of(number)


def _write(
    to: Path, head: bytes, codes: dict[tuple[int, bool], bytes],
    parts: Sequence[BinaryIO], count: int,
) -> None:  # fmt: skip
    buckets = max(count // PER_BUCKET, 1)
    offsets = array("I", bytes(4 * (buckets + 1)))
    with to.open("wb") as file:
        file.write(SIZES.pack(MAGIC, len(head), len(codes), buckets) + head)
        for bits, has_more in codes:
            file.write(struct.pack("<QQ", bits, has_more))
        at = file.tell()
        file.write(offsets.tobytes())
        bucket, end = 0, file.tell()
        for part in parts:
            bucket, end = _arranged(part, file, offsets, bucket, end)
        file.write(b"\n" * (buckets - bucket))
        for left in range(bucket, buckets + 1):
            offsets[left] = end + left - bucket
        file.seek(at)
        file.write(offsets.tobytes())
        file.flush()
        os.fsync(file.fileno())


def _arranged(
    part: BinaryIO, file: BinaryIO, offsets: array[int], bucket: int, end: int
) -> tuple[int, int]:
    """Write the buckets of one part; return the next bucket and where it begins."""
    buckets = len(offsets) - 1
    part.seek(0)
    lines = [((crc32(line[:_NAME]) * buckets) >> 32, line) for line in part]
    lines.sort()
    made: list[bytes] = []
    for of, line in lines:
        while bucket <= of:
            offsets[bucket] = end
            made.append(b"\n")
            end += 1
            bucket += 1
        made.append(line)
        end += len(line)
    file.write(b"".join(made))
    return bucket, end
