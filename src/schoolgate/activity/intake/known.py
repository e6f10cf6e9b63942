"""What lines have named so far, as tables of the engine beside which a batch is read: users and
clients with their pseudonyms, and what the filter said. A batch is read once where they know all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import unquote

from duckdb import DuckDBPyConnection

from schoolgate.activity.intake import sessions
from schoolgate.activity.intake.statements import PARTS, listed
from schoolgate.activity.store import Store

_MOST: Final = 10_000  # texts of the filter that are kept; others are taken apart line by line
_TEXT: Final = "VARCHAR"


class Known(NamedTuple):
    """What a user name of the log stands for: "person" or "class", and a pupil's year group."""

    kind: str = "person"
    year: str = ""


class Table:
    """A table of the engine, found by its first column. The others are of types that list their
    values, so it is made anew when there are more of them."""

    def __init__(self, engine: DuckDBPyConnection, name: str, columns: Sequence[str]) -> None:
        self._engine = engine
        self._name = name
        self._columns = columns
        self._values: list[set[str]] = [set() for _ in columns]
        self.rows: dict[str, tuple[str, ...]] = {}
        self.kinds: dict[str, str] = {}
        self.add({}, [])

    def add(self, rows: Mapping[str, tuple[str, ...]], values: Iterable[Sequence[str]]) -> None:
        """Add rows by their first column, and values that stand in none."""
        for one in [*rows.values(), *values]:
            for known, value in zip(self._values, one, strict=True):
                known.add(value)
        self.rows.update(rows)
        kinds = [listed(one) for one in self._values]
        if kinds == [*self.kinds.values()]:
            self._insert(rows)
            return
        self.kinds = dict(zip(self._columns, kinds, strict=True))
        typed = ", ".join(f"{name} {kind}" for name, kind in self.kinds.items())
        self._engine.execute(f"CREATE OR REPLACE TEMP TABLE {self._name} (raw VARCHAR, {typed})")
        self._insert(self.rows)

    def _insert(self, rows: Mapping[str, tuple[str, ...]]) -> None:
        if not rows:
            return
        by_column = [[*column] for column in zip(*rows.values(), strict=True)]
        kinds = ", ".join(f"CAST(unnest(?) AS {kind})" for kind in self.kinds.values())
        self._engine.execute(
            f"INSERT INTO {self._name} SELECT unnest(?), {kinds}", [[*rows], *by_column]
        )


class Names:
    """The users and clients of a log, and who sat where."""

    def __init__(
        self, store: Store, *, known: Callable[[str], Known], network: Callable[[str], str]
    ) -> None:
        self._store = store
        self._engine = engine = store.writer.engine
        self._known = known
        self._network = network
        self._users = Table(engine, "users", ("who", "year"))
        self._clients = Table(engine, "clients", ("device", "network"))
        self._told = Table(engine, "told", ("refused", *PARTS))
        self._of: dict[str, str] = {}
        engine.execute(
            "CREATE OR REPLACE TEMP TABLE sessions"
            " (device VARCHAR, who VARCHAR, since BIGINT, until BIGINT)"
        )

    @property
    def kinds(self) -> Mapping[str, str]:
        """The types of what the filter said."""
        return self._told.kinds

    def learn(self, users: Iterable[str], clients: Iterable[str]) -> None:
        """Give pseudonyms to those that were not seen yet."""
        people = {raw: self._user(raw) for raw in sorted({*users} - self._users.rows.keys())}
        places = {
            raw: (self._store.pseudonym("device", raw), self._network(raw))
            for raw in sorted({*clients} - self._clients.rows.keys())
        }
        self._users.add(people, [])
        self._clients.add(places, [])
        self._of |= {row[0]: unquote(raw) for raw, row in people.items()}
        self._of |= {row[0]: raw for raw, row in places.items() if raw}

    def _user(self, raw: str) -> tuple[str, str]:
        known = self._known(unquote(raw))
        return self._store.pseudonym(known.kind, unquote(raw)), known.year

    def hear(self, told: Iterable[tuple[str | None, tuple[str, ...]]]) -> None:
        """Keep what the filter said: the text, None where it is of one request, and its parts."""
        new = [(raw, parts) for raw, parts in told if raw not in self._told.rows]
        room = max(0, _MOST - len(self._told.rows))
        whole = [(raw, parts) for raw, parts in new if raw is not None][:room]
        self._told.add(dict(whole), [parts for _, parts in new])

    def seat(self, clients: Iterable[str], *, since: int, until: int) -> None:
        """Say who sat at these clients from `since` to before `until` (ms), as far as the log's
        own sessions know."""
        self._engine.execute("DELETE FROM sessions")
        known = self._store.seated({self._clients.rows[raw][0] for raw in clients} - {""})
        if known:
            sat = self._store.sat(known, since=since, until=until)
            spans = sessions.spread(sat, sorted(known), since=since, until=until)
            columns = [[*column] for column in zip(*spans, strict=True)]
            self._engine.execute(
                "INSERT INTO sessions SELECT unnest(?), unnest(?), unnest(?), unnest(?)", columns
            )

    def of(self, pseudonyms: Iterable[str]) -> dict[str, str]:
        """Return the names behind pseudonyms, of those that lines named."""
        return {one: self._of[one] for one in pseudonyms if one in self._of}
