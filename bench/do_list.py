"""`python -m bench.do_list`: the Do list of a large authority's school, as a browser asks for it.

50,000 people and a journal of a million entries on an SQLite file of its own; the head opens the
page again and again. Entries are put in as rows of the right shape: their hashes are not looked at.
"""

from __future__ import annotations

import argparse
import io
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.journal import LINE


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=50_000)
    options.add_argument("--entries", type=int, default=1_000_000)
    options.add_argument("--times", type=int, default=300, help="how often each page is opened")
    options.add_argument("--folder", default=str(Path.cwd() / "var"), help="on the disk to measure")
    chosen = options.parse_args()
    Path(chosen.folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-do-", dir=chosen.folder) as folder:
        _set_up(folder)
        head = _fill(chosen.people, chosen.entries)
        print(LINE.format("measurement", "here", "aim"))
        for name, path in (("Do list", "do/"), ("accounts", "accounts/"), ("journal", "journal/")):
            _time(name, f"/brookside/{path}", head, chosen.times)
    return 0


def _set_up(folder: str) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "schoolgate.config.settings_test",
        "SCHOOLGATE_VAR": folder,
        "SCHOOLGATE_DATABASE_URL": f"sqlite://{folder}/schoolgate.db",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("demo", verbosity=0, stdout=io.StringIO())


def _fill(people: int, entries: int) -> Any:
    from django.db import connection, transaction

    from schoolgate.people.models import Person, School

    school = School.objects.get(slug="brookside")
    Person.objects.bulk_create(
        (Person(school=school, name=f"Invented {number}", kind="pupil", role="pupil_ks2",
                source="bench", external_id=str(number), year=4, class_name=f"{number // 30}")
         for number in range(people)), batch_size=2_000,
    )  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS records_entry_insert")
        cursor.execute("SELECT max(sequence) FROM records_entry WHERE school_id = %s", [school.pk])
        last = cursor.fetchone()[0] or 0
        names = [
            column[1] for column in cursor.execute("PRAGMA table_info(records_entry)").fetchall()
        ]
        row = ", ".join("%s + n" if name == "sequence" else name for name in names)
        numbers = "WITH RECURSIVE ns(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM ns WHERE n < %s)"
        cursor.execute(
            f"INSERT INTO records_entry ({', '.join(names)}) {numbers} "
            f"SELECT {row} FROM records_entry, ns WHERE school_id = %s AND sequence = %s",
            [entries, last, school.pk, last],
        )
    return Person.objects.get(school=school, role="headteacher")


def _time(name: str, path: str, head: Any, times: int) -> None:
    from django.db import connection

    from tests.cast import client_of

    client = client_of(head)
    client.get(path, headers={"host": "localhost"})
    asked: list[str] = []

    def count(run: Any, sql: str, *more: Any) -> Any:
        asked.append(sql)
        return run(sql, *more)

    with connection.execute_wrapper(count):
        assert client.get(path, headers={"host": "localhost"}).status_code == 200
    spent = []
    for _ in range(times):
        before = time.perf_counter()
        client.get(path, headers={"host": "localhost"})
        spent.append((time.perf_counter() - before) * 1000)
    spent.sort()
    p95 = spent[int(len(spent) * 0.95)]
    print(LINE.format(f"{name}: p50, p95 (ms), {len(asked)} queries",
                      f"{spent[len(spent) // 2]:.1f}, {p95:.1f}", "p95 < 100"))  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
