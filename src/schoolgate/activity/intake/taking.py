"""One batch of lines becomes events: pseudonyms for names, the rest aside with its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from urllib.parse import unquote

from duckdb import DuckDBPyConnection

from schoolgate.activity import days, segments
from schoolgate.activity.intake import sessions, statements
from schoolgate.activity.intake.batches import Batch
from schoolgate.activity.intake.formats import Format
from schoolgate.activity.store import Store
from schoolgate.activity.writing import Aside, Reached

_REASONS = {
    "MISSING COLUMNS": "too few fields",
    "TOO MANY COLUMNS": "too many fields",
    "CAST": "a time or a number that is none",
    "LINE SIZE OVER MAXIMUM": "too long",
    "INVALID ENCODING": "no text",
    "UNQUOTED VALUE": "quotes that do not close",
    "INVALID STATE": "quotes that do not close",
}
_SKEW = 60_000  # ms by which a clock may run ahead before it is noted


class Known(NamedTuple):
    """What a user name of the log stands for: "person" or "class", and a pupil's year group."""

    kind: str = "person"
    year: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a school's lines are taken. `known` tells what a user name is, `network` where a client
    address is; of `hidden` hosts and all below them nothing is kept."""

    known: Callable[[str], Known] = lambda _: Known()
    network: Callable[[str], str] = lambda _: ""
    hidden: Sequence[str] = ()
    keeps_paths: bool = True


@dataclass(slots=True)
class Taken:
    """How many lines a batch had, and what became of them. `ahead` is by how many ms the newest
    line was later than the clock; 0 within a minute."""

    lines: int = 0
    events: int = 0
    hidden: int = 0
    ahead: int = 0
    aside: dict[str, int] = field(default_factory=dict)

    def add(self, more: Taken) -> None:
        """Count another batch in."""
        self.lines += more.lines
        self.events += more.events
        self.hidden += more.hidden
        self.ahead = max(self.ahead, more.ahead)
        for reason, lines in more.aside.items():
            self.aside[reason] = self.aside.get(reason, 0) + lines


class Intake:
    """Takes the lines of one source into one school's log."""

    def __init__(self, store: Store, *, form: Format, columns: Mapping[str, str], rules: Rules):
        self._store = store
        self._form = form
        self._columns = columns
        self._rules = rules
        self._hidden = "|".join(re.escape(one.lower()) for one in rules.hidden)
        self._users: dict[str, tuple[str, str]] = {}  # pseudonym, year
        self._clients: dict[str, tuple[str, str]] = {}  # pseudonym, network
        self._prepare(store.writer.engine)

    def take(self, batch: Batch, *, source: str, now: int) -> Taken:
        """Add the events of a batch; they are on disk when this returns. `now` is in ms since
        1970. Raises OSError, duckdb.Error; nothing of the batch is there then."""
        data = b" ".join(_squeezed(batch.data)) if self._form.name == "squid" else batch.data
        with segments.bytes_in_memory(data) as path:
            return self._take(path, batch, source, now)

    def _take(self, path: str, batch: Batch, source: str, now: int) -> Taken:
        engine, form = self._store.writer.engine, self._form
        lenient = statements.reading(path, form, self._columns, rejects=False)
        strict = statements.reading(path, form, self._columns, rejects=True)
        contents = engine.execute(statements.contents(lenient, form)).fetchall()
        names = self._learn(engine, contents)
        stamps = [stamp for row in contents for stamp in row[3:5] if stamp is not None]
        self._seat(engine, contents, stamps)
        over = self._days(engine, lenient, stamps)
        aside: list[Aside] = []

        def found() -> list[Aside]:
            aside.extend(_rejected(engine))
            if any(row[1] is None or row[5] < row[2] for row in contents):
                said = statements.lacking(lenient, form, [*self._columns])
                aside.extend(_by_reason(engine.execute(said).fetchall()))
            return aside

        events = self._store.writer.append_found(
            self._events(strict), over, Reached(source, batch.upto, names), found
        )
        counts = {one.reason: len(one.lines) for one in aside}
        lines = batch.data.count(b"\n")
        hidden = max(0, lines - events - sum(counts.values()))
        ahead = max(stamps, default=now) - now
        return Taken(lines, events, hidden, ahead if ahead > _SKEW else 0, counts)

    def _days(self, engine: DuckDBPyConnection, source: str, stamps: Sequence[int]) -> list[date]:
        """Return the days of the lines; a log with gaps of years has few."""
        if not stamps:
            return []
        first, last = days.day_of(min(stamps)), days.day_of(max(stamps))
        if first == last:
            return [first]
        said = statements.quarters(source, self._form)
        return sorted(
            {days.day_of(row[0] * days.QUARTER) for row in engine.execute(said).fetchall()}
        )

    def _events(self, source: str) -> str:
        key = "" if self._rules.keeps_paths else self._store.pseudonyms.path_key
        return statements.events(
            source, self._form, school=self._store.school, key=key,
            hidden=rf"(^|\.)({self._hidden})$" if self._hidden else "",
        )  # fmt: skip

    def _prepare(self, engine: DuckDBPyConnection) -> None:
        engine.execute(
            "CREATE OR REPLACE TEMP TABLE users (raw VARCHAR, who VARCHAR, year VARCHAR)"
        )
        engine.execute(
            "CREATE OR REPLACE TEMP TABLE clients (raw VARCHAR, device VARCHAR, network VARCHAR)"
        )
        engine.execute(
            "CREATE OR REPLACE TEMP TABLE sessions"
            " (device VARCHAR, who VARCHAR, since BIGINT, until BIGINT)"
        )

    def _seat(
        self,
        engine: DuckDBPyConnection,
        contents: Iterable[tuple[object, ...]],
        stamps: Sequence[int],
    ) -> None:
        """Say who sat at the computers of this batch's lines without a user name, as far as the
        log's own sessions know."""
        engine.execute("DELETE FROM sessions")
        here = {self._clients[str(row[0] or "")][0] for row in contents if row[1] is None} - {""}
        known = self._store.seated(here) if here and stamps else frozenset[str]()
        if known:
            first, last = min(stamps), max(stamps) + 1
            sat = self._store.sat(known, since=first, until=last)
            spans = sessions.spread(sat, sorted(known), since=first, until=last)
            columns = [list(column) for column in zip(*spans, strict=True)]
            engine.execute(
                "INSERT INTO sessions SELECT unnest(?), unnest(?), unnest(?), unnest(?)", columns
            )

    def _learn(
        self, engine: DuckDBPyConnection, contents: Iterable[tuple[object, ...]]
    ) -> dict[str, str]:
        """Give pseudonyms to users and clients that were not seen yet; return all names of the
        batch: when a name was seen last is when it may be forgotten."""
        rows = [*contents]
        here = {str(row[1]) for row in rows if row[1] is not None}
        places = {str(row[0] or "") for row in rows}
        users, clients = here - self._users.keys(), places - self._clients.keys()
        for raw in users:
            known = self._rules.known(unquote(raw))
            self._users[raw] = (self._store.pseudonym(known.kind, unquote(raw)), known.year)
        for raw in clients:
            device = self._store.pseudonym("device", raw)
            self._clients[raw] = (device, self._rules.network(raw))
        _insert(engine, "users", [(raw, *self._users[raw]) for raw in sorted(users)])
        _insert(engine, "clients", [(raw, *self._clients[raw]) for raw in sorted(clients)])
        return {self._users[raw][0]: unquote(raw) for raw in here} | {
            self._clients[raw][0]: raw for raw in places if raw
        }


