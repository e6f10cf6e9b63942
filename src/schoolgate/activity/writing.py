"""Adding to the log: files first, then one transaction of the manifest makes them real."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple, cast

from duckdb import DuckDBPyConnection

from schoolgate.activity import days, manifest, segments
from schoolgate.activity.columns import columns
from schoolgate.activity.events import TABLES
from schoolgate.activity.manifest import File, Manifest
from schoolgate.activity.pseudonyms import Pseudonyms
from schoolgate.activity.reading import Row
from schoolgate.activity.segments import Written

Rows = Sequence[tuple[object, ...]]


class UnableToAppend(ValueError):
    """The rows are not of that table, or nothing says where they come from."""


class Aside(NamedTuple):
    """Lines that are no events, and why."""

    reason: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Reached:
    """What becomes real with the rows: how far the source was read, and names to seal, by
    pseudonym."""

    source: str
    upto: str
    names: Mapping[str, str] = field(default_factory=dict)


class Writer:
    """Adds to one school's log. Of several processes one writes at a time, the others wait."""

    def __init__(self, folder: Path, kept: Manifest, pseudonyms: Pseudonyms) -> None:
        self._folder = folder
        self._kept = kept
        self._pseudonyms = pseudonyms
        self._own: DuckDBPyConnection | None = None
        self._is_swept = False

    @property
    def engine(self) -> DuckDBPyConnection:
        """What writes the files."""
        if self._own is None:
            self._own = segments.engine()
        return self._own

    def append(self, rows: Mapping[str, Rows], reached: Reached) -> None:
        """Add rows of several tables. Raises UnableToAppend, OSError, duckdb.Error."""
        for table, of in rows.items():
            _check(table, of)

        def write(numbers: dict[str, int]) -> Iterator[File]:
            for table, of in rows.items():
                following = _numbered(table, of, numbers[table])
                numbers[table] += len(following)
                yield from self._segments(table, following)

        self._add([*rows], write, reached, lambda: ())

    def append_found(
        self,
        select: str,
        over: Sequence[date],
        place: Reached,
        aside: Callable[[], Sequence[Aside]],
    ) -> int:
        """Add the web events of some days that `select` finds in the engine, in its order, their
        numbers left out; return how many. `aside` is asked when the files are written: what was
        rejected is known then."""
        rows = 0

        def write(numbers: dict[str, int]) -> Iterator[File]:
            nonlocal rows
            first = numbers["web"]
            for day in over:
                file = self._found(select, day, first, is_only=len(over) == 1)
                if file is not None:
                    rows += file.rows
                    numbers["web"] = max(numbers["web"], file.last + 1)
                    yield file

        self._add(["web"], write, place, aside)
        return rows

    def _found(self, select: str, day: date, first: int, *, is_only: bool) -> File | None:
        within = f" WHERE ts >= {days.starts(day)} AND ts < {days.ends(day)}"
        numbered = (
            f"SELECT DATE '{day}' AS day, *, {first - 1} + row_number() OVER () AS number"
            f" FROM ({select})"
        )
        if not is_only:
            numbered = f"SELECT * FROM ({numbered}){within}"
        one = segments.write(
            self.engine, numbered, folder=self._folder, table="web", kind="segment"
        )
        if one is None:
            return None
        ends = self.engine.execute(
            "SELECT min(number), max(number) FROM "
            f"read_parquet('{segments.quoted(self._folder / one.name)}')"
        ).fetchall()[0]
        return _entered(one, "web", day, int(ends[0]), int(ends[1]))

    def _add(
        self,
        tables: Sequence[str],
        write: Callable[[dict[str, int]], Iterable[File]],
        place: Reached,
        aside: Callable[[], Sequence[Aside]],
    ) -> None:
        if not place.upto:
            raise UnableToAppend("Say how far the source was read.")
        with segments.alone(self._folder, "append"):
            self._sweep()
            with self._kept.reading() as one:
                if manifest.reached(one, place.source) == place.upto:
                    return
                numbers = {table: manifest.next_number(one, table) for table in tables}
            written = [*write(numbers)]
            lines = aside()
            with self._kept.writing() as one:
                for file in written:
                    manifest.enter(one, file)
                for table, number in numbers.items():
                    manifest.arrived(one, table, number)
                manifest.reach(one, place.source, place.upto)
                day = max((file.day for file in written), default=date.min)
                self._seal(one, place.names, day)
                self._set_aside(one, place.source, lines, day)

    def _segments(self, table: str, rows: Sequence[Row]) -> Iterator[File]:
        place = TABLES[table]._fields.index("at")

        def day_of(row: Row) -> date:
            return days.day_of(cast(int, row[place]))

        for day, of_day in groupby(sorted(rows, key=day_of), key=day_of):
            part = list(of_day)
            with segments.in_memory(part) as path:
                select = (
                    f"SELECT DATE '{day}' AS day, * FROM read_csv('{path}', delim='\t', quote='\"',"
                    f" escape='\"', header=false, auto_detect=false, nullstr='\\N',"
                    f" columns={columns(table)}, max_line_size=16777216)"
                )
                one = segments.write(
                    self.engine, select, folder=self._folder, table=table, kind="segment"
                )
            if one is not None:
                yield _entered(one, table, day, cast(int, part[0][-1]), cast(int, part[-1][-1]))

    def _seal(self, one: Connection, names: Mapping[str, str], day: date) -> None:
        for pseudonym, name in names.items():
            sealed = self._pseudonyms.seal(name.encode(), place=f"name:{pseudonym}")
            one.execute(
                "INSERT INTO name VALUES (?, ?, ?) ON CONFLICT (pseudonym)"
                " DO UPDATE SET day = max(day, excluded.day)",
                (pseudonym, sealed, day.isoformat()),
            )

    def _set_aside(self, one: Connection, source: str, lines: Sequence[Aside], day: date) -> None:
        for aside in lines:
            packed = zlib.compress("\n".join(aside.lines).encode(errors="replace"))
            sealed = self._pseudonyms.seal(packed, place=f"aside:{aside.reason}")
            one.execute(
                "INSERT INTO aside (day, source, reason, lines, sealed) VALUES (?, ?, ?, ?, ?)",
                (day.isoformat(), source, aside.reason, len(aside.lines), sealed),
            )

    def _sweep(self) -> None:
        if not self._is_swept:
            segments.sweep(self._folder, ("segment",), self._kept.known())
            self._is_swept = True


def _entered(one: Written, table: str, day: date, first: int, last: int) -> File:
    return File(one.name, table, day, "segment", one.rows, one.bytes, first, last, one.at_min,
                one.at_max)  # fmt: skip


def _numbered(table: str, rows: Rows, first: int) -> list[Row]:
    """Return the rows with their numbers of arrival, whether or not they had a place for it."""
    width = len(TABLES[table]._fields) - 1
    return [(*row[:width], number) for number, row in enumerate(rows, first)]


def _check(table: str, rows: Rows) -> None:
    fields = TABLES[table]._fields
    for row in rows:
        if len(row) not in {len(fields), len(fields) - 1}:
            raise UnableToAppend(f"A row of {table} has {len(fields) - 1} columns, not {len(row)}.")
