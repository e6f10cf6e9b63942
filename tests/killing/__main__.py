"""`python -m tests.killing FOLDER SHARED POINTS PREPARE ACT JUDGE`: Django is imported once, then
forked. POINTS is as in `chosen`.

The last line that it prints is a `Tally` as JSON.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.urls import get_resolver

from schoolgate.records import tenancy
from tests.killing import Judge, copies, tracing

_OF_THE_REST = 4
_DAY = date(2026, 10, 14)  # of cast.NOW


def main(words: list[str]) -> int:
    """Try every point; 0 when all were tried, whatever was found."""
    top, shared, points, names = Path(words[0]), Path(words[1]), int(words[2]), words[3:]
    began = time.monotonic()
    there = copies.for_engine(top, shared)
    django.setup()
    prepare, act, judge = (_named(name) for name in names)
    _warm_up(getattr(importlib.import_module(names[0].partition(":")[0]), "PACKS", ["brookside"]))
    gc.freeze()
    atexit.register(gc.unfreeze)  # else duckdb complains at the end of what was never let go
    try:
        _made(there, prepare)
        trial = _Trial(there, act, judge)
        undisturbed = trial.at(0)
        at = chosen(undisturbed.writes, undisturbed.told, points)
        for point in at:
            trial.at(point)
    finally:
        there.drop()
    counts = trial.counts
    print(json.dumps({
        "engine": there.engine, "writes": undisturbed.writes, "first": (undisturbed.told or [0])[0],
        "points": len(at), "killed": counts["killed"],
        "lost": counts["Lost"], "half_applied": counts["HalfApplied"], "broken": counts["broken"],
        "seconds": time.monotonic() - began, "troubles": trial.troubles,
    }))  # fmt: skip
    return 0


def _warm_up(packs: Sequence[str]) -> None:
    """Do what takes long and touches no database and no file of ours, once for all forks."""
    from schoolgate.kernel import apart  # when Django is set up
    from schoolgate.people import calendar
    from schoolgate.policies import library

    apart.HELPER.begin()  # what runs parsers is not what is killed
    get_resolver().url_patterns  # noqa: B018 imports every view
    for pack in packs:
        library.loaded(pack)
    calendar.bank_holidays(_DAY)


def chosen(writes: int, told: Sequence[int], points: int) -> list[int]:
    """Return at which writes to kill: so many `points`, evenly.

    0: every write of the first piece, the one after it was acknowledged, and some of the rest. The
    pieces are alike.
    """
    if points:
        return spread(writes, points)
    first = min(told[0] + 1, writes)
    rest = [first + at for at in spread(writes - first, _OF_THE_REST)]
    return [*range(1, first + 1), *rest]


def spread(writes: int, points: int) -> list[int]:
    """Return all of 1 to `writes`, or so many of them at even distances, with both ends."""
    if writes <= points:
        return list(range(1, writes + 1))
    return [1 + number * (writes - 1) // (points - 1) for number in range(points)]


def _named(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def _made(there: copies.Copies, prepare: Callable[[], object]) -> None:
    def everything() -> str:
        tenancy.open_process(because="It stands in for a command.")
        prepare()
        return ""

    there.begin(lambda: _without_trouble(lambda: call_command("migrate", verbosity=0) or ""))
    _without_trouble(everything)
    there.keep()


def _without_trouble(speak: Callable[[], str]) -> None:
    trouble = _said_by_fork(speak)
    assert not trouble, trouble


def _said_by_fork(speak: Callable[[], str]) -> str:
    """Run in a fork; return what it said, or its traceback."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            said = speak()
        except BaseException:  # whatever it was, the parent is told
            said = "RAISED " + traceback.format_exc()
        os.write(writer, said.encode()[:60_000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8", errors="replace") as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return text


class _Trial:
    """One act, killed at one point after another."""

    def __init__(self, there: copies.Copies, act: Callable[..., object], judge: Judge) -> None:
        from tests.killing.judging import judged  # when Django is set up

        self.there, self.act, self.judge, self.judged = there, act, judge, judged
        self.counts: Counter[str] = Counter()
        self.troubles: list[str] = []

    def at(self, point: int) -> tracing.Ran:
        """Kill at this write, judge, and return how many writes were entered."""
        self.there.renew()
        reader, writer = os.pipe()
        ran = tracing.run(
            lambda: self._act(writer), self.there.work, point, os.fstat(writer).st_ino
        )
        code = ran.code
        os.close(writer)
        with os.fdopen(reader, encoding="utf-8") as pipe:
            acknowledged = pipe.read().splitlines()
        self.counts["killed"] += code == -9
        self.there.settle()
        said = _said_by_fork(lambda: self.judged(self.judge, acknowledged, finished=code != -9))
        if code not in {0, -9}:
            said = f"broken: the act itself failed with {code}. {said}"
        if said:
            kind = said.partition(":")[0]
            self.counts[kind if kind in {"Lost", "HalfApplied"} else "broken"] += 1
            self.troubles.append(f"at write {point}: {said}")
        return ran

    def _act(self, writer: int) -> None:
        self.act(lambda word: os.write(writer, f"{word}\n".encode()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
