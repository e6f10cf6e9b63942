"""Kills a process of ours at every write, and judges what is left, from `killed_at_every_write`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# At a hand-over: POINTS=200 pytest tests/*/test_killed.py
BY_HAND = int(os.environ.get("POINTS", "0"))
_LONGEST = 600 * (4 if BY_HAND else 1)  # seconds
_NOT_ALIKE = 100  # points
Prepare = Callable[[], object]
Acknowledge = Callable[[str], None]
Act = Callable[[Acknowledge], object]
Judge = Callable[[Sequence[str], bool], object]


class Lost(AssertionError):
    """Something that was acknowledged is not there."""


class HalfApplied(AssertionError):
    """A part of one act is there, and another part is not."""


@dataclass(frozen=True)
class Tally:
    """What came of it: `writes` of an undisturbed act, `first` of which make its first piece;
    `points` tried, and how many `killed` it.

    `lost`, `half_applied` and `broken` (database or journal not whole, or the judge's other
    complaints) count points; `troubles` says which and what.
    """

    engine: str
    writes: int
    first: int
    points: int
    killed: int
    lost: int
    half_applied: int
    broken: int
    seconds: float
    troubles: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.engine}: {self.writes} writes, killed at {self.killed} of {self.points} points,"
            f" lost {self.lost}, half-applied {self.half_applied}, broken {self.broken},"
            f" {self.seconds:.1f} s"
        )


def killed_at_every_write(
    prepare: Prepare, act: Act, judge: Judge, folder: Path, *, alike: bool = True
) -> Tally:
    """SIGKILL `act` when it enters its n-th write, for every n of its first piece and for some of
    the rest; or for 100 of all, spread evenly, where its pieces are not `alike`; or for as many as
    the environment says in POINTS.

    A write is a system call that changes a file in the program's folder (write, fsync, ftruncate,
    unlink, rename, open to create …) or sends on a socket (PostgreSQL). Each point begins on a
    fresh copy of the folder and the database as `prepare` left them, and ends with both opened anew
    by another process: PostgreSQL is that of this run, or else SQLite. There PRAGMA
    integrity_check, foreign keys and every journal are checked, and then the judge judges.

    The three are functions of a module's top level, run in processes of their own in which Django
    is set up with the real settings and `settings.VAR` is a scratch folder; nothing but the
    database and that folder passes from one to the other. The clock is the machine's. Import what
    they need at the top of the module: what the first process has imported, its forks have.

    - `prepare()` is called once, on a migrated, empty database. It and the judge see every school;
      `act` sees what the program would see, so it says for whom it acts where no request or command
      says it.
    - `act(acknowledge)` does what is tried, as the program would; it calls `acknowledge(word)`
      after each piece that it would now tell the user is done (such as after a commit). An act with
      few writes does several pieces after another, so that there are 200 points to try by hand.
    - `judge(acknowledged, finished)` gets these words; `finished` is True when nothing was killed.
      It raises Lost, HalfApplied or AssertionError. Whatever is acknowledged must be there whole;
      the one piece after that may be there whole or not at all.

    Write in the test, marked `real_clock`:

        tally = killed_at_every_write(prepare, act, judge, tmp_path)
        assert tally.troubles == []
        assert tally.killed == tally.points > tally.first

    `folder` is an empty folder to work in, such as `tmp_path`: beside it lies the migrated database
    of the whole run. PACKS at the module's top names the policies to be read beforehand, if not
    Brookside's.
    """
    points = BY_HAND or (0 if alike else _NOT_ALIKE)
    names = [f"{one.__module__}:{one.__qualname__}" for one in (prepare, act, judge)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", str(folder), _shared(folder), str(points), *names],
        env=_environment(folder), cwd=ROOT, capture_output=True, text=True, check=False,
        timeout=_LONGEST,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    values: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if values["troubles"] and done.stderr:
        values["troubles"].append(done.stderr[-3_000:])
    tally = Tally(**values)
    print(f"{act.__module__}: {tally}")
    return tally


def _shared(folder: Path) -> str:
    """Return the folder of all tests of this run; a worker of pytest-xdist has one below it."""
    mine = folder.parent
    return str(mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine)


def _environment(folder: Path) -> dict[str, str]:
    names = ("PATH", "HOME", "LANG", "POINTS")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    url = os.environ.get("SCHOOLGATE_DATABASE_URL", "")
    if url.startswith("postgres"):
        kept["SCHOOLGATE_DATABASE_URL"] = url
    return kept | {
        "DJANGO_SETTINGS_MODULE": "schoolgate.config.settings",
        "SCHOOLGATE_VAR": str(folder / "work"),
        "PYTHONPATH": f"{ROOT}/src:{ROOT}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
