"""`python -m bench.concerns`: the list of 100,000 cases, search in them, and a long chronology.

On the database of SCHOOLGATE_DATABASE_URL, or an SQLite file of its own. Cases are put in as rows
of the right shape, each with admissions, a party and 20 words; every one of them is visible.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.journal import LINE

_WORDS = 5_000


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=100_000)
    options.add_argument("--entries", type=int, default=500)
    options.add_argument("--times", type=int, default=20)
    options.add_argument("--folder", default=str(Path.cwd() / "var"), help="on the disk to measure")
    chosen = options.parse_args()
    Path(chosen.folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-concerns-", dir=chosen.folder) as folder:
        head = _set_up(folder, chosen.cases)
        long = _long_case(head, chosen.entries)
        print(LINE.format("measurement", "here", "aim"))
        _measure(head, long, chosen.times)
    return 0


def _set_up(folder: str, cases: int) -> Any:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "schoolgate.config.settings_test",
        "SCHOOLGATE_VAR": folder,
    }
    os.environ.setdefault("SCHOOLGATE_DATABASE_URL", f"sqlite://{folder}/schoolgate.db")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from tests.cast import assemble

    cast = assemble()
    _fill(cast, cases)
    return cast.head


def _fill(cast: Any, count: int) -> None:
    from schoolgate.concerns import keys
    from schoolgate.concerns.models import Admission, Case, Party
    from schoolgate.records import sealing
    from tests.cast import NOW

    school, kinds = cast.school, ("bullying", "content", "data", "staff", "")
    cases = Case.objects.bulk_create(
        (Case(school=school, year=2020, number=number, opened_at=NOW - dt.timedelta(minutes=number),
              moved_at=NOW, category=kinds[number % 5], state="closed" if number % 50 else "open",
              closed_at=NOW if number % 50 else None)
         for number in range(1, count + 1)), batch_size=2_000,
    )  # fmt: skip
    key = sealing.new_key()
    for role in ("headteacher", "dsl"):
        wrapped = keys.wrapped_for(key, school=school.pk, role=role)
        Admission.objects.bulk_create(
            (Admission(school=school, case=case, role=role, because="route", wrapped=wrapped,
                       from_at=NOW) for case in cases), batch_size=2_000)  # fmt: skip
    Party.objects.bulk_create(
        (Party(school=school, case=case, part="reporter", mark=os.urandom(32), who=b"x",
               from_at=NOW) for case in cases), batch_size=2_000)  # fmt: skip
    _fill_words(school.pk)


def _fill_words(school: int) -> None:
    """Give each case 20 of 5,000 words, inside the database: two million rows of Django's take
    minutes."""
    from django.db import connection

    from schoolgate.concerns import keys

    marks = [(at, keys.mark_of_word(f"word{at}", school=school)) for at in range(_WORDS)]
    binary = "blob" if connection.vendor == "sqlite" else "bytea"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE marks (at integer PRIMARY KEY, mark {binary})")
        cursor.executemany("INSERT INTO marks VALUES (%s, %s)", marks)
        cursor.execute("CREATE TEMPORARY TABLE steps (step integer)")
        cursor.executemany("INSERT INTO steps VALUES (%s)", [(step,) for step in range(20)])
        cursor.execute(
            "INSERT INTO concerns_word (school_id, case_id, mark)"
            " SELECT c.school_id, c.id, m.mark FROM concerns_case c CROSS JOIN steps s"
            f" JOIN marks m ON m.at = (c.number * 7 + s.step * 131) % {_WORDS} ORDER BY c.id"
        )


def _long_case(head: Any, entries: int) -> Any:
    from schoolgate.concerns import actions, queries
    from schoolgate.concerns.actions import Told, storing
    from schoolgate.concerns.rules.words import Way
    from tests.cast import NOW

    told = Told(Way.STAFF_FORM, {"what": "A long matter."})
    case = actions.report(school=head.school, told=told, by=None, at=NOW)
    opened = queries.opened(case=case, viewer=head, on=NOW.date())
    for number in range(entries):
        said = {"words": f"Entry {number}: " + "what was said and done on that day. " * 8}
        storing.write_entry(opened, kind="note", said=said, by=head, at=NOW)
    return case


def _measure(head: Any, case: Any, times: int) -> None:
    from schoolgate.config.settling import settle
    from tests.cast import client_of

    client = client_of(head)
    client.defaults["HTTP_HOST"] = "localhost"
    settle()  # as the server does when it starts
    room = "/elmfield/concerns/"
    pages: tuple[tuple[str, Callable[[], Any], str], ...] = (
        ("list of cases, newest", lambda: client.get(room), "p95 < 150"),
        ("list of open cases by category", lambda: client.get(f"{room}?state=open&sort=category"),
         "p95 < 150"),
        ("the middle of the list", lambda: client.get(f"{room}?page=1000"), "p95 < 150"),
        ("search for two words", lambda: client.post(f"{room}find/", {"words": "word7 word138"}),
         "p95 < 150"),
        ("a chronology of 500 entries", lambda: client.get(f"{room}{case.pk}/"), "p95 < 200"),
    )  # fmt: skip
    for name, ask, aim in pages:
        ask()
        spent = sorted(_milliseconds(ask) for _ in range(times))
        used = sorted(_milliseconds(ask, time.process_time) for _ in range(times))
        for which, said in ((spent, "p50, p95 (ms)"), (used, "  of the processor (ms)")):
            p95 = which[min(int(times * 0.95), times - 1)]
            what = f"{name}: {said}" if which is spent else said
            print(LINE.format(what, f"{which[times // 2]:.0f}, {p95:.0f}", aim), flush=True)
    print(LINE.format("load of the machine, last minute", f"{os.getloadavg()[0]:.1f}", ""))


def _milliseconds(ask: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    before = clock()
    assert ask().status_code == 200
    return (clock() - before) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
