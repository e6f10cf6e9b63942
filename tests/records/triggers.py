"""What an intruder with the owner's rights does first: the triggers are off for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_GUARDED = """
    SELECT DISTINCT tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal"""


@contextmanager
def switched_off(connection: Any) -> Iterator[None]:
    """Switch every trigger of this database off, and on again at the end."""
    switch = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    with switch(connection):
        yield


@contextmanager
def _on_postgresql(connection: Any) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # a table with waiting checks is not altered
        cursor.execute(_GUARDED)
        tables = [table for (table,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def _on_sqlite(connection: Any) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for _, sql in triggers:
            cursor.execute(sql)
