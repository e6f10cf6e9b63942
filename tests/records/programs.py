"""Schoolgate in processes of its own, on an SQLite file or on this run's PostgreSQL.

As a program: `python -m tests.records.programs append COUNT WORD | erase SEQUENCE | run`.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def environment(folder: Path) -> dict[str, str]:
    """Everything in `folder`, with an SQLite file."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    settings = {"DJANGO_SETTINGS_MODULE": "schoolgate.config.settings"}
    return kept | settings | {"SCHOOLGATE_VAR": str(folder), "PYTHONPATH": f"{ROOT}/src:{ROOT}"}


def sg(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `./sg WORDS…` and wait for it."""
    command = [sys.executable, "-m", "schoolgate", *words]
    return subprocess.run(
        command, env=environment(folder), capture_output=True, text=True, check=False
    )


def migrated(folder: Path) -> None:
    """Put an installation with empty tables into a folder: made once a process, and copied then."""
    shutil.copytree(_made(), folder, dirs_exist_ok=True)


@cache
def _made() -> Path:
    return _installed(("migrate", "-v0"))


def demonstrated(folder: Path) -> None:
    """Put the demonstration into a folder, ready to be served: made once a process, as above."""
    shutil.copytree(_shown(), folder, dirs_exist_ok=True)


@cache
def _shown() -> Path:
    return _installed(("migrate", "-v0"), ("demo",), ("collectstatic", "--noinput", "-v0"))


def _installed(*commands: tuple[str, ...]) -> Path:
    made = Path(tempfile.mkdtemp(prefix="sg-installed-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    for words in commands:
        assert sg(made, *words).returncode == 0
    return made


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Start this program."""
    command = [sys.executable, "-m", "tests.records.programs", *words]
    return subprocess.Popen(
        command, env=environment(folder), stdout=subprocess.PIPE, text=True, cwd=ROOT
    )


def run(folder: Path, *words: str) -> str:
    """Run this program to its end; return what it said."""
    process = start(folder, *words)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return said


def append(folder: Path, count: int, body: str = "word") -> None:
    """Append entries of Elmfield, each in a transaction of its own."""
    run(folder, "append", str(count), body)


def bytes_of(folder: Path) -> bytes:
    """Return what stands in the database file and beside it."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("schoolgate.db*")))


def main(words: list[str]) -> None:
    """Do what the words say."""
    import django

    django.setup()
    if words[0] == "append":
        for number in range(int(words[1])):
            print(_append_one(number, words[2]), flush=True)
    elif words[0] == "erase":
        _erase(int(words[1]))


def _append_one(number: int, word: str) -> int:
    from django.db import transaction
    from django.utils import timezone

    from schoolgate.records import actions, parties

    with transaction.atomic():
        entry = actions.write(
            school=parties.School(1, "elmfield"), by=parties.VISITOR, at=timezone.now(),
            verb="records:journal:exported", body={"words": f"{word} {number};" * 20},
            object=parties.Thing("records.journal", "1", f"{word} {number};"),
        )  # fmt: skip
    return entry.sequence


def _erase(sequence: int) -> None:
    from django.utils import timezone

    from schoolgate.records import actions, parties
    from schoolgate.records.models import Entry

    entry = Entry.objects.get(sequence=sequence)
    actions.erase_body(entry=entry, by=parties.VISITOR, at=timezone.now(), because="test")


if __name__ == "__main__":
    main(sys.argv[1:])
