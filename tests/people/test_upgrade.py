"""A database from before: nobody is lost, and leading posts become appointments."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.records import programs

ROLES = ("headteacher", "teacher", "pupil_ks1", "parent", "chair", "governor")


@pytest.mark.real_clock
def test_an_older_database_keeps_its_people_and_their_roles(tmp_path: Path) -> None:
    programs.sg(tmp_path, "migrate", "people", "0001", "-v0")
    with sqlite3.connect(tmp_path / "schoolgate.db") as database:
        database.execute(
            "INSERT INTO people_school (id, slug, name, phase, pack, kind) "
            "VALUES (1, 'elmfield', 'Elmfield', '', 'brookside', 'school')"
        )
        database.executemany(
            "INSERT INTO people_person (school_id, name, role, title) VALUES (1, ?, ?, '')",
            [(f"The {role}", role) for role in ROLES],
        )
    assert programs.sg(tmp_path, "migrate", "-v0").returncode == 0
    with sqlite3.connect(tmp_path / "schoolgate.db") as database:
        kinds = dict(database.execute("SELECT role, kind FROM people_person").fetchall())
        held = database.execute("SELECT role FROM people_appointment ORDER BY role").fetchall()
    assert kinds == {
        "headteacher": "staff", "teacher": "staff", "pupil_ks1": "pupil", "parent": "parent",
        "chair": "governor", "governor": "governor",
    }  # fmt: skip
    assert held == [("chair",), ("headteacher",)]
