"""Workers in processes of their own, on an SQLite file or on this run's PostgreSQL.

As a program: `python -m tests.jobs.programs enqueue COUNT TASK PATH | post | hurry | work LEASE |
until-empty LEASE | rows | scheduled`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

from tests.records import programs

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class House:
    """An installation with its folder and database, and what runs on it."""

    folder: Path
    environment: dict[str, str]
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def said(self) -> Path:
        """Where tasks say what they did."""
        return self.folder / "said"

    def lines(self) -> list[tuple[int, str]]:
        """What tasks said: process and word."""
        text = self.said.read_text() if self.said.exists() else ""
        return [(int(pid), word) for pid, word in (line.split() for line in text.splitlines())]

    def start(self, *words: str) -> subprocess.Popen[str]:
        """Start this program."""
        command = [sys.executable, "-m", "tests.jobs.programs", *words]
        process = subprocess.Popen(
            command, env=self.environment, cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.started.append(process)
        return process

    def run(self, *words: str) -> str:
        """Run this program to its end; return what it said."""
        process = self.start(*words)
        said, _ = process.communicate(timeout=90)
        assert process.returncode == 0
        return said

    def rows(self, *, scheduled: bool = False) -> list[dict[str, Any]]:
        """The tests' jobs as they are stored, or those that the clock asked for."""
        rows: list[dict[str, Any]] = json.loads(self.run("scheduled" if scheduled else "rows"))
        return rows

    def sg(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `./sg WORDS…` to its end."""
        command = [sys.executable, "-m", "schoolgate", *words]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False, timeout=90
        )


def house(folder: Path) -> House:
    """Set a house up: an SQLite file in the folder, or this test's PostgreSQL database."""
    environment = programs.environment(folder)
    if connection.vendor == "postgresql":
        at = connection.settings_dict
        url = f"postgres://{at['USER']}@/{at['NAME']}?host={at['HOST']}"
        return House(folder, environment | {"SCHOOLGATE_DATABASE_URL": url})
    programs.migrated(folder)
    return House(folder, environment)


def wait_for(what: Any, seconds: float = 30) -> None:
    """Wait until `what()` is true."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "nothing happened"
        time.sleep(0.05)


def main(words: list[str]) -> None:
    """Do what the words say."""
    import django

    django.setup()
    from schoolgate.records import tenancy

    tenancy.open_process(because="It stands in for a command.")
    from schoolgate.jobs import letters
    from tests.jobs import tasks

    if words[0] == "enqueue":
        for number in range(int(words[1])):
            more = [str(number)] if words[2] == "mark" else []
            getattr(tasks, words[2]).enqueue(words[3], *more)
    elif words[0] == "post":
        letters.post("tests:greeting", person=_somebody())
    elif words[0] == "hurry":
        _hurry()
    elif words[0] in {"rows", "scheduled"}:
        _print_rows(scheduled=words[0] == "scheduled")
    else:
        _work(float(words[1]), until_empty=words[0] == "until-empty")


def _somebody() -> int:
    from schoolgate.people.models import Person

    return Person.objects.earliest("pk").pk


def _hurry() -> None:
    """Make everything due that waits."""
    from django.utils import timezone

    from schoolgate.jobs.models import Job, State

    Job.objects.filter(state=State.WAITING).update(due_at=timezone.now())


def _print_rows(*, scheduled: bool) -> None:
    from schoolgate.jobs.models import Job

    rows = Job.objects.exclude(schedule="") if scheduled else Job.objects.filter(schedule="")
    values = rows.order_by("pk").values(
        "pk", "schedule", "state", "attempts", "arguments", "trouble"
    )
    print(json.dumps(list(values)))


def _work(lease: float, *, until_empty: bool) -> None:
    """Work with a lease of so many seconds, and with a database that waits for a lock for one."""
    import datetime as dt

    from django.conf import settings

    from schoolgate.jobs import rules
    from schoolgate.jobs.working import Worker

    if "timeout" in settings.DATABASES["default"]["OPTIONS"]:
        settings.DATABASES["default"]["OPTIONS"]["timeout"] = 1
    vars(rules)["LEASE"] = dt.timedelta(seconds=lease)
    Worker().work(until_empty=until_empty)


if __name__ == "__main__":
    main(sys.argv[1:])
