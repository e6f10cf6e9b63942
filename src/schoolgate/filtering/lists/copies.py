"""The good copy of a list: one entry on a line, in order, each once. Pure.

    host TAB path TAB category        an entry that is closed
    host TAB path TAB +               an entry that the list itself leaves open
    32 hexadecimal digits             an entry of the floor: a keyed digest, never the name

The order is that of bytes, so two copies are compared in one pass.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Final, NamedTuple

from schoolgate.filtering.lists.reading import Listed
from schoolgate.filtering.snapshot import digest

ALLOWED: Final = "+"  # sorts before every category
_RUN: Final = 250_000  # lines sorted in memory at a time


class Kept(NamedTuple):
    """An entry of a good copy. `category` is ours; empty where the list leaves it open."""

    host: str
    path: str
    category: str


def line_of(one: Listed, category: str) -> bytes:
    """Return an entry as a good copy holds it."""
    return f"{one.host}\t{one.path}\t{ALLOWED if one.allow else category}\n".encode()


def mark_of(key: bytes, host: str, path: str = "") -> str:
    """Return by what an entry of the floor is known: the keyed digest that a snapshot compares."""
    return digest(key, f"{host}{path}").hex()


def marks(copy: Path) -> Iterator[bytes]:
    """Yield the digests of a copy of the floor. Raises OSError."""
    with copy.open("rb") as file:
        for line in file:
            yield bytes.fromhex(line.decode())


def shown(line: bytes) -> str:
    """Return an entry as people read it."""
    host, path, category = line.decode().rstrip("\n").split("\t")
    return f"{host}{path} ({'open' if category == ALLOWED else category})"


def read(copy: Path) -> Iterator[Kept]:
    """Yield the entries of a good copy, line by line. Raises OSError."""
    with copy.open("rb") as file:
        for line in file:
            host, path, category = line[:-1].decode().split("\t")
            yield Kept(host, path, "" if category == ALLOWED else category)


def names(copy: Path) -> Iterator[tuple[bytes, str]]:
    """Yield each closed host with its category; paths and what is open are not among them."""
    with copy.open("rb") as file:
        for line in file:
            host, path, category = line[:-1].split(b"\t")
            if not path and category != b"+":
                yield host, category.decode()


def in_order(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines in the order of bytes, each once; on disk, so that memory is bounded."""
    with TemporaryDirectory(prefix="schoolgate-list-") as folder, ExitStack() as open_:
        last = b""
        for line in heapq.merge(*_runs(lines, Path(folder), open_)):
            if line != last:
                yield line
                last = line


def side_by_side(new: Iterator[bytes], old: Iterator[bytes]) -> Iterator[tuple[bytes, bool, bool]]:
    """Yield every line of two copies in order: the line, whether the new has it, and the old."""
    left, right = next(new, b""), next(old, b"")
    while left or right:
        if left == right:
            yield left, True, True
            left, right = next(new, b""), next(old, b"")
        elif left and (not right or left < right):
            yield left, True, False
            left = next(new, b"")
        else:
            yield right, False, True
            right = next(old, b"")


def _runs(lines: Iterable[bytes], folder: Path, open_: ExitStack) -> list[Iterable[bytes]]:
    runs: list[Iterable[bytes]] = []
    some: list[bytes] = []
    for line in lines:
        some.append(line)
        if len(some) == _RUN:
            runs.append(_put_aside(sorted(some), folder / f"run{len(runs)}", open_))
            some = []
    return [*runs, sorted(some)]


def _put_aside(lines: list[bytes], path: Path, open_: ExitStack) -> BinaryIO:
    file = open_.enter_context(path.open("w+b"))
    file.writelines(lines)
    file.seek(0)
    return file
