"""An empty database gets its tables at once, and they are those of the migrations."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection

from schoolgate.config import at_once
from tests.records import programs

pytestmark = pytest.mark.real_clock
SAID = "Every table was made at once: the database was empty."
TABLE = re.compile(r"(CREATE TABLE \S+) \((.*)\)(.*)", re.DOTALL)
FILLED = ("django_migrations", "django_content_type", "auth_permission")
# Everything that migrations and what follows them leave, by name; a column's place counts for
# nothing: Django names columns.
ON_POSTGRESQL = (
    """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,
              column_default, is_identity, collation_name
       FROM information_schema.columns WHERE table_schema = 'public'""",
    "SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "SELECT tablename, policyname, qual, with_check FROM pg_policies",
    "SELECT relname, relkind, relrowsecurity, relforcerowsecurity FROM pg_class "
    "WHERE relnamespace = 'public'::regnamespace",
    "SELECT app, name FROM django_migrations",
    "SELECT app_label, model FROM django_content_type",
    "SELECT codename, name FROM auth_permission",
)


def migrated(folder: Path, url: str, *steps: tuple[str, ...]) -> str:
    """Run `./sg migrate` with each step's words; what was said."""
    environment = programs.environment(folder) | ({"SCHOOLGATE_DATABASE_URL": url} if url else {})
    said = ""
    for words in steps:
        done = subprocess.run(
            [sys.executable, "-m", "schoolgate", "migrate", *words],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        said += done.stdout
    return said


def on_sqlite(folder: Path) -> list[tuple[Any, ...]]:
    """Return every table with its columns and constraints, every index, trigger and row."""
    with closing(sqlite3.connect(folder / "schoolgate.db")) as database:
        found = [
            (kind, name, *told(sql or ""))
            for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master")
        ]
        for table in FILLED:
            columns = "app, name" if table == "django_migrations" else "count(*)"
            found += database.execute(f"SELECT '{table}', {columns} FROM {table}").fetchall()
    return sorted(found)


def told(sql: str) -> list[str]:
    if (parts := TABLE.fullmatch(sql)) is None:
        return [sql]
    begin, columns, end = parts.groups()
    return [begin, end, *sorted(columns.split(", "))]


def on_postgresql(url: str) -> list[tuple[Any, ...]]:
    """Return all that its catalogue knows of what is ours."""
    with psycopg.connect(url) as database:
        rows = [row for asked in ON_POSTGRESQL for row in database.execute(asked.encode())]
    return sorted(rows, key=str)


@contextmanager
def databases(*names: str) -> Iterator[list[str]]:
    """Make empty databases on this run's PostgreSQL; return their addresses."""
    ours = os.environ["SCHOOLGATE_DATABASE_URL"]
    with psycopg.connect(ours, autocommit=True) as server:
        for name in names:
            server.execute(f"CREATE DATABASE {name}".encode())
        yield [urlunsplit(urlsplit(ours)._replace(path=f"/{name}")) for name in names]
        for name in names:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_at_once_and_step_by_step_leave_the_same(tmp_path: Path) -> None:
    step_by_step = ("people",), ()  # what has a table goes step by step
    if connection.vendor == "postgresql":
        mine = os.getpid()
        with databases(f"at_once_{mine}", f"in_steps_{mine}") as (first, second):
            assert SAID in migrated(tmp_path, first, ())
            assert SAID not in migrated(tmp_path, second, *step_by_step)
            assert on_postgresql(first) == on_postgresql(second)
        return
    assert SAID in migrated(tmp_path / "at-once", "", ())
    assert SAID not in migrated(tmp_path / "in-steps", "", *step_by_step)
    assert on_sqlite(tmp_path / "at-once") == on_sqlite(tmp_path / "in-steps")


@pytest.mark.django_db
def test_a_database_with_tables_is_left_alone() -> None:
    assert not at_once.make("default")
