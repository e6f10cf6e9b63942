"""`python -m bench.activity_live`: 5,000 lines a second taken in while four programs read.

One process takes in the lines of a second once a second, as `./sg activity follow` does; four
others ask for one person's figures again and again, and one sorts and merges every five seconds.
All on one core. A line is "on disk" when its batch returns: that time is the time of a commit.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import tempfile
import time
from itertools import islice
from multiprocessing import Event, Process, Queue
from multiprocessing.synchronize import Event as Flag
from pathlib import Path
from typing import Final

from bench import activity_data
from bench.activity import LINE
from schoolgate.activity.intake import formats
from schoolgate.activity.intake.batches import Batch
from schoolgate.activity.intake.taking import Intake, Rules
from schoolgate.activity.store import Store

_READERS: Final = 4
_LINES: Final = 5000
_EVERY: Final = 1.0
_MERGED: Final = 5.0


def main() -> int:
    """Print how long commits and questions took, in ms."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--core", type=int, default=1)
    chosen = options.parse_args()
    os.sched_setaffinity(0, {chosen.core})
    with tempfile.TemporaryDirectory(prefix="bench-live-") as name:
        over: Flag = Event()
        asked: Queue[list[float]] = Queue()
        others = [Process(target=_read, args=(name, over, asked)) for _ in range(_READERS)]
        others.append(Process(target=_merge, args=(name, over)))
        took, late = _write(Path(name), chosen.seconds, others)
        over.set()
        waits = [wait for _ in range(_READERS) for wait in asked.get()]
        for one in others:
            one.join()
        size = sum(one.stat().st_size for one in Path(name).glob("web/*.parquet"))
    cost = resource.getrusage(resource.RUSAGE_SELF)
    _say("commits of 5,000 lines", str(len(took)), "")
    _say("a commit, ms, half of them within", f"{statistics.median(took):.0f}", "")
    _say("the same, 99 of 100 within", f"{_p99(took):.0f}", "< 150")
    _say("batches that began late", f"{late}", "")
    _say("processor seconds of the writer", f"{cost.ru_utime + cost.ru_stime:.1f}", "")
    _say("questions answered", f"{len(waits)}", "")
    waits.sort()
    _say("a question, ms, half of them within", f"{statistics.median(waits):.0f}", "")
    _say("the same, 95 of 100 within", f"{waits[len(waits) * 95 // 100]:.0f}", "")
    _say("bytes an event of today", f"{size / (len(took) * _LINES):.1f}", "≤ 48")
    return 0


def _write(folder: Path, seconds: int, others: list[Process]) -> tuple[list[float], int]:
    store = _store(folder)
    intake = Intake(store, form=formats.OWN, columns=formats.OWN.columns, rules=Rules())
    lines = activity_data.lines("own", int(seconds / _EVERY + 1) * _LINES)
    batches = ["".join(islice(lines, _LINES)).encode() for _ in range(int(seconds / _EVERY) + 1)]
    intake.take(Batch(batches.pop(), "0", 0, 0), source="log", now=0)
    for one in others:
        one.start()
    took, late, due = [], 0, time.monotonic()
    for number, data in enumerate(batches, 1):
        due += _EVERY
        rest = due - time.monotonic()
        late += rest < 0
        time.sleep(max(0, rest))
        begun = time.monotonic()
        intake.take(Batch(data, str(number), 0, 0), source="log", now=0)
        took.append((time.monotonic() - begun) * 1000)
    return took, late


def _read(name: str, over: Flag, asked: Queue[list[float]]) -> None:
    store, waits = _store(Path(name)), []
    who = store.pseudonym("person", "pupil007")
    span = {"since": 0, "until": 2**42}
    while not over.is_set():
        begun = time.monotonic()
        store.ask("person_by_day", who=who, **span)
        waits.append((time.monotonic() - begun) * 1000)
    asked.put(waits)


def _merge(name: str, over: Flag) -> None:
    store = _store(Path(name))
    while not over.wait(_MERGED):
        store.compact(now=activity_data.BEGINS * 1000)


def _store(folder: Path) -> Store:
    return Store(folder, school="elmfield", key=bytes(32))


def _p99(of: list[float]) -> float:
    return sorted(of)[len(of) * 99 // 100]


def _say(what: str, here: str, aim: str) -> None:
    print(LINE.format(what, here, aim), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
