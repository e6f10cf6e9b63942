"""Adding to the log: files first, then one transaction of the manifest makes them real."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


class Place(NamedTuple):
    """How far a source was read."""

    source: str
    upto: str


class Besides(NamedTuple):
    """What becomes real with the rows: names to seal, by pseudonym, and lines set aside."""

    names: Mapping[str, str] = {}
    aside: Sequence[Aside] = ()


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

    def append(self, rows: Mapping[str, Rows], place: Place, names: Mapping[str, str]) -> None:
        """Add rows of several tables. Raises UnableToAppend, OSError, duckdb.Error."""
        for table, of in rows.items():
            _check(table, of)

        def write(numbers: dict[str, int]) -> Iterator[File]:
            for table, of in rows.items():
                following = _numbered(table, of, numbers[table])
                numbers[table] += len(following)
                yield from self._segments(table, following)

        self._add([*rows], write, place, lambda _: Besides(names))

    def append_found(
        self,
        found: Callable[[int], Iterable[tuple[date, Written]]],
        place: Place,
        besides: Callable[[Sequence[File]], Besides],
    ) -> list[File]:
        """Add web events; return the files. `found` is given the number of the first row, and
        gives days with what was `put`; `besides` is asked when that is done."""

        def write(numbers: dict[str, int]) -> Iterator[File]:
            for day, one in found(numbers["web"]):
                numbers["web"] = max(numbers["web"], one.last + 1)
                yield manifest.entry(one, "web", day, "segment")

        return self._add(["web"], write, place, besides)

    def put(self, select: str, within: tuple[int, int]) -> Written | None:
        """Write the web events that `select` finds in the engine, day and number with them; None
        where there are none. Raises UnableToSettle, OSError, duckdb.Error."""
        return segments.write(
            self.engine, select, folder=self._folder, table="web", kind="segment",
            within=within,
        )  # fmt: skip

    def _add(
        self,
        tables: Sequence[str],
        write: Callable[[dict[str, int]], Iterable[File]],
        place: Place,
        besides: Callable[[Sequence[File]], Besides],
    ) -> list[File]:
        if not place.upto:
            raise UnableToAppend("Say how far the source was read.")
        with segments.alone(self._folder, "append"):
            self._sweep()
            with self._kept.reading() as one:
                if manifest.reached(one, place.source) == place.upto:
                    return []
                numbers = {table: manifest.next_number(one, table) for table in tables}
            written = [*write(numbers)]
            names, aside = besides(written)
            with self._kept.writing() as one:
                for file in written:
                    manifest.enter(one, file)
                for table, number in numbers.items():
                    manifest.arrived(one, table, number)
                manifest.reach(one, place.source, place.upto)
                day = max((file.day for file in written), default=date.min)
                self._seal(one, names, day)
                self._set_aside(one, place.source, aside, day)
        return written

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
                yield manifest.entry(one, table, day, "segment")

    def _seal(self, one: Connection, names: Mapping[str, str], day: date) -> None:
        """Keep names, and the last day on which they were seen."""
        said = "SELECT pseudonym, day FROM name WHERE pseudonym IN (SELECT value FROM json_each(?))"
        known = dict(one.execute(said, (json.dumps([*names]),)).fetchall())
        seen_on = day.isoformat()
        one.executemany(
            "INSERT INTO name VALUES (?, ?, ?)",
            [(pseudonym, self._sealed(pseudonym, name), seen_on)
             for pseudonym, name in names.items() if pseudonym not in known],
        )  # fmt: skip
        one.executemany(
            "UPDATE name SET day = ? WHERE pseudonym = ?",
            [(seen_on, pseudonym) for pseudonym, before in known.items() if before < seen_on],
        )

    def _sealed(self, pseudonym: str, name: str) -> bytes:
        return self._pseudonyms.seal(name.encode(), place=f"name:{pseudonym}")

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


def _numbered(table: str, rows: Rows, first: int) -> list[Row]:
    """Return the rows with their numbers of arrival, whether or not they had a place for it."""
    width = len(TABLES[table]._fields) - 1
    return [(*row[:width], number) for number, row in enumerate(rows, first)]


def _check(table: str, rows: Rows) -> None:
    fields = TABLES[table]._fields
    for row in rows:
        if len(row) not in {len(fields), len(fields) - 1}:
            raise UnableToAppend(f"A row of {table} has {len(fields) - 1} columns, not {len(row)}.")
