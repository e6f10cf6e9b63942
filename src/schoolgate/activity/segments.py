"""Writing Parquet files so that they outlive a power cut: data, name and folder are synced before
the manifest is told. A file that no manifest names is no part of the log, and is removed."""

from __future__ import annotations

import csv
import fcntl
import io
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import duckdb

FOLDERS: Final = {"web": "web", "mail": "mail", "recipients": "mail", "attachments": "mail"}
_SETTINGS: Final[dict[str, str | int | float | list[str]]] = {
    "threads": 1,
    "memory_limit": "256MB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}


class Written(NamedTuple):
    """What a written file holds. `at_min` and `at_max` are in ms since 1970, both within."""

    name: str
    rows: int
    bytes: int
    at_min: int
    at_max: int


def engine() -> duckdb.DuckDBPyConnection:
    """Return a DuckDB that keeps nothing, reaches no network and takes little memory."""
    one = duckdb.connect(":memory:", config=dict(_SETTINGS))
    # As it is written: a log is run past small tables, in its order, and is never held in memory.
    one.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    return one


def write(
    by: duckdb.DuckDBPyConnection, select: str, *, folder: Path, table: str, kind: str,
    options: str = "",
) -> Written | None:  # fmt: skip
    """Write what `select` gives into a new file that is on disk when this returns; None where
    there is no row. Its name is relative to `folder`. Raises OSError, duckdb.Error."""
    place = folder / FOLDERS[table]
    if not place.exists():
        place.mkdir(parents=True, mode=0o700)
        sync_folder(folder)
    name = f"{FOLDERS[table]}/{kind}-{table}-{secrets.token_hex(8)}.parquet"
    aside = folder / f"{name}.tmp"
    try:
        rows, first, last = _copied(by, select, aside, options)
        if not rows:
            return None
        size = sync(aside)
        aside.rename(folder / name)
        sync_folder(place)
        return Written(name, rows, size, first, last)
    finally:
        aside.unlink(missing_ok=True)


def _copied(
    by: duckdb.DuckDBPyConnection, select: str, to: Path, options: str
) -> tuple[int, int, int]:
    by.execute(f"COPY ({select}) TO '{quoted(to)}' (FORMAT parquet, COMPRESSION zstd{options})")
    found = by.execute(
        f"SELECT count(*), min(ts), max(ts) FROM read_parquet('{quoted(to)}')"
    ).fetchall()
    rows, first, last = found[0]
    return int(rows), int(first or 0), int(last or 0)


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
