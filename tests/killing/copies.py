"""A folder and its database as they were prepared, fresh for every point."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

_PATIENCE = 20  # seconds
_MIGRATED = "kill_migrated"


def for_engine(top: Path, shared: Path) -> Copies:
    """Return copies in `top`; on PostgreSQL, point the settings at a database of our own.

    `shared` is a folder of all tests of this run: there lies what is migrated.
    """
    url = os.environ.get("SCHOOLGATE_DATABASE_URL", "")
    return OnPostgres(top, shared, url) if url else Copies(top, shared)


class Copies:
    """`top/prepared`, and `top/work` in which everything happens. SQLite lies in the folder."""

    engine = "SQLite"

    def __init__(self, top: Path, shared: Path) -> None:
        self.work, self.prepared = top / "work", top / "prepared"
        self.shared, self.migrated = shared, shared / "killing-migrated"
        self.work.mkdir(parents=True)

    def begin(self, migrate: Callable[[], object]) -> None:
        """Put what `migrate` makes of nothing into `work`; it is called once a run."""
        with _alone(self.shared / "killing-lock"):
            if not self.migrated.exists():
                migrate()
                self.close()
                self._keep_migrated()
                self.work.rename(self.migrated)
        self._put(self.migrated)

    def keep(self) -> None:
        """Keep what `work` holds now as what is prepared."""
        self.close()
        self.work.rename(self.prepared)

    def close(self) -> None:
        """Leave nothing in `work` half written."""
        with sqlite3.connect(self.work / "schoolgate.db") as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _keep_migrated(self) -> None:
        """The folder alone is kept."""

    def _put(self, kept: Path) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(kept, self.work)

    def renew(self) -> None:
        """Put `work` back to what is prepared."""
        self._put(self.prepared)

    def settle(self) -> None:
        """Wait until nobody works on it any more."""

    def drop(self) -> None:
        """Leave nothing outside the folder."""


class OnPostgres(Copies):
    """The same, with a database of the run's own server copied along."""

    engine = "PostgreSQL"

    def __init__(self, top: Path, shared: Path, url: str) -> None:
        super().__init__(top, shared)
        self.url = url
        self.name = f"kill_{os.getpid()}"
        os.environ["SCHOOLGATE_DATABASE_URL"] = urlunsplit(
            urlsplit(url)._replace(path=f"/{self.name}")
        )
        self._run(f"CREATE DATABASE {self.name}")

    def keep(self) -> None:
        super().keep()
        self._run(f"ALTER DATABASE {self.name} RENAME TO {self.name}_prepared")

    def close(self) -> None:
        self.settle()

    def _keep_migrated(self) -> None:
        self._run(f"DROP DATABASE IF EXISTS {_MIGRATED}")
        self._run(f"ALTER DATABASE {self.name} RENAME TO {_MIGRATED}")

    def _put(self, kept: Path) -> None:
        super()._put(kept)
        template = _MIGRATED if kept == self.migrated else f"{self.name}_prepared"
        self._run(f"DROP DATABASE IF EXISTS {self.name}")
        self._run(f"CREATE DATABASE {self.name} TEMPLATE {template}")

    def settle(self) -> None:
        """A killed client's server process goes on until it finds the socket closed."""
        busy = f"SELECT count(*) FROM pg_stat_activity WHERE datname = '{self.name}'"
        until = time.monotonic() + _PATIENCE
        while self._run(busy):
            assert time.monotonic() < until, "somebody is still connected"
            time.sleep(0.005)

    def drop(self) -> None:
        for name in (self.name, f"{self.name}_prepared"):
            self._run(f"DROP DATABASE IF EXISTS {name}")

    def _run(self, sql: str) -> int:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            row = cursor.fetchone() if cursor.description else None
        return int(row[0]) if row else 0


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
