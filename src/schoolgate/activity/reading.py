"""Reading the log: SQL over the files that the manifest names at one moment."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from importlib.resources import files as packaged
from pathlib import Path
from threading import Lock
from typing import Final, TypeVar, cast

import duckdb

from schoolgate.activity import days, manifest
from schoolgate.activity.columns import columns, empty
from schoolgate.activity.manifest import File, Manifest
from schoolgate.activity.segments import engine, quoted

_TRIES: Final = 5
_NAMED: Final = re.compile(r"(?<![:\w]):([a-z_]+)")
_Found = TypeVar("_Found")
Row = tuple[object, ...]


class UnableToAsk(LookupError):
    """There is no question of that name."""


@lru_cache(maxsize=64)
def text(name: str) -> str:
    """Return a named SQL text of `activity/sql`. Raises UnableToAsk."""
    place = packaged("schoolgate.activity") / "sql" / f"{name}.sql"
    if not name.replace("_", "").isalpha() or not place.is_file():
        raise UnableToAsk(f"The activity log knows no question “{name}”.")
    return place.read_text(encoding="utf-8")


class Reader:
    """Reads one school's log. Other processes may write it, sort it and drop from it meanwhile."""

    def __init__(self, folder: Path, kept: Manifest) -> None:
        self._folder = folder
        self._kept = kept
        self._lock = Lock()
        self._engine: duckdb.DuckDBPyConnection | None = None

    def relation(self, table: str, chosen: Sequence[File]) -> str:
        """Return what stands for a table's rows in SQL."""
        if not chosen:
            return f"({empty(table)})"
        paths = ", ".join(f"'{quoted(self._folder / one.name)}'" for one in chosen)
        return f"read_parquet([{paths}])"

    def rows(
        self,
        table: str,
        *,
        since: int | None,
        until: int | None,
        said: str,
        values: Sequence[object],
    ) -> list[Row]:
        """Return what `said` finds; `{relation}` in it are the files of that span (ms)."""

        def once() -> list[Row]:
            with self._kept.reading() as one:
                chosen = manifest.files(one, table, since, until)
            return self.found(said.replace("{relation}", self.relation(table, chosen)), values)

        return again(once)

    def asked(
        self,
        table: str,
        said: str,
        values: Mapping[str, object],
        *,
        since: int | None,
        until: int | None,
    ) -> list[Row]:
        """Return what a text with `{relation}` and `:names` finds in the files of that span."""
        names = [*dict.fromkeys(_NAMED.findall(said))]
        plain = _NAMED.sub(lambda one: f"${names.index(one[1]) + 1}", said)
        given = [values[name] for name in names]
        return self.rows(table, since=since, until=until, said=plain, values=given)

    def after(self, table: str, cursor: int, limit: int) -> list[Row]:
        """Return up to `limit` rows that arrived after `cursor`, in order of arrival."""

        def once() -> list[Row]:
            with self._kept.reading() as one:
                chosen = _enough(manifest.after(one, table, cursor), cursor, limit)
            return self.found(
                f"SELECT {_named(table)} FROM {self.relation(table, chosen)}"
                " WHERE number > ? ORDER BY number LIMIT ?",
                (cursor, limit),
            )

        return again(once)

    def opened(self, after: int, last: int) -> list[Row]:
        """Return tokens of openings, and when they were first used, of the rows after a number."""

        def once() -> list[Row]:
            with self._kept.reading() as one:
                chosen = manifest.after(one, "web", after)
            return self.found(
                f"SELECT opening, min(ts) FROM {self.relation('web', chosen)}"
                " WHERE number > ? AND number <= ? AND opening <> '' GROUP BY opening ORDER BY 2",
                (after, last),
            )

        return again(once)

    def between(self, table: str, *, whose: str, who: str, since: int, until: int) -> list[Row]:
        """Return a person's rows from `since` to before `until` (ms), by time."""
        said = (
            f"SELECT {_named(table)} FROM {{relation}} WHERE {whose} = ? AND ts >= ? AND ts < ?"
            " ORDER BY ts, number"
        )
        return self.rows(table, since=since, until=until, said=said, values=(who, since, until))

    def count(self, table: str, *, whose: str, who: str, since: int, until: int) -> int:
        """Return how many rows of a person there are from `since` to before `until` (ms)."""
        said = f"SELECT count(*) FROM {{relation}} WHERE {whose} = ? AND ts >= ? AND ts < ?"
        [(rows,)] = self.rows(
            table, since=since, until=until, said=said, values=(who, since, until)
        )
        return cast(int, rows)

    def latest(self, table: str, *, whose: str, who: str, count: int, until: int) -> list[Row]:
        """Return a person's last rows before `until` (ms), the newest first: days are walked
        backwards, one, two, four … at a time, so what is recent costs little."""
        with self._kept.reading() as one:
            every = manifest.files(one, table, None, until)
        if not every:
            return []
        oldest = min(file.at_min for file in every)
        found: list[Row] = []
        upper, step = until, 1
        while len(found) < count and upper > oldest:
            day = days.day_of(min(upper, max(file.at_max for file in every) + 1) - 1)
            lower = max(days.starts(day - timedelta(days=step - 1)), oldest)
            part = self.between(table, whose=whose, who=who, since=lower, until=upper)
            found += reversed(part)
            upper, step = lower, step * 2
        return found[:count]

    def earliest(self, table: str, said: str, values: Mapping[str, object]) -> list[Row]:
        """Return what a text that asks for a first row finds: days are walked forwards, one, two,
        four … at a time, for what is not rare is found soon."""
        with self._kept.reading() as one:
            over = sorted({file.day for file in manifest.files(one, table)})
        step = 1
        while over:
            span = {"since": days.starts(over[0]), "until": days.ends(over[:step][-1])}
            if found := self.asked(table, said, values, **span):
                return found
            over, step = over[step:], step * 2
        return []

    def found(self, said: str, values: Sequence[object]) -> list[Row]:
        """Run one SQL text. Raises duckdb.Error."""
        with self._lock:
            if self._engine is None:
                self._engine = engine()
            cursor = self._engine.cursor()
        try:
            return cursor.execute(said, list(values)).fetchall()
        finally:
            cursor.close()


def again(read: Callable[[], _Found]) -> _Found:
    """Read, and read again where a file was sorted away between list and reading."""
    for _ in range(_TRIES):
        try:
            return read()
        except duckdb.IOException as error:
            last = error
    raise last


def _named(table: str) -> str:
    return ", ".join(columns(table))


def _enough(every: Sequence[File], cursor: int, limit: int) -> list[File]:
    """Return the first files that hold `limit` rows after `cursor`, and whatever else holds rows
    that arrived between those: sorted files overlap."""
    chosen: list[File] = []
    rows, last = 0, 0
    for file in every:
        if rows >= limit and file.first > last:
            break
        chosen.append(file)
        rows += min(file.rows, file.last - cursor)
        last = max(last, file.last)
    return chosen
