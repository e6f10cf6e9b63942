"""Writing Parquet files so that they outlive a power cut: data, name and folder are synced before
the manifest is told. A file that no manifest names is no part of the log, and is removed."""

from __future__ import annotations

import csv
import fcntl
import io
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import duckdb

# What the writer of a file says: minimum, maximum, how many have no value, by quoted name.
Columns = Mapping[str, Mapping[str, str]]
FOLDERS: Final = {"web": "web", "mail": "mail", "recipients": "mail", "attachments": "mail"}
_OPTIONS: Final = {
    "segment": ", COMPRESSION_LEVEL 1",  # it lives for a day
    # The dictionary must hold every host of a row group, else there is no bloom filter of hosts.
    "day": ", ROW_GROUP_SIZE 61440, DICTIONARY_SIZE_LIMIT 40000, WRITE_BLOOM_FILTER true",
}
_SETTINGS: Final[dict[str, str | int | float | list[str]]] = {
    "threads": 1,
    "memory_limit": "256MB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}


class UnableToSettle(ValueError):
    """Rows are not of the span that was expected, or lack a value: nothing was written."""


class Written(NamedTuple):
    """What a written file holds. `at_min` and `at_max` are in ms since 1970, `first` and `last`
    numbers of arrival, all within."""

    name: str
    rows: int
    bytes: int
    at_min: int
    at_max: int
    first: int
    last: int


def engine() -> duckdb.DuckDBPyConnection:
    """Return a DuckDB that keeps nothing, reaches no network and takes little memory."""
    one = duckdb.connect(":memory:", config=dict(_SETTINGS))
    # As it is written: a log is run past small tables, in its order, and is never held in memory.
    one.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    return one


def write(
    by: duckdb.DuckDBPyConnection, select: str, *, folder: Path, table: str, kind: str,
    within: tuple[int, int] | None = None,
) -> Written | None:  # fmt: skip
    """Write what `select` gives into a new file that is on disk when this returns; None where
    there is no row. Its name is relative to `folder`. `within` are two instants (ms), between
    which every row must lie, and then none may lack a value.

    Raises UnableToSettle, OSError, duckdb.Error."""
    place = folder / FOLDERS[table]
    if not place.exists():
        place.mkdir(parents=True, mode=0o700)
        sync_folder(folder)
    name = f"{FOLDERS[table]}/{kind}-{table}-{secrets.token_hex(8)}.parquet"
    aside = folder / f"{name}.tmp"
    try:
        rows, columns = _copied(by, select, aside, kind)
        if not rows:
            return None
        at, number = columns['"ts"'], columns['"number"']
        if within is not None:
            _check(columns.values(), int(at["min"]), int(at["max"]), within)
        size = sync(aside)
        aside.rename(folder / name)
        sync_folder(place)
        return Written(name, rows, size, int(at["min"]), int(at["max"]), int(number["min"]),
                       int(number["max"]))  # fmt: skip
    finally:
        aside.unlink(missing_ok=True)


def _copied(by: duckdb.DuckDBPyConnection, select: str, to: Path, kind: str) -> tuple[int, Columns]:
    """Write a file; return how many rows it has and what the writer says of each column."""
    said = f"(FORMAT parquet, COMPRESSION zstd, RETURN_STATS{_OPTIONS.get(kind, '')})"
    found = by.execute(f"COPY ({select}) TO '{quoted(to)}' {said}").fetchall()
    return (int(found[0][1]), found[0][4]) if found else (0, {})


def _check(
    columns: Iterable[Mapping[str, str]], first: int, last: int, within: tuple[int, int]
) -> None:
    if any(one["null_count"] != "0" for one in columns):
        raise UnableToSettle("A row lacks a value.")
    if first < within[0] or last >= within[1]:
        raise UnableToSettle("A row is of another day.")


def quoted(path: Path | str) -> str:
    """Return a path as it stands in SQL between single quotes."""
    return str(path).replace("'", "''")


def sync(path: Path) -> int:
    """Bring a file's bytes to the disk; return how many."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
        return os.fstat(handle).st_size
    finally:
        os.close(handle)


def sync_folder(path: Path) -> None:
    """Bring a folder's names to the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def in_memory(rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    """Hold rows as a file that has no place on the disk; yield its path, for `read_csv`."""
    text = io.StringIO()
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(rows)
    data = text.getvalue().replace("\0", "").encode(errors="replace")
    with bytes_in_memory(data) as path:
        yield path


@contextmanager
def bytes_in_memory(data: bytes | memoryview) -> Iterator[str]:
    """Hold bytes as a file that has no place on the disk; yield its path."""
    handle = os.memfd_create("activity")
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        yield f"/proc/self/fd/{handle}"
    finally:
        os.close(handle)


@contextmanager
def alone(folder: Path, what: str) -> Iterator[None]:
    """Be the one process that does `what` ("append", "compact") in this folder."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder / f"{what}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def sweep(folder: Path, kinds: tuple[str, ...], known: set[str]) -> None:
    """Remove the files of these kinds that nobody knows: a program that wrote them was killed."""
    for path in [*folder.glob("web/*"), *folder.glob("mail/*")]:
        is_ours = path.name.startswith(tuple(f"{kind}-" for kind in kinds))
        if is_ours and f"{path.parent.name}/{path.name}" not in known:
            path.unlink(missing_ok=True)
