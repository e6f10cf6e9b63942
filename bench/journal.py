"""`python -m bench.journal`: entries appended and checked a second, on an SQLite file of its own.

On a PostgreSQL that forgets everything: `python tests/on_postgres.py --do python -m bench.journal`.

Appends are durable: WAL with synchronous=FULL, one transaction an entry unless the line says more.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LINE = "{:<58}{:>16}{:>16}"


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--entries", type=int, default=1_000_000, help="a long journal")
    options.add_argument("--folder", default=str(Path.cwd() / "var"), help="on the disk to measure")
    chosen = options.parse_args()
    print(LINE.format("measurement", "here", "aim"))
    Path(chosen.folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-journal-", dir=chosen.folder) as folder:
        _set_up(folder)
        if _on_sqlite():
            _bare(Path(folder))
        _appends(chosen.entries)
        _verifies()
        _heads(Path(folder))
    return 0


def _set_up(folder: str) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "schoolgate.config.settings",
        "SCHOOLGATE_VAR": folder,
    }
    os.environ.setdefault("SCHOOLGATE_DATABASE_URL", f"sqlite://{folder}/schoolgate.db")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _on_sqlite() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"


def _bare(folder: Path) -> None:
    """What this disk gives at best: 400-byte rows through the driver alone."""
    import sqlite3

    base = sqlite3.connect(folder / "bare.db", isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    base.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT)")

    def one() -> None:
        base.execute("BEGIN IMMEDIATE")
        base.execute("INSERT INTO bare (text) VALUES (?)", ["x" * 400])
        base.execute("COMMIT")

    _row("SQLite alone, one row a transaction, durable, rows/s", *_rates(one, 3_000), "")
    base.close()


def _appends(entries: int) -> None:
    from django.db import transaction

    from schoolgate.people.models import School

    write, school = _writer(), School.objects.create(slug="bench", name="Bench", pack="none")

    def alone() -> None:
        with transaction.atomic():
            write()

    def beside_a_change() -> None:
        with transaction.atomic():
            School.objects.filter(pk=school.pk).update(phase="primary")
            write()

    alone()
    _row("append, one entry a transaction, durable, entries/s", *_rates(alone, 3_000), "2,000")
    _row("append beside an ORM update, durable, acts/s", *_rates(beside_a_change, 2_000), "")
    started = time.perf_counter()
    _append_many(entries)
    wall = entries / (time.perf_counter() - started)
    _row("append, 10,000 entries a transaction, entries/s", wall, 0, "")


def _append_many(entries: int) -> None:
    from django.db import transaction

    write = _writer()
    for done in range(0, entries, 10_000):
        with transaction.atomic():
            for _ in range(min(10_000, entries - done)):
                write()


def _writer() -> Callable[[], Any]:
    import datetime as dt

    from schoolgate.records import actions, parties

    by = parties.System("bench", "The measurement")
    of = parties.Thing("approvals.request", "1234", "Photographs of the school play")
    words = {"purpose": "the school play", "until": "2026-10-14T15:30:00+01:00", "devices": ["own"]}
    at = dt.datetime(2026, 10, 14, 9, 30, tzinfo=dt.UTC)

    def write() -> Any:
        return actions.write(
            school=parties.School(1, "bench"), by=by, at=at, object=of, clause="5.7a", body=words,
            verb="records:journal:exported",
        )  # fmt: skip

    return write


def _verifies() -> None:
    from schoolgate.records import verifying
    from schoolgate.records.models import Journal

    journal = Journal.objects.get()
    for workers in (1, os.cpu_count() or 1):
        best = used = 0.0
        for _ in range(3):
            wall, cpu = time.perf_counter(), _cpu()
            report = verifying.verify(journal, workers=workers)
            best = max(best, report.entries / (time.perf_counter() - wall))
            used = max(used, report.entries / (_cpu() - cpu))
            assert not report.findings, report.findings[:3]
        what = f"verify {report.entries:,} entries, {workers} processes, entries/s"
        _row(what, best, used, "500,000" if workers > 1 else "")


def _cpu() -> float:
    """Seconds of processor time of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def _heads(folder: Path) -> None:
    from django.utils import timezone

    from schoolgate.records import actions, bundles, parties
    from schoolgate.records.models import Journal

    journal, by = Journal.objects.get(), parties.System("bench", "The measurement")

    def sign() -> int:
        return actions.sign_head(journal=journal, by=by, at=timezone.now()).size

    _row("first signed head, s", _seconds(sign), 0, "", "{:.2f}")
    _append_many(100)
    _row("signed head 100 entries later, ms", 1000 * _seconds(sign), 0, "", "{:.1f}")
    size = sign()
    taken = _seconds(lambda: bundles.export(journal, size, folder / "bundle.jsonl"))
    _row("export, entries/s", size / taken, 0, "")
    if not _on_sqlite():
        return
    on_disk = sum(path.stat().st_size for path in folder.glob("schoolgate.db*"))
    _row("bytes an entry on disk, indexes and all", on_disk / size, 0, "")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _rates(work: Callable[[], object], count: int) -> tuple[float, float]:
    """Return runs a second by the wall clock and by processor time, the best of three passes."""
    wall = cpu = 0.0
    for _ in range(3):
        started, used = time.perf_counter(), time.process_time()
        for _ in range(count):
            work()
        wall = max(wall, count / (time.perf_counter() - started))
        cpu = max(cpu, count / (time.process_time() - used))
    return wall, cpu


def _row(what: str, wall: float, cpu: float, aim: str, form: str = "{:,.0f}") -> None:
    said = form.format(wall) + (f" (cpu {cpu:,.0f})" if cpu else "")
    print(LINE.format(what, said, aim and f">= {aim}"), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
