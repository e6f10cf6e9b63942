"""Sorting closed days, and dropping days that are over: never in the way of who adds rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from duckdb import DuckDBPyConnection

from schoolgate.activity import days, manifest, segments
from schoolgate.activity.events import TABLES, WHOSE
from schoolgate.activity.manifest import File, Hold, Manifest
from schoolgate.activity.reading import Reader

_ENOUGH: Final = 20  # segments of a day that is not over become one
_GRACE: Final = 60_000  # ms for which readers may still open what was replaced


class Dropped(NamedTuple):
    """What went with a day: rows and bytes, and the rows that holds keep."""

    day: date
    rows: int
    bytes: int
    held: int


class Keeper:
    """Sorts and drops in one school's log. One process at a time; others may read and add."""

    def __init__(self, folder: Path, kept: Manifest, reader: Reader) -> None:
        self._folder = folder
        self._kept = kept
        self._reader = reader

    def compact(self, *, now: int) -> int:
        """Sort the days that are over, and merge many small segments; return how many files were
        replaced. `now` is in ms since 1970. Raises OSError, duckdb.Error."""
        replaced = 0
        with segments.alone(self._folder, "compact"), segments.engine() as engine:
            engine.execute(f"SET temp_directory = '{segments.quoted(self._folder / 'spill')}'")
            self._tidy(now)
            for table in TABLES:
                for day, files in self._by_day(table).items():
                    replaced += self._compact(engine, table, day, files, now)
        return replaced

    def drop(self, day: date, *, tables: Sequence[str] = tuple(TABLES)) -> Dropped:
        """Drop a day; rows that a hold keeps are copied first. The bytes are gone when this
        returns. Raises OSError, duckdb.Error; the day is still there then."""
        with segments.alone(self._folder, "compact"), segments.engine() as engine:
            parts = [self._drop(engine, table, day) for table in tables]
        return Dropped(day, *(sum(column) for column in zip(*parts, strict=True)))

    def gone(self, tables: Sequence[str] = tuple(TABLES)) -> list[Dropped]:
        """Return what went of these tables day by day, and was not yet told (`told`): it is kept
        from the moment at which the rows were gone."""
        with self._kept.reading() as one:
            rows = one.execute(
                "SELECT day, sum(rows), sum(bytes), sum(held) FROM gone WHERE tab IN"
                f" ({', '.join('?' * len(tables))}) GROUP BY day ORDER BY day", tables,
            ).fetchall()  # fmt: skip
        return [Dropped(date.fromisoformat(day), *counts) for day, *counts in rows]

    def told(self, tables: Sequence[str] = tuple(TABLES)) -> None:
        """Forget what went: the journal has it now."""
        with self._kept.writing() as one:
            one.executemany("DELETE FROM gone WHERE tab = ?", [(table,) for table in tables])

    def let_go(self, case: str) -> int:
        """End a case's holds; rows past their day that no other case keeps are gone when this
        returns, and noted (`gone`). Returns how many went. Whoever was interrupted calls it again:
        the holds themselves go last."""
        gone = 0
        with segments.alone(self._folder, "compact"), segments.engine() as engine:
            theirs = self._kept.holds_of(case)
            for table in TABLES:
                for day, files in self._by_day(table, kinds=("held",)).items():
                    if any(one.tab == table and _touches(one, day) for one in theirs):
                        gone += self._replace_held(engine, table, day, files, but=case)[0]
            with self._kept.writing() as one:
                one.execute("DELETE FROM hold WHERE of = ?", (case,))
        return gone

    def days(self, before: date, *, tables: Sequence[str] = tuple(TABLES)) -> list[date]:
        """Return the days before a day of which there is more than holds keep."""
        every = [file for table in tables for of in self._by_day(table).values() for file in of]
        return sorted({file.day for file in every if file.day < before})

    def _compact(
        self, engine: DuckDBPyConnection, table: str, day: date, files: list[File], now: int
    ) -> int:
        is_over = days.ends(day) <= now
        if is_over and [one.kind for one in files] != ["day"]:
            kind, order = "day", f"{WHOSE[table]}, ts, number"
        elif not is_over and len(files) >= _ENOUGH:
            kind, order = "merged", "number"
        else:
            return 0
        select = f"SELECT * FROM {self._reader.relation(table, files)} ORDER BY {order}"
        made = self._write(engine, select, table, day, kind)
        with self._kept.writing() as one:
            for file in files:
                one.execute("DELETE FROM file WHERE name = ?", (file.name,))
                one.execute("INSERT INTO leaving VALUES (?, ?)", (file.name, now))
            if made is not None:
                manifest.enter(one, made)
        return len(files)

    def _drop(self, engine: DuckDBPyConnection, table: str, day: date) -> tuple[int, int, int]:
        files = self._by_day(table, kinds=("segment", "merged", "day", "held")).get(day, [])
        if not files:
            return 0, 0, 0
        return self._replace_held(engine, table, day, files, is_noted=True)

    def _replace_held(
        self, engine: DuckDBPyConnection, table: str, day: date, files: list[File],
        *, is_noted: bool = False, but: str = "",
    ) -> tuple[int, int, int]:  # fmt: skip
        """Put what holds, `but` those of one case, keep of these files in their place; return rows
        and bytes that went, and rows that stay. What went is noted; with `is_noted`, nothing too.
        """
        with self._kept.reading() as one:
            holds = [hold for hold in manifest.holds(one, table)
                     if hold.of != but and _touches(hold, day)]  # fmt: skip
        made = None
        if holds:
            where = " OR ".join(_matching(table, hold) for hold in holds)
            select = (
                f"SELECT * FROM {self._reader.relation(table, files)} WHERE {where}"
                f" ORDER BY {WHOSE[table]}, ts, number"
            )
            made = self._write(engine, select, table, day, "held")
        rows, size = sum(one.rows for one in files), sum(one.bytes for one in files)
        stays = made.rows if made else 0
        went = rows - stays, size - (made.bytes if made else 0), stays
        with self._kept.writing() as one:
            for file in files:
                one.execute("DELETE FROM file WHERE name = ?", (file.name,))
            if made is not None:
                manifest.enter(one, made)
            if is_noted or went[0]:
                one.execute("INSERT INTO gone (tab, day, rows, bytes, held) VALUES (?, ?, ?, ?, ?)",
                            (table, day.isoformat(), *went))  # fmt: skip
        self._unlink(file.name for file in files)
        return went

    def forget(self, before: date) -> None:
        """Forget the names last seen before a day, but those of held rows, and what was set aside
        before it; nothing of them stays in the manifest's bytes."""
        held: set[str] = set()
        for table in ("web", "mail", "recipients"):
            files = [one for of in self._by_day(table, kinds=("held",)).values() for one in of]
            columns = ("who", "device") if table == "web" else (WHOSE[table],)
            for column in columns:
                said = f"SELECT DISTINCT {column} FROM {self._reader.relation(table, files)}"
                held |= {str(row[0]) for row in self._reader.found(said, ())}
        with self._kept.writing() as one:
            names = one.execute("SELECT pseudonym FROM name WHERE day < ?", (before.isoformat(),))
            gone = [row for row in names.fetchall() if row[0] not in held]
            one.executemany("DELETE FROM name WHERE pseudonym = ?", gone)
            one.execute("DELETE FROM aside WHERE day < ?", (before.isoformat(),))
        with self._kept.reading() as one:
            one.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def forget_sessions(self, before: date) -> int:
        """Forget who sat where until a day began; return how many sessions that were."""
        with self._kept.writing() as one:
            gone = one.execute("DELETE FROM session WHERE until <= ?", (days.starts(before),))
            return gone.rowcount

    def _tidy(self, now: int) -> None:
        """Remove what was replaced a minute ago, and what a killed program left behind."""
        with self._kept.reading() as one:
            old = one.execute("SELECT name FROM leaving WHERE at <= ?", (now - _GRACE,)).fetchall()
        self._unlink(row[0] for row in old)
        with self._kept.writing() as one:
            one.executemany("DELETE FROM leaving WHERE name = ?", old)
        segments.sweep(self._folder, ("merged", "day", "held"), self._kept.known())

    def _by_day(
        self, table: str, kinds: Sequence[str] = ("segment", "merged", "day")
    ) -> dict[date, list[File]]:
        with self._kept.reading() as one:
            every = manifest.files(one, table)
        found: dict[date, list[File]] = {}
        for file in every:
            if file.kind in kinds:
                found.setdefault(file.day, []).append(file)
        return found

    def _write(
        self,
        engine: DuckDBPyConnection,
        select: str,
        table: str,
        day: date,
        kind: str,
    ) -> File | None:
        made = segments.write(engine, select, folder=self._folder, table=table, kind=kind)
        return None if made is None else manifest.entry(made, table, day, kind)

    def _unlink(self, names: Iterable[str]) -> None:
        for name in names:
            (self._folder / name).unlink(missing_ok=True)
        for place in sorted(set(segments.FOLDERS.values())):
            if (self._folder / place).exists():
                segments.sync_folder(self._folder / place)


def _touches(hold: Hold, day: date) -> bool:
    return hold.since < days.ends(day) and hold.until > days.starts(day)


def _matching(table: str, hold: Hold) -> str:
    who = hold.who.replace("'", "''")
    return f"({WHOSE[table]} = '{who}' AND ts >= {hold.since} AND ts < {hold.until})"
