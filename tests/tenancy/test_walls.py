"""The database itself keeps schools apart, whatever SQL says. Every table of schools is tried."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from django.db import DatabaseError, connection, models, transaction

from schoolgate.people.models import School
from schoolgate.records import tenancy
from schoolgate.records.tenancy import tables, walls
from schoolgate.records.tenancy.tables import FOUND_AT_SIGN_IN, Reference, school_field
from tests.records.triggers import switched_off
from tests.tenancy import rows

TENANTS = sorted(tables.tenant_models())
REFERENCES = tables.references()
# Rows everywhere take a second to make, so the tables of a room are tried with the same rows.
ROOMS = sorted({table.partition("_")[0] for table in TENANTS})
by_room = pytest.mark.parametrize("room", ROOMS)


class Pair(NamedTuple):
    """Two schools with a row in every table, and those rows."""

    here: School
    there: School
    mine: dict[str, models.Model]
    theirs: dict[str, models.Model]


@pytest.fixture
def pair(db: None) -> Pair:
    here = School.objects.create(slug="elmfield", name="Elmfield Primary", pack="brookside")
    there = School.objects.create(slug="oakhurst", name="Oakhurst Primary", pack="brookside")
    return Pair(here, there, rows.everywhere_a_row(here), rows.everywhere_a_row(there))


def run(sql: str, *values: Any) -> list[Any]:
    """Plain SQL past the program: rows, or how many it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else [cursor.rowcount]


def column(table: str) -> str:
    field = school_field(tables.tenant_models()[table])
    assert field is not None
    return str(field.column)


def refusal(sql: str, *values: Any) -> str:
    """What the database says against it; nothing where it lets it through."""
    try:
        with transaction.atomic():
            run(sql, *values)
    except DatabaseError as error:
        return str(error)
    return ""


def of_room(room: str) -> list[str]:
    return [table for table in TENANTS if table.partition("_")[0] == room]


@by_room
def test_without_a_school_no_row_is_seen(pair: Pair, room: str) -> None:
    for table in sorted(set(of_room(room)) - set(FOUND_AT_SIGN_IN)):
        assert run(f"SELECT '{table}', count(*) >= 2 FROM {table}") == [(table, True)]
        with tenancy.acting_for(None):
            assert run(f"SELECT '{table}', count(*) FROM {table}") == [(table, 0)]


@by_room
def test_a_school_sees_its_own_rows_and_no_others(pair: Pair, room: str) -> None:
    with tenancy.acting_for(pair.here.pk):
        for table in of_room(room):
            seen = run(f"SELECT DISTINCT '{table}', {column(table)} FROM {table}")
            assert seen == [(table, pair.here.pk)]
            theirs = f"SELECT '{table}', count(*) FROM {table} WHERE {column(table)} = %s"
            assert run(theirs, pair.there.pk) == [(table, 0)]


@by_room
def test_a_school_changes_and_deletes_no_row_of_another(pair: Pair, room: str) -> None:
    for table in of_room(room):
        name = column(table)
        with tenancy.acting_for(pair.here.pk):
            for act in (f"UPDATE {table} SET {name} = {name}", f"DELETE FROM {table}"):
                assert run(f"{act} WHERE {name} = %s", pair.there.pk) == [0], act
    with switched_off(connection), tenancy.acting_for(pair.here.pk):
        said = {
            table: refusal(f"UPDATE {table} SET {column(table)} = %s", pair.there.pk)
            for table in of_room(room)
        }
    assert let_through(said, "row-level security") == {}


@by_room
def test_a_school_adds_no_row_to_another(pair: Pair, room: str) -> None:
    said = {}
    with switched_off(connection):
        for table in of_room(room):
            theirs = f"SELECT * FROM {table} WHERE {column(table)} = %s"
            before = run(theirs, pair.there.pk)
            filled = ", ".join(["%s"] * len(before[0]))
            with tenancy.acting_for(pair.here.pk):
                said[table] = refusal(f"INSERT INTO {table} VALUES ({filled})", *before[0])
            assert len(run(theirs, pair.there.pk)) == len(before), table
    assert let_through(said, "row-level security") == {}


@by_room
def test_no_row_points_into_another_school_even_by_whoever_may_all(pair: Pair, room: str) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with switched_off(connection):
        for reference in REFERENCES:
            if reference.table.name in of_room(room):
                name = walls.reference_name(reference)
                assert name in refusal_to_point(pair, reference), name


