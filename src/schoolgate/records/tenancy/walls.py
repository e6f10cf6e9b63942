"""The walls themselves, put up after every migration: nobody has to remember a new table.

Each table of schools gets row-level security that holds its owner too, and one policy,
`own_school`; its comment holds the hashes of what was written and of what PostgreSQL made of it.
What others point at gets `school_key_TABLE`, unique over school and key; each foreign key between
two of them gets `school_ref_TABLE_COLUMN`, so that no row points into another school. Names that
are too long end in a hash. What is as it should be stays; what belongs to nothing any more goes.
"""

from __future__ import annotations

from hashlib import md5
from typing import Any, Final

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import truncate_name

from schoolgate.records.tenancy.tables import FOUND_AT_SIGN_IN, Reference, Table, references, tables

POLICY: Final = "own_school"
_LONGEST: Final = 63
_SET: Final = "current_setting('schoolgate.school', true)"
# Two bounds, so that an index on the school serves the wall as well; and each in brackets of its
# own, so that the setting is read once a statement and not once a row. No bound: no row.
_BOUND: Final = f"(SELECT CASE {_SET} WHEN '*' THEN {{0}} ELSE {{1}} END)"
_OWN: Final = f"nullif({_SET}, '')::bigint"
_LOWEST: Final = "'-9223372036854775808'::bigint"
_HIGHEST: Final = "9223372036854775807"

_ROW_SECURITY: Final = """
    SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"""
# What the database would have to say again if nobody has altered the policy since.
MADE: Final = (
    "md5(pg_get_expr(polqual, polrelid) || coalesce(pg_get_expr(polwithcheck, polrelid), ''))"
)
_POLICIES: Final = f"""
    SELECT relname, obj_description(pg_policy.oid, 'pg_policy'), {MADE}
    FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid
    WHERE relnamespace = current_schema()::regnamespace AND polname = '{POLICY}'"""  # noqa: S608
_CONSTRAINTS: Final = r"""
    SELECT conname, relname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE connamespace = current_schema()::regnamespace AND conname ~ '^school_(key|ref)_'"""


def put_up(using: str = "default", apps: Apps = installed, **_: Any) -> None:
    """Make the walls of a database what its models ask for. A receiver of `post_migrate`."""
    if connections[using].vendor == "postgresql":
        with transaction.atomic(using=using):
            _Builder(connections[using]).build(tables(apps), references(apps))


def key_name(table: Table) -> str:
    """Return the name of the uniqueness that others point at."""
    return truncate_name(f"school_key_{table.name}", _LONGEST, 8)


def reference_name(reference: Reference) -> str:
    """Return the name of the foreign key that keeps a row inside its school."""
    return truncate_name(f"school_ref_{reference.table.name}_{reference.column}", _LONGEST, 8)


class _Builder:
    """One database, and what stands in it."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.quote, self.cursor = connection.ops.quote_name, connection.cursor()
        self.walled: dict[str, bool] = dict(self._rows(_ROW_SECURITY))
        self.policies = {table: (comment, made) for table, comment, made in self._rows(_POLICIES)}
        self.constraints: dict[str, str] = dict(self._rows(_CONSTRAINTS))

    def build(self, wanted: list[Table], pointing: list[Reference]) -> None:
        """Put up what is missing, and take down what nothing asks for any more."""
        there = [table for table in wanted if table.name in self.walled]
        pointing = [one for one in pointing if {one.table, one.target} <= set(there)]
        keys = {key_name(one.target): one for one in pointing}
        kept = keys | {reference_name(one): one for one in pointing}
        for name in sorted(set(self.constraints) - set(kept), reverse=True):  # refs before keys
            self._run(f"ALTER TABLE {{}} DROP CONSTRAINT {name}", self.constraints[name])
        for table in sorted(set(self.policies) - {table.name for table in there}):
            self._open(table)
        for table in there:
            self._wall(table)
        for name in sorted(set(keys) - set(self.constraints)):
            self._make_unique(name, keys[name])
        for one in pointing:
            self._tie(one)

    def _wall(self, table: Table) -> None:
        if not self.walled[table.name]:
            self._run("ALTER TABLE {} ENABLE ROW LEVEL SECURITY", table.name)
            self._run("ALTER TABLE {} FORCE ROW LEVEL SECURITY", table.name)
        inside = self._inside(table)
        written = md5(inside.encode(), usedforsecurity=False).hexdigest()
        comment, made = self.policies.get(table.name, ("", ""))
        if comment == f"{written} {made}":
            return
        self._run(f"DROP POLICY IF EXISTS {POLICY} ON {{}}", table.name)
        self._run(f"CREATE POLICY {POLICY} ON {{}} USING {inside} WITH CHECK {inside}", table.name)
        ((made,),) = [row[2:] for row in self._rows(_POLICIES) if row[0] == table.name]
        self._run(f"COMMENT ON POLICY {POLICY} ON {{}} IS '{written} {made}'", table.name)

    def _inside(self, table: Table) -> str:
        column = self.quote(table.column)
        own = "coalesce({}, {})" if table.name in FOUND_AT_SIGN_IN else "{}"
        low, high = (_BOUND.format(end, own.format(_OWN, end)) for end in (_LOWEST, _HIGHEST))
        return f"({column} >= {low} AND {column} <= {high})"

    def _open(self, table: str) -> None:
        self._run(f"DROP POLICY {POLICY} ON {{}}", table)
        self._run("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY", table)
        self._run("ALTER TABLE {} DISABLE ROW LEVEL SECURITY", table)

    def _make_unique(self, name: str, reference: Reference) -> None:
        target = reference.target
        columns = f"{self.quote(target.column)}, {self.quote(reference.key)}"
        self._run(f"ALTER TABLE {{}} ADD CONSTRAINT {name} UNIQUE ({columns})", target.name)

    def _tie(self, reference: Reference) -> None:
        name, (table, column, target, key) = reference_name(reference), reference
        if name in self.constraints:
            return
        quote = self.quote
        self._run(
            f"ALTER TABLE {{}} ADD CONSTRAINT {name} "
            f"FOREIGN KEY ({quote(table.column)}, {quote(column)}) "
            f"REFERENCES {quote(target.name)} ({quote(target.column)}, {quote(key)}) "
            "DEFERRABLE INITIALLY DEFERRED",
            table.name,
        )

    def _run(self, sql: str, table: str) -> None:
        self.cursor.execute(sql.format(self.quote(table)))

    def _rows(self, sql: str) -> list[Any]:
        self.cursor.execute(sql)
        return list(self.cursor.fetchall())
