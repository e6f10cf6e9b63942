"""An import that is killed half-way leaves nothing or all, and the journal whole."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gateways import samples
from tests.records import programs

COUNT = 300
# A process that kills itself, hard, at the N-th statement that writes.
KILLER = """
import os, signal, sys
import schoolgate, django
django.setup()
from django.db import connection
from schoolgate.gateways import commandline
left = int(sys.argv[1])
def count(execute, sql, params, many, context):
    global left
    if sql.startswith(("INSERT", "UPDATE", "DELETE", "COMMIT", "BEGIN")):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)
with connection.execute_wrapper(count):
    code = commandline.main(sys.argv[2:])
print(left)
sys.exit(code)
"""


def killed_after(folder: Path, statements: int, *words: str | Path) -> tuple[int, str]:
    """Run an import that dies at a statement; exit code and what it said."""
    run = subprocess.run(
        [sys.executable, "-c", KILLER, str(statements), *map(str, words)],
        env=programs.environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    return run.returncode, run.stdout


def stored(folder: Path) -> tuple[int, int]:
    """How many people came from the roster, and how many entries the journal has."""
    with sqlite3.connect(folder / "schoolgate.db") as database:
        people = database.execute("SELECT count(*) FROM people_person WHERE source = 'mis'")
        entries = database.execute("SELECT count(*) FROM records_entry WHERE verb LIKE 'people:p%'")
        return int(people.fetchone()[0]), int(entries.fetchone()[0])


@pytest.mark.real_clock
def test_killed_at_any_statement_it_leaves_nothing_and_then_all(tmp_path: Path) -> None:
    programs.sg(tmp_path, "migrate", "-v0")
    programs.sg(tmp_path, "demo")
    pupils = tmp_path / "pupils.csv"
    pupils.write_text(samples.pupils(COUNT))
    words = ("apply", "brookside", pupils)
    for statements in (0, 1, 2, 6, 7, 50, 150, 300, 307, 308):
        assert killed_after(tmp_path, statements, *words)[0] == -9
        assert stored(tmp_path) == (0, 0)
    assert killed_after(tmp_path, 1_000_000, *words)[0] == 0
    assert stored(tmp_path) == (COUNT, COUNT)
    assert "nothing to change" in programs.sg(tmp_path, "roster", *map(str, words)).stdout
    (report,) = json.loads(programs.sg(tmp_path, "journal", "verify", "--json").stdout)
    assert report["whole"]
