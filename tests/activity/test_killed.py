"""A writer is killed in the middle of batches: what it acknowledged is there once, and readers
never fail. `POINTS=100` kills it a hundred times."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import duckdb
import pytest

from schoolgate.activity.store import Store
from tests.activity.conftest import ANN, NOON, event, opened
from tests.activity.writing_until_killed import ROWS

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]
POINTS = int(os.environ.get("POINTS", "20"))
ROOT = Path(__file__).resolve().parents[2]


def killed_after(folder: Path, batches: int, wait: float) -> int:
    """Run the writer, kill it so long after a batch began, return the last that it acknowledged."""
    words = [sys.executable, "-m", "tests.activity.writing_until_killed", str(folder)]
    acked = 0
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True,
                          env=os.environ | {"PYTHONPATH": "src:."}) as writer:  # fmt: skip
        assert writer.stdout is not None
        for line in writer.stdout:
            what, number = line.split()
            if what == "done":
                acked = int(number)
            batches -= what == "begin"
            if not batches:
                time.sleep(wait)
                writer.kill()
                break
        for line in writer.stdout:
            what, _, number = line.strip().partition(" ")
            acked = int(number) if what == "done" and number else acked
    return acked


def reading(folder: Path, stop: Event, wrong: list[str]) -> None:
    """Count batches of one reader until told to stop: each is whole."""
    store = opened(folder)
    while not stop.is_set():
        try:
            found = store.web_of(ANN, since=0, until=NOON * 2)
            if len(found) % ROWS:
                wrong.append(f"{len(found)} rows")
        except (duckdb.Error, OSError) as error:
            wrong.append(str(error))
        stop.wait(0.2)


def test_nothing_acknowledged_is_lost_or_there_twice(tmp_path: Path) -> None:
    stop, wrong = Event(), list[str]()
    readers = [Thread(target=reading, args=(tmp_path, stop, wrong)) for _ in range(2)]
    for one in readers:
        one.start()
    rng = random.Random(7)
    acked = 0
    for _ in range(POINTS):
        acked = max(acked, killed_after(tmp_path, rng.randint(1, 6), rng.random() * 0.05))
        store = opened(tmp_path)
        batches = int(store.reached("log") or 0)
        found = store.since("web", 0, 10**6)[0]
        assert batches in {acked, acked + 1}
        assert [one.number for one in found] == [*range(1, batches * ROWS + 1)]
        assert len({(one.host, one.at) for one in found}) == batches * ROWS  # type: ignore[union-attr]
        acked = batches
        store.close()
    stop.set()
    for one in readers:
        one.join()
    assert wrong == []


def test_a_full_disk_is_told_and_leaves_nothing_half(store: Store, tmp_path: Path) -> None:
    store.append("web", [event()], source="log", upto="1")
    script = (
        "import resource, sys; from pathlib import Path;"
        "from tests.activity.conftest import event, opened;"
        "store = opened(Path(sys.argv[1])); store.reached('log');"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (70_000, 70_000));"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "rows = [event(host=f'{n * 7919 % 99991:x}' * 9) for n in range(30_000)];"
        "store.append('web', rows, source='log', upto='2')"
    )
    words = [sys.executable, "-c", script, str(tmp_path)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False,
                          env=os.environ | {"PYTHONPATH": "src:."})  # fmt: skip
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert store.reached("log") == "1"
    assert len(store.since("web", 0, 10)[0]) == 1
    assert not [*(store.folder / "web").glob("*.tmp")]
