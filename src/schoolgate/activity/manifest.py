"""The manifest: which files are the log, in one SQLite file beside them.

What stands here was synced before it was entered; what does not stand here is not there. So one
transaction is what makes rows, and the place in the source up to which they were taken, real at
once; and a reader who takes the list of files has a snapshot.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from schoolgate.activity.segments import Written

NAME: Final = "manifest.sqlite"
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS file (
  name TEXT PRIMARY KEY, tab TEXT NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL,
  rows INTEGER NOT NULL, bytes INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
  at_min INTEGER NOT NULL, at_max INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS file_day ON file (tab, day);
CREATE INDEX IF NOT EXISTS file_last ON file (tab, last);
CREATE TABLE IF NOT EXISTS leaving (name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reached (source TEXT PRIMARY KEY, upto TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS arrived (tab TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hold (
  of TEXT NOT NULL, tab TEXT NOT NULL, who TEXT NOT NULL, since INTEGER NOT NULL,
  until INTEGER NOT NULL, PRIMARY KEY (of, tab, who, since, until)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS name (
  pseudonym TEXT PRIMARY KEY, sealed BLOB NOT NULL, day TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gone (
  id INTEGER PRIMARY KEY, tab TEXT NOT NULL, day TEXT NOT NULL, rows INTEGER NOT NULL,
  bytes INTEGER NOT NULL, held INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS session (
  device TEXT NOT NULL, who TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,
  PRIMARY KEY (device, who, since)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS aside (
  id INTEGER PRIMARY KEY, day TEXT NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL,
  lines INTEGER NOT NULL, sealed BLOB NOT NULL);
"""


class File(NamedTuple):
    """One Parquet file of the log: all its rows are of one table and of one day.

    `kind` is "segment" as it arrived, "merged" from several, "day" sorted, or "held". `first` and
    `last` are numbers of arrival; `at_min` and `at_max` in ms since 1970, both within.
    """

    name: str
    tab: str
    day: date
    kind: str
    rows: int
    bytes: int
    first: int
    last: int
    at_min: int
    at_max: int


class Hold(NamedTuple):
    """Rows that a case keeps: of one table and person, from `since` to before `until` (ms)."""

    of: str
    tab: str
    who: str
    since: int
    until: int


class SetAside(NamedTuple):
    """Lines of one batch that are no events, sealed under `id`."""

    id: int
    day: str
    source: str
    reason: str
    lines: int


class Manifest:
    """One connection for all threads of a process. Opened when first used."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._lock = threading.RLock()
        self._open: sqlite3.Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hold the connection for one read."""
        with self._lock:
            yield self._connected()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the connection for one transaction: on disk when this ends, or not at all."""
        with self._lock:
            one = self._connected()
            one.execute("BEGIN IMMEDIATE")
            try:
                yield one
                one.execute("COMMIT")
            except BaseException:
                if one.in_transaction:
                    one.execute("ROLLBACK")
                raise

    def known(self) -> set[str]:
        """Return the names of all files that are the log, or are leaving it."""
        with self.reading() as one:
            said = "SELECT name FROM file UNION ALL SELECT name FROM leaving"
            return {str(row[0]) for row in one.execute(said)}

    def holds_of(self, case: str) -> list[Hold]:
        """Return what a case holds."""
        with self.reading() as one:
            return [hold for hold in holds(one) if hold.of == case]

    def cases(self) -> list[str]:
        """Return the cases that hold anything, in order."""
        with self.reading() as one:
            return sorted({hold.of for hold in holds(one)})

    def close(self) -> None:
        """Close the connection; it opens again when it is used."""
        with self._lock:
            if self._open is not None:
                self._open.close()
            self._open = None

    def _connected(self) -> sqlite3.Connection:
        if self._open is None:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            one = sqlite3.connect(
                self._path, timeout=30, isolation_level=None, check_same_thread=False
            )
            one.execute("PRAGMA journal_mode = WAL")
            one.execute("PRAGMA synchronous = FULL")
            one.execute("PRAGMA secure_delete = ON")  # what is dropped leaves no bytes
            one.executescript(_TABLES)
            self._open = one
        return self._open


def files(
    one: sqlite3.Connection, tab: str, since: int | None = None, until: int | None = None
) -> list[File]:
    """Return the files of a table that may hold rows from `since` to before `until`, by day."""
    said = "SELECT * FROM file WHERE tab = ? AND at_max >= ? AND at_min < ? ORDER BY day, first"
    found = one.execute(said, (tab, -(2**62) if since is None else since,
                               2**62 if until is None else until))  # fmt: skip
    return [_file(row) for row in found]


def _file(row: tuple[object, ...]) -> File:
    one = File._make(row)
    return one._replace(day=date.fromisoformat(str(one.day)))


def entry(made: Written, tab: str, day: date, kind: str) -> File:
    """Return what to enter of a file that was written."""
    return File(made.name, tab, day, kind, made.rows, made.bytes, made.first, made.last,
                made.at_min, made.at_max)  # fmt: skip


def enter(one: sqlite3.Connection, file: File) -> None:
    """Make a file part of the log."""
    values = (*file[:2], file.day.isoformat(), *file[3:])
    one.execute(f"INSERT INTO file VALUES ({', '.join('?' * len(values))})", values)


def after(one: sqlite3.Connection, tab: str, number: int) -> list[File]:
    """Return the files of a table with rows that arrived after `number`, in order of arrival."""
    found = one.execute("SELECT * FROM file WHERE tab = ? AND last > ? ORDER BY first",
                        (tab, number))  # fmt: skip
    return [_file(row) for row in found]


def next_number(one: sqlite3.Connection, tab: str) -> int:
    """Return the number that the next row of a table gets; the first is 1."""
    found = one.execute("SELECT next FROM arrived WHERE tab = ?", (tab,)).fetchone()
    return int(found[0]) if found else 1


def arrived(one: sqlite3.Connection, tab: str, following: int) -> None:
    """Note the number that the next row gets."""
    one.execute("INSERT OR REPLACE INTO arrived VALUES (?, ?)", (tab, following))


def reached(one: sqlite3.Connection, source: str) -> str:
    """Return where intake of a source stopped, "" at first."""
    found = one.execute("SELECT upto FROM reached WHERE source = ?", (source,)).fetchone()
    return str(found[0]) if found else ""


def reach(one: sqlite3.Connection, source: str, upto: str) -> None:
    """Note where intake of a source stopped."""
    one.execute("INSERT OR REPLACE INTO reached VALUES (?, ?)", (source, upto))


def holds(one: sqlite3.Connection, tab: str | None = None) -> list[Hold]:
    """Return the holds, of one table or of all."""
    found = one.execute("SELECT * FROM hold WHERE ? IS NULL OR tab = ?", (tab, tab))
    return [Hold._make(row) for row in found]


def aside(one: sqlite3.Connection) -> list[SetAside]:
    """Return what was set aside, without the lines."""
    found = one.execute("SELECT id, day, source, reason, lines FROM aside ORDER BY id")
    return [SetAside._make(row) for row in found]