def _insert(engine: DuckDBPyConnection, table: str, rows: Sequence[tuple[str, ...]]) -> None:
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        engine.execute(f"INSERT INTO {table} SELECT unnest(?), unnest(?), unnest(?)", columns)


def _squeezed(data: bytes) -> list[bytes]:
    """Return what stands between runs of blanks: the native form pads its numbers."""
    for run in (b"        ", b"    ", b"  ", b"  "):
        data = data.replace(run, b" ")
    return [data]


def _rejected(engine: DuckDBPyConnection) -> list[Aside]:
    """Return the lines that the engine could not split, and forget them there."""
    there = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'reject_errors'"
    if engine.execute(there).fetchall() == [(0,)]:
        return []
    found = engine.execute(
        "SELECT min(error_type::VARCHAR), any_value(csv_line) FROM reject_errors GROUP BY line"
    ).fetchall()
    engine.execute("DROP TABLE IF EXISTS reject_errors")
    engine.execute("DROP TABLE IF EXISTS reject_scans")
    return _by_reason([(_REASONS.get(str(kind), "unreadable"), line) for kind, line in found])


def _by_reason(found: Iterable[tuple[object, object]]) -> list[Aside]:
    reasons: dict[str, list[str]] = {}
    for reason, line in found:
        reasons.setdefault(str(reason), []).append(str(line))
    return [Aside(reason, lines) for reason, lines in sorted(reasons.items())]