def let_through(said: dict[str, str], by: str) -> dict[str, str]:
    """Where the database said something else than what names this wall."""
    return {table: words for table, words in said.items() if by not in words}


def refusal_to_point(pair: Pair, reference: Reference) -> str:
    table, target = reference.table, reference.target
    # one that nobody points at yet comes first: some columns are unique
    (theirs,) = run(
        f"SELECT {reference.key} FROM {target.name} WHERE {target.column} = %s ORDER BY "
        f"{reference.key} IN (SELECT {reference.column} FROM {table.name} "
        f"WHERE {reference.column} IS NOT NULL) LIMIT 1",
        pair.there.pk,
    )[0]
    # one that points somewhere comes first: a check may say when a row must not
    mine = (
        f"(SELECT ctid FROM {table.name} WHERE {table.column} = %s "
        f"ORDER BY {reference.column} IS NULL LIMIT 1)"
    )
    sql = f"UPDATE {table.name} SET {reference.column} = %s WHERE ctid = {mine}"
    return refusal(sql, theirs, pair.here.pk)


def test_every_reference_between_schools_tables_was_tried() -> None:
    assert len(TENANTS) >= 11
    assert len(REFERENCES) >= 8


def test_putting_walls_up_again_changes_nothing(pair: Pair) -> None:
    before = catalogue()
    walls.put_up()
    assert catalogue() == before


def test_a_wall_that_was_taken_down_is_put_up_again(pair: Pair) -> None:
    before = catalogue(with_ids=False)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY")
    run("DROP POLICY own_school ON people_teaching")
    run("ALTER POLICY own_school ON people_restriction USING (true)")
    run("ALTER TABLE people_teaching DROP CONSTRAINT school_ref_people_teaching_person_id")
    assert catalogue(with_ids=False) != before
    walls.put_up()
    assert catalogue(with_ids=False) == before


def test_what_belongs_to_no_table_of_schools_any_more_is_taken_down(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")
    monkeypatch.setitem(tables.SHARED, "people_teaching", "A test moves it there.")
    walls.put_up()
    with tenancy.acting_for(None):
        assert run("SELECT count(*) >= 2 FROM people_teaching") == [(True,)]
    assert "school_ref_people_teaching_person_id" not in {row[1] for row in catalogue()}


def catalogue(*, with_ids: bool = True) -> list[Any]:
    """Policies, flags and our constraints, as the database has them."""
    number = "oid" if with_ids else "0"
    return run(
        f"SELECT {number}, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conname ~ '^school_' UNION ALL "
        f"SELECT {number}, relname, (relrowsecurity, relforcerowsecurity)::text FROM pg_class "
        "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace UNION ALL "
        f"SELECT {number}, polrelid::regclass::text, pg_get_expr(polqual, polrelid) "
        "|| pg_get_expr(polwithcheck, polrelid) FROM pg_policy ORDER BY 2, 3"
    )


def test_a_statement_of_one_school_reads_an_index_and_the_setting_once(pair: Pair) -> None:
    run("SELECT set_config('enable_seqscan', 'off', true)")
    with tenancy.acting_for(pair.here.pk):
        plan = "\n".join(line for (line,) in run("EXPLAIN SELECT count(*) FROM people_person"))
    assert "Seq Scan" not in plan
    assert "Index Cond: ((school_id >= $0) AND (school_id <= $1))" in plan
    assert plan.count("InitPlan") == 2


@pytest.mark.parametrize("table", TENANTS)
def test_every_wall_has_an_index_to_lean_on(db: None, table: str) -> None:
    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, table).values()
    serving = [one for one in indexes if one["index"] or one["unique"] or one["primary_key"]]
    assert column(table) in [one["columns"][0] for one in serving if one["columns"]]


@pytest.mark.parametrize("table", sorted(FOUND_AT_SIGN_IN))
def test_accounts_are_found_while_nobody_has_signed_in_and_not_after(
    pair: Pair, table: str
) -> None:
    assert run(f"SELECT count(*) >= 2 FROM {table}") == [(True,)]
    with tenancy.acting_for(None):
        assert run(f"SELECT count(*) >= 2 FROM {table}") == [(True,)]
    with tenancy.acting_for(pair.here.pk):
        theirs = f"SELECT count(*) FROM {table} WHERE {column(table)} = %s"
        assert run(theirs, pair.there.pk) == [(0,)]
