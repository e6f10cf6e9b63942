"""Do the walls hold? Asked of the database before anything is served.

Three reads that must find nothing are tried on every table of schools and on two schools made up
for it: with no school set, another school's rows, and another school's rows through a join. All in
a transaction that is rolled back.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any, Final

from django.db import connection, transaction

from schoolgate.records.tenancy.scope import acting_for, everywhere
from schoolgate.records.tenancy.tables import FOUND_AT_SIGN_IN, Table, tables
from schoolgate.records.tenancy.walls import MADE, POLICY

_ROLE: Final = """
    SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"""
# A table is walled by both flags and one policy: ours, as it was made, for all and for everyone.
_WALLED: Final = f"""
    SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
    AND relrowsecurity AND relforcerowsecurity AND ARRAY['{POLICY} * t 0'] = (
        SELECT array_agg(concat_ws(' ', polname, polcmd, polpermissive, polroles[1])) FROM pg_policy
        WHERE polrelid = pg_class.oid)
    AND EXISTS (
        SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid
        AND split_part(obj_description(oid, 'pg_policy'), ' ', 2) = {MADE})"""  # noqa: S608
_DEFINERS: Final = """
    SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = current_schema()::regnamespace"""
_VIEWS: Final = """
    SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND (
        relkind = 'm' OR relkind = 'v' AND NOT EXISTS (
            SELECT 1 FROM unnest(reloptions) AS option
            WHERE option ~ '^security_invoker=(true|on|1|yes)$'))"""
_JOIN: Final = """
    SELECT 'records_journal', EXISTS (
        SELECT 1 FROM django_migrations JOIN records_journal ON school <> {here})"""


_GAPS: Final = (
    "These tables have no wall between schools, another than ours, or more than one: {}. "
    "Run ./sg migrate, and drop policies that Schoolgate did not make."
)
_DEFINED: Final = (
    "These functions run with their owner's rights and pass the walls between schools: {}. "
    "Make them SECURITY INVOKER, or drop them."
)
_SEEN_THROUGH: Final = (
    "These views show rows past the walls between schools: {}. "
    "Make them again with (security_invoker = true), or drop them."
)


class WallsAreDown(Exception):
    """Rows of one school could be read at another. The message says why, and what to do."""


def try_walls() -> None:
    """Raise WallsAreDown unless every forbidden read finds nothing. Only on PostgreSQL."""
    if connection.vendor != "postgresql":
        return
    with transaction.atomic():
        _rows("SELECT set_config('enable_seqscan', 'off', true)")  # nothing is found; find it fast
        _refuse_roles_above_walls()
        _refuse_gaps()
        _try_forbidden_reads()
        transaction.set_rollback(True)


def _refuse_roles_above_walls() -> None:
    ((name, is_super, bypasses),) = _rows(_ROLE)
    if is_super or bypasses:
        word = "NOSUPERUSER" if is_super else "NOBYPASSRLS"
        raise WallsAreDown(
            f"The database role “{name}” stands above the walls between schools. "
            f'Run ALTER ROLE "{name}" {word}, or give Schoolgate a role of its own.'
        )


def _refuse_gaps() -> None:
    walled = {name for (name,) in _rows(_WALLED)}
    open_ones = [table.name for table in tables() if table.name not in walled]
    _refuse(open_ones, _GAPS)
    _refuse((name for (name,) in _rows(_DEFINERS)), _DEFINED)
    _refuse((name for (name,) in _rows(_VIEWS)), _SEEN_THROUGH)


def _refuse(names: Iterable[str], sentence: str) -> None:
    if found := sorted(names):
        raise WallsAreDown(sentence.format(", ".join(found)))


def _try_forbidden_reads() -> None:
    here, there = (-1 - secrets.randbelow(2**61) for _ in range(2))
    with everywhere(because="Two schools are made up, and taken back."), connection.cursor() as sql:
        for school in (here, there):
            sql.execute("INSERT INTO records_journal VALUES (%s, %s)", [school, f"probe{school}"])
    every = tables()
    with acting_for(None):
        hidden = [table for table in every if table.name not in FOUND_AT_SIGN_IN]
        _refuse_rows("with no school set", [_any(table, "") for table in hidden])
    with acting_for(here):
        _refuse_rows("of another school", [_any(one, f"{one.column} <> {here}") for one in every])
        _refuse_rows("of another school through a join", [_JOIN.format(here=here)])
        if _rows(f"SELECT count(*) FROM records_journal WHERE school = {here}") != [(1,)]:  # noqa: S608
            raise WallsAreDown("A school cannot read its own rows. Run ./sg migrate.")


def _any(table: Table, condition: str) -> str:
    quote = connection.ops.quote_name
    where = f" WHERE {condition}" if condition else ""
    return f"SELECT '{table.name}', EXISTS (SELECT 1 FROM {quote(table.name)}{where})"  # noqa: S608


def _refuse_rows(which: str, reads: list[str]) -> None:
    found = [name for name, is_there in _rows(" UNION ALL ".join(reads)) if is_there]
    if found:
        raise WallsAreDown(
            f"Rows {which} can be read: {', '.join(found)}. Run ./sg migrate; if this stays, "
            "do not serve from this database."
        )


def _rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
