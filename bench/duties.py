"""`python -m bench.duties`: a year of duties of an authority's schools, worked out.

400 schools with 60 duties each, on an SQLite file of its own: policy, calendar, roles, people and
journal of each school are read, and everything that falls due in a year is worked out with its
parts. Every school has closed days of its own, so that few calendars are alike.
"""

from __future__ import annotations

import argparse
import io
import os
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.journal import LINE

TODAY = date(2026, 10, 14)
YEAR = timedelta(days=365)


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--schools", type=int, default=400)
    options.add_argument("--duties", type=int, default=60)
    options.add_argument("--staff", type=int, default=40)
    options.add_argument("--folder", default=str(Path.cwd() / "var"), help="on the disk to measure")
    chosen = options.parse_args()
    Path(chosen.folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-duties-", dir=chosen.folder) as folder:
        _set_up(folder)
        schools = _fill(chosen.schools, chosen.staff)
        print(LINE.format("measurement", "here", "aim"))
        _expand(schools, chosen.duties)
        _needs(schools[:50])
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
    call_command("migrate", verbosity=0, stdout=io.StringIO())
    from schoolgate.records import tenancy

    tenancy.open_process(because="The bench looks at every school.")


def _fill(schools: int, staff: int) -> list[Any]:
    from schoolgate.people import actions
    from schoolgate.people.calendar import Span, SpanKind
    from schoolgate.people.demonstration_year import YEARS
    from schoolgate.people.models import Person, School
    from schoolgate.records.parties import System

    by, at = System("bench", "The bench"), datetime(2026, 9, 1, 9, tzinfo=UTC)
    packs = ("ashbrook", "cotmanhay", "thatto-heath", "brookside")
    posts = ("headteacher", "dsl", "it_technician", "network_manager", "esafety_coordinator")
    made = []
    for number in range(schools):
        school = School.objects.create(slug=f"school-{number}", name=f"School {number}",
                                       pack=packs[number % len(packs)])  # fmt: skip
        Person.objects.bulk_create(
            Person(school=school, name=f"Person {one}", kind="staff",
                   role=posts[one] if one < len(posts) else "teacher")
            for one in range(staff)
        )  # fmt: skip
        for year, spans in YEARS.items():
            own = Span(SpanKind.CLOSED, *2 * (date(year, 9, 10) + number % 60 * timedelta(days=1),))
            actions.keep_year(school=school, year=year, spans=[*spans, own], by=by, at=at)
        made.append(school)
    return made


def _expand(schools: Iterable[Any], duties: int) -> None:
    from schoolgate.duties.queries import board

    start, counted, turns, parts = time.perf_counter(), 0, 0, 0
    for school in schools:
        known = board(school=school, today=TODAY)
        for number in range(duties):
            item = known.item(known.duties[number % len(known.duties)], last=TODAY + YEAR)
            counted += 1
            turns += len(item.turns)
            parts += sum(len(turn.parts) for turn in item.turns)
    took = time.perf_counter() - start
    what = f"{counted:,} duties of a year: {turns:,} times, {parts:,} parts"
    print(LINE.format(what, f"{took:.1f} s", "30 s"))


def _needs(schools: Iterable[Any]) -> None:
    from schoolgate.duties import waiting
    from schoolgate.people.models import Person

    at = datetime(2026, 10, 14, 9, tzinfo=UTC)
    took = []
    for school in schools:
        head = Person.objects.select_related("school").get(school=school, role="headteacher")
        start = time.perf_counter()
        list(waiting.needs(head, at))
        took.append(time.perf_counter() - start)
    took.sort()
    line = LINE.format("what waits for a head, p95", f"{took[int(len(took) * 0.95)] * 1000:.0f} ms",
                       "50 ms")  # fmt: skip
    print(line)


if __name__ == "__main__":
    raise SystemExit(main())
