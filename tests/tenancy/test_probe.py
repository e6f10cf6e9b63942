"""The probe finds every wall that is down, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from schoolgate.records.models import Journal
from schoolgate.records.tenancy import probe, walls
from schoolgate.records.tenancy.probe import WallsAreDown
from tests.cast import Cast
from tests.records import programs


def do(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql)


def pass_for_ours(table: str) -> None:
    """Write into a policy's comment what it has become, so that only reading finds the hole."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {walls.MADE} FROM pg_policy WHERE polrelid = '{table}'::regclass")
        (made,) = cursor.fetchone()
    do(f"COMMENT ON POLICY own_school ON {table} IS 'x {made}'")


def said() -> str:
    with pytest.raises(WallsAreDown) as refused:
        probe.try_walls()
    return str(refused.value)


def test_whole_walls_are_good_with_rows_and_without(cast: Cast) -> None:
    probe.try_walls()
    assert Journal.objects.count() == 0


def test_an_empty_database_is_probed_too(db: None) -> None:
    probe.try_walls()
    do("ALTER POLICY own_school ON records_journal USING (true)")
    pass_for_ours("records_journal")
    assert said().startswith("Rows with no school set can be read: records_journal.")


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY own_school ON people_person",
        "CREATE POLICY reports ON people_person FOR SELECT USING (true)",
        "ALTER POLICY own_school ON people_person TO sg",
        "ALTER POLICY own_school ON people_person USING (school_id > 0)",
    ],
)
def test_a_table_without_its_wall_is_named(db: None, change: str) -> None:
    do(change)
    assert "no wall between schools, another than ours, or more than one: people_person." in said()


def test_a_wall_with_a_hole_is_found_by_its_rows(cast: Cast) -> None:
    do("ALTER POLICY own_school ON people_person USING (role = 'headteacher')")
    pass_for_ours("people_person")
    assert said().startswith("Rows with no school set can be read: people_person.")
    own = "school_id::text = current_setting('schoolgate.school', true)"
    do(f"ALTER POLICY own_school ON people_person USING ({own} "
       "OR (name LIKE 'O%' AND current_setting('schoolgate.school', true) <> ''))")  # fmt: skip
    pass_for_ours("people_person")
    assert said().startswith("Rows of another school can be read: people_person.")


def test_a_view_that_looks_with_its_owners_rights_is_named(db: None) -> None:
    do("CREATE VIEW names AS SELECT name FROM people_person")
    assert "views show rows past the walls between schools: names." in said()
    do("DROP VIEW names")
    do("CREATE VIEW names WITH (security_invoker = true) AS SELECT name FROM people_person")
    probe.try_walls()


def test_a_function_with_its_owners_rights_is_named(db: None) -> None:
    do("CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER "
       "AS 'SELECT count(*) FROM people_person'")  # fmt: skip
    assert "pass the walls between schools: peek." in said()


def test_the_role_of_the_tests_is_above_nothing(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


# --- A server in a process of its own -------------------------------------------------------------


def served_as(role: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Start what the server starts, connected to this test's database as a role."""
    address, _, _ = os.environ["SCHOOLGATE_DATABASE_URL"].partition("@")
    host = connection.settings_dict["HOST"]
    name = connection.settings_dict["NAME"]
    url = f"{address.rpartition('/')[0]}/{role}@/{name}?host={host}"
    (folder / "static").mkdir()
    return subprocess.run(
        [sys.executable, "-c", "import schoolgate.config.wsgi"],
        env=programs.environment(folder) | {"SCHOOLGATE_DATABASE_URL": url},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.real_clock
@pytest.mark.django_db(transaction=True)
def test_a_server_whose_role_is_held_to_the_walls_starts(tmp_path: Path) -> None:
    run = served_as("sg", tmp_path)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.real_clock
@pytest.mark.django_db(transaction=True)
def test_a_server_whose_role_stands_above_the_walls_refuses(tmp_path: Path) -> None:
    run = served_as("postgres", tmp_path)
    assert run.returncode == 2
    assert run.stderr == (
        "The database role “postgres” stands above the walls between schools. "
        'Run ALTER ROLE "postgres" NOSUPERUSER, or give Schoolgate a role of its own.\n'
    )
