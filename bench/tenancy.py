"""`python tests/on_postgres.py --do python -m bench.tenancy`: what the walls between schools cost.

The same work in turns, with the walls down and up, on a PostgreSQL that forgets everything.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import Any

from bench.journal import LINE, _append_many, _writer

SCHOOLS, EACH = 400, 2_500
TURNS = 5


def main() -> int:
    """Print one line a measurement: what, walls down, walls up, the ratio."""
    with tempfile.TemporaryDirectory(prefix="bench-tenancy-") as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "schoolgate.config.settings",
                       "SCHOOLGATE_VAR": folder}  # fmt: skip
        import django
        from django.core.management import call_command

        django.setup()
        from schoolgate.records import tenancy

        tenancy.open_process(because="The measurement.")
        call_command("migrate", verbosity=0)
        print(LINE.format("measurement", "down", "up"))
        _journal()
        _people()
    return 0


def _journal() -> None:
    from django.db import transaction

    from schoolgate.people.models import School
    from schoolgate.records import tenancy

    write, school = _writer(), School.objects.create(slug="bench", name="Bench", pack="none")

    def alone() -> None:
        with transaction.atomic():
            write()

    def for_a_school() -> None:
        with tenancy.acting_for(school.pk):
            write()

    _append_many(100_000)
    _turns("append, one entry a transaction, entries/s", alone, 1_000)
    _turns("append, the transaction names its school, entries/s", for_a_school, 1_000)
    _turns("append, 1,000 entries a transaction, entries/s",
           lambda: _append_many(1_000), 1, 1_000)  # fmt: skip


def _people() -> None:
    from schoolgate.people.models import Person, School
    from schoolgate.records import tenancy

    schools = School.objects.bulk_create(
        School(slug=f"s{number}", name=f"School {number}", pack="none") for number in range(SCHOOLS)
    )
    Person.objects.bulk_create(
        (Person(school=one, name=f"Somebody {number}", kind="pupil", role="pupil_ks2")
         for number in range(EACH) for one in schools),
        batch_size=5_000,
    )  # fmt: skip
    _run("VACUUM ANALYZE people_person")
    here = schools[SCHOOLS // 2].pk

    def of(query: Callable[[], Any]) -> Callable[[], None]:
        def work() -> None:
            with tenancy.acting_for(here):
                query()

        return work

    mine = Person.objects.filter(school=here)
    _turns("one school's people of 1,000,000, counted, /s", of(mine.count), 50)
    key = mine.values_list("pk", flat=True)[0]
    _turns("one person by key, /s", of(lambda: Person.objects.get(pk=key)), 300)
    _turns("a page of 50 by name, /s", of(lambda: list(mine.order_by("name", "pk")[:50])), 50)
    _turns("the filter forgotten: everybody counted, /s", of(Person.objects.count), 5)
    with tenancy.acting_for(here):
        for (line,) in _run("EXPLAIN ANALYZE SELECT count(*) FROM people_person"):
            print("   ", line)


def _turns(what: str, work: Callable[[], object], count: int, each: int = 1) -> None:
    """Print medians of rates, in turns, so that a busy machine is unfair to both."""
    work()
    rates: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(TURNS):
        for up in (False, True):
            _set_walls(up=up)
            started = time.perf_counter()
            for _ in range(count):
                work()
            rates[up].append(count * each / (time.perf_counter() - started))
    down, up_rate = (statistics.median(rates[up]) for up in (False, True))
    print(f"{LINE.format(what, f'{down:,.0f}', f'{up_rate:,.0f}')}   x {up_rate / down:.2f}")


def _set_walls(*, up: bool) -> None:
    from schoolgate.records.tenancy import tables

    for table in tables.tables():
        word = "ENABLE" if up else "DISABLE"
        _run(f"ALTER TABLE {table.name} {word} ROW LEVEL SECURITY")


def _run(sql: str) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall()) if cursor.description else []


if __name__ == "__main__":
    raise SystemExit(main())
