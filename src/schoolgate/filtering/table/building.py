"""Builds a table in bounded memory: sorted runs on disk, merged, then dealt out by hash.

Written backwards, with spaces for dots, a name stands right before everything below it once names
are in order. So one pass with a stack finds what a listed parent already covers, and the inner
names that a look-up needs to go on.
"""

from __future__ import annotations

import json
import os
import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import accumulate, chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final
from zlib import crc32

from schoolgate.filtering.table.layout import (
    HASH,
    MAGIC,
    MOST_CODES,
    PARTS,
    SIZES,
    buckets_of,
    code_of,
    is_address,
)

_RUN: Final = 250_000  # names sorted in memory at a time
_READ: Final = 128 * 1024  # bytes of each run held at a time
_HASHED: Final = -len(b"cc\n")  # of a line, up to here
_NINE: Final = ord("9")
_ABOVE: Final = b" "  # sorts before every character of a label
_DOTS_AWAY: Final = bytes.maketrans(b".", _ABOVE)
_DOTS_BACK: Final = bytes.maketrans(_ABOVE, b".")


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
        lines = _in_order(names, Path(folder), open_)
        parts = [open_.enter_context(Path(folder, f"part{n}").open("w+b"))
                 for n in range(1 << PARTS)]  # fmt: skip
        codes: dict[tuple[int, bool], bytes] = {}
        count = _deal(_minimised(lines), parts, codes)
        whole = Path(folder, "table")
        head = json.dumps(dict(about or {}) | {"categories": list(categories), "names": count})
        _write(whole, head.encode(), codes, parts, count)
        whole.replace(to)
    return count


# --- Sorting --------------------------------------------------------------------------------------


def _in_order(
    names: Iterable[tuple[bytes, int]], folder: Path, open_: ExitStack
) -> Iterable[bytes]:
    """Return the names as lines "key TAB bits", in order."""
    runs: list[BinaryIO] = []
    lines: list[bytes] = []
    ends: dict[int, bytes] = {}
    for name, bits in names:
        end = ends.get(bits) or ends.setdefault(bits, b"\t%d\n" % bits)
        if name[-1] <= _NINE and is_address(name):  # one with colons has one label in any case
            lines.append(name[::-1] + end)
        else:
            lines.append(name[::-1].translate(_DOTS_AWAY) + end)
        if len(lines) == _RUN:
            runs.append(_kept(lines, Path(folder, f"run{len(runs)}"), open_))
            lines = []
    if runs:
        return _merged([*runs, _kept(lines, Path(folder, "run"), open_)])
    lines.sort()
    return lines


def _kept(lines: list[bytes], path: Path, open_: ExitStack) -> BinaryIO:
    lines.sort()
    file = open_.enter_context(path.open("w+b"))
    file.writelines(lines)
    file.seek(0)
    return file


def _merged(runs: Sequence[BinaryIO]) -> Iterator[bytes]:
    """Yield the lines of all runs in order. What they hold up to the line that all have been read
    to is sorted at once: a sort that finds the runs in it takes half the time of `heapq.merge`."""
    held = [run.readlines(_READ) for run in runs]
    while any(held):
        limit = min(lines[-1] for lines in held if lines)
        due: list[bytes] = []
        for at, lines in enumerate(held):
            cut = bisect_right(lines, limit)
            due += lines[:cut]
            held[at] = lines[cut:] or runs[at].readlines(_READ)
        due.sort()
        yield from due


def _minimised(lines: Iterable[bytes]) -> Iterator[tuple[bytes, int, bool]]:
    """Yield each name that is needed, its own bits, and whether there are names below it.

    On the stack are the names that may still have names below them: what every key below begins
    with, own bits, bits with those of every parent, whether a name below was found. Plain lists: a
    class costs a quarter more.
    """
    stack: list[list[Any]] = []
    for key, bits in chain(_once(lines), [(b"", 0)]):  # the last is above nothing
        while stack and not key.startswith(stack[-1][0]):
            below, own, _, has_more = stack.pop()
            yield below[-2::-1].translate(_DOTS_BACK), own, has_more
        covered = stack[-1][2] if stack else 0
        if not bits & ~covered:
            continue
        first = key.find(_ABOVE)
        if first < 0:  # an address, or one label: nothing lies below it
            yield key[::-1], bits, False
            continue
        at = key.find(_ABOVE, len(stack[-1][0]) if stack else first + 1)
        if stack:
            stack[-1][3] = True
        while at >= 0:  # names of two labels and more between the one above and this one
            stack.append([key[: at + 1], 0, covered, True])
            at = key.find(_ABOVE, at + 1)
        stack.append([key + _ABOVE, bits & ~covered, covered | bits, False])


def _once(lines: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """Yield each key once, with the bits of all its lines."""
    before, bits = b"", 0
    numbers: dict[bytes, int] = {}
    for line in lines:
        key, _, end = line.partition(b"\t")
        more = numbers.get(end) or numbers.setdefault(end, int(end))
        if key == before:
            bits |= more
            continue
        if before:
            yield before, bits
        before, bits = key, more
    if before:
        yield before, bits


# --- Writing --------------------------------------------------------------------------------------


def _deal(
    names: Iterable[tuple[bytes, int, bool]], parts: Sequence[BinaryIO],
    codes: dict[tuple[int, bool], bytes],
) -> int:  # fmt: skip
    count, shift = 0, HASH - PARTS
    write = [part.write for part in parts]
    for name, bits, has_more in names:
        code = codes.get((bits, has_more))
        if code is None:
            code = codes[bits, has_more] = _next_code(len(codes))
        hashed = name + b"\t"
        write[crc32(hashed) >> shift](b"%b%b\n" % (hashed, code))
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
    bits = buckets_of(count)
    with to.open("wb") as file:
        file.write(SIZES.pack(MAGIC, len(head), len(codes), 1 << bits) + head)
        for own, has_more in codes:
            file.write(struct.pack("<QQ", own, has_more))
        at = file.tell()
        file.write(bytes(4 * ((1 << bits) + 1)))
        offsets = array("I")
        for number, part in enumerate(parts):
            buckets = _arranged(part, number, bits)
            offsets.extend(accumulate(map(len, buckets[:-1]), initial=file.tell()))
            file.write(b"".join(buckets))
        offsets.append(file.tell())
        file.seek(at)
        file.write(offsets.tobytes())
        file.flush()
        os.fsync(file.fileno())


def _arranged(part: BinaryIO, number: int, bits: int) -> list[bytes]:
    """Return the buckets of one part, of 2 ** `bits` in all."""
    part.seek(0)
    buckets = [b"\n"] * (1 << bits - PARTS)
    shift, first = HASH - bits, number << bits - PARTS
    for line in part:
        buckets[(crc32(line[:_HASHED]) >> shift) - first] += line
    return buckets
