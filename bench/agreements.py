"""`python -m bench.agreements`: the roster of a large school, as a browser asks for it.

500 people on an SQLite file of its own, half of whom have signed; the head opens the page again and
again, and takes it away as a file. Then 500 pupils' forms on paper, and 30 of them scanned.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.do_list import _set_up
from bench.journal import LINE


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=500)
    options.add_argument("--times", type=int, default=100, help="how often each page is opened")
    options.add_argument("--folder", default=str(Path.cwd() / "var"), help="on the disk to measure")
    chosen = options.parse_args()
    Path(chosen.folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-signed-", dir=chosen.folder) as folder:
        _set_up(folder)
        head, copy = _fill(chosen.people)
        print(LINE.format("measurement", "here", "aim"))
        room = "/brookside/agreements/"
        _time(f"roster of {chosen.people}", f"{room}roster/", head, chosen.times)
        _time("roster as a file", f"{room}roster/file/", head, chosen.times)
        _time("signed copy as PDF", f"{room}copies/{copy}/pdf/", head, 10)
        _forms(head)
    return 0


def _fill(people: int) -> tuple[Any, int]:
    """Add staff until there are so many people, and let every other sign."""
    from django.utils import timezone

    from schoolgate.agreements import actions, queries
    from schoolgate.agreements.models import Signature
    from schoolgate.people.models import Person, School
    from schoolgate.people.queries import people as here

    school, now = School.objects.get(slug="brookside"), timezone.now()
    head = Person.objects.get(school=school, role="headteacher")
    more = people - here(viewer=head, on=timezone.localdate()).count()
    Person.objects.bulk_create(
        Person(school=school, name=f"Invented {number}", kind="staff", role="teacher",
               source="bench", external_id=str(number)) for number in range(max(more, 0))
    )  # fmt: skip
    text = queries.in_force(school)["staff-for-staff"].text
    kept = actions.keep_text(text, school=school, at=now)
    new = Person.objects.filter(school=school, source="bench")
    Signature.objects.bulk_create(
        Signature(school=school, signer=one, for_person=one, document=text.document, text=kept,
                  role="teacher", version="bench", pack_hash="", method="screen",
                  name_written=one.name, signed_at=now - timedelta(days=1))
        for one in new[::2]
    )  # fmt: skip
    return head, Signature.objects.order_by("pk").values_list("pk", flat=True)[0]


def _forms(head: Any) -> None:
    """Print the forms of 500 pupils, as a run does, and read 30 of their pages as a scanner sends
    them: grey, at 150 dpi."""
    import io

    import pikepdf
    from django.utils import timezone

    from schoolgate.agreements import actions
    from schoolgate.agreements.models import FormPart
    from schoolgate.agreements.queries import Wanted
    from schoolgate.people.models import Person
    from schoolgate.web.paper import scans
    from tests.web import scanned

    Person.objects.bulk_create(
        Person(school=head.school, name=f"Pupil {number}", kind="pupil", role="pupil_ks2", year=4,
               class_name="Bench", source="bench", external_id=f"p{number}")
        for number in range(500)
    )  # fmt: skip
    want = Wanted(class_name="Bench", document="pupil-for-pupil-ks2")
    began = time.perf_counter()
    run = actions.print_forms(want=want, whose="the bench", by=head, at=timezone.now())
    asked = time.perf_counter() - began
    first = 0.0
    for part in FormPart.objects.filter(run=run).select_related("run", "school"):
        actions.make_forms(part=part, at=timezone.now())
        first = first or time.perf_counter() - began
    spent = time.perf_counter() - began
    made = [bytes(one) for one in FormPart.objects.filter(run=run).values_list("pdf", flat=True)]
    pages = sum(len(pikepdf.open(io.BytesIO(one)).pages) for one in made)
    print(LINE.format(f"500 forms, {pages} pages: asked, first file, all (s)",
                      f"{asked:.1f}, {first:.1f}, {spent:.1f}", "all < 60"))  # fmt: skip
    seen = [one.convert("L") for one in scanned.pages_of(made[0])[::4][:30]]
    sent, began = scanned.as_pdf(seen), time.perf_counter()
    read = sum(bool(one.said) for one in scans.pages(sent))
    print(LINE.format(f"a scan of 30 pages, {read} codes read (s)",
                      f"{time.perf_counter() - began:.1f}", ""))  # fmt: skip


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
                      f"{spent[len(spent) // 2]:.1f}, {p95:.1f}", "p95 < 200"))  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
