"""`python -m bench.activity`: a log of the web to durable files, beside programs that report of it.

Each pair runs in turn, processor time of the whole process, start-up and all. The peers read the
native form and print a report; we leave a store, so the report is given as a row of its own.
goaccess, calamaris, sarg and lightsquid are Debian's; those that are not there are named.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from bench import activity_data

LINE: Final = "{:<62}{:>16}{:>20}"
_GOACCESS: Final = (
    "goaccess", "{log}", "--no-global-config", "--log-format=%x.%^ %~%L %h %^/%s %b %m %U %e %^",
    "--date-format=%s", "--time-format=%s", "--no-progress", "-o", "{out}.html",
)  # fmt: skip
PEERS: Final = {
    "goaccess": (_GOACCESS, 8, 4),
    "calamaris": (("sh", "-c", "calamaris -a -u -n -F html < {log} > {out}.html"), 8, 0),
    "sarg": (("sarg", "-l", "{log}", "-o", "{out}"), 22, 0),
    "lightsquid": (("sh", "-c", "cd {lightsquid} && perl -I. lightparser.pl access.log.1"), 20, 0),
}
_LIGHTSQUID: Final = Path("/usr/share/lightsquid")
_LARGEST: Final = 400


class Run(NamedTuple):
    """Seconds of processor time, and the largest size in memory in MB."""

    seconds: float
    memory: int


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lines", type=int, default=10_000_000)
    options.add_argument("--pairs", type=int, default=3)
    options.add_argument("--take", nargs=2, metavar=("FORM", "FOLDER"), help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.take:
        return _take(chosen.take[0], Path(chosen.take[1]))
    print(LINE.format("measurement", "here", "aim"))
    with tempfile.TemporaryDirectory(prefix="bench-activity-") as name:
        folder = Path(name)
        for form in ("own", "native"):
            activity_data.write(folder / form, form, chosen.lines)
        _measured(folder, chosen.pairs)
    return 0


def _measured(folder: Path, pairs: int) -> None:
    counted = min(_run("wc", "-l", str(folder / "native")).seconds for _ in range(3)) or 0.01
    own = [_ours("own", folder) for _ in range(pairs)]
    _say("our own form to files, seconds", f"{median(one.seconds for one in own):.2f}", "")
    _say("the same, times wc -l", f"{median(one.seconds for one in own) / counted:.0f}", "≤ 120")
    _say("the same, largest size in MB", f"{max(one.memory for one in own)}", f"≤ {_LARGEST}")
    for what in ("sort", "report"):
        _say(f"{what}, seconds", f"{_ours(what, folder).seconds:.2f}", "")
    size = sum(one.stat().st_size for one in (folder / "store/web").glob("day-*"))
    _say("bytes of all closed days, in MB", f"{size / 1e6:.1f}", "≤ 32 an event")
    for name, (_, aim, aim_native) in PEERS.items():
        if shutil.which(name) is None and not (name == "lightsquid" and _LIGHTSQUID.exists()):
            print(f"{name} is not here; nothing was measured beside it.")
            continue
        _beside(folder, name, "own", aim, pairs)
        if aim_native:
            _beside(folder, name, "native", aim_native, pairs)


def _beside(folder: Path, name: str, form: str, aim: int, pairs: int) -> None:
    found = []
    for _ in range(pairs):
        places = {"log": folder / "native", "out": folder / "out"}
        if name == "lightsquid":
            places["lightsquid"] = _lightsquid(folder)
        words = [word.format(**places) for word in PEERS[name][0]]
        theirs, ours = _run(*words), _ours(form, folder)
        found.append(theirs.seconds / ours.seconds)
    what = f"{form} form, times as fast as {name} ({min(found):.1f} to {max(found):.1f})"
    _say(what, f"{median(found):.1f}", f"≥ {aim}")


def _lightsquid(folder: Path) -> Path:
    """Return a copy of LightSquid that reads lines later than 2020: Debian's passes over them."""
    place = folder / "lightsquid"
    if not place.exists():
        shutil.copytree(_LIGHTSQUID, place)
        (place / "report").mkdir()
        (place / "access.log.1").hardlink_to(folder / "native")
        for name, old, new in (
            ("lightparser.pl", "2020-1900", "2037-1900"),
            ("lightsquid.cfg", '"/var/lib/lightsquid/report"', f'"{place}/report"'),
            ("lightsquid.cfg", '"/var/log/squid3"', f'"{place}"'),
        ):
            text = (place / name).read_text(encoding="latin-1").replace(old, new)
            (place / name).write_text(text, encoding="latin-1")
    return place


def _ours(form: str, folder: Path) -> Run:
    if form in {"own", "native"}:
        shutil.rmtree(folder / "store", ignore_errors=True)
    return _run(sys.executable, "-m", "bench.activity", "--take", form, str(folder))


def _take(form: str, folder: Path) -> int:
    """Be the process that is measured: take in, sort, or report."""
    from schoolgate.activity.intake import batches, formats
    from schoolgate.activity.intake.taking import Intake, Rules
    from schoolgate.activity.store import Store

    store = Store(folder / "store", school="elmfield", key=bytes(32))
    if form == "sort":
        return 0 if store.compact(now=2**42) else 1
    if form == "report":
        span = {"since": 0, "until": 2**42}
        return 0 if store.ask("top_sites_of_each", most=10, **span) else 1
    known = {"own": formats.OWN, "native": formats.SQUID}[form]
    intake = Intake(store, form=known, columns=known.columns,
                    rules=Rules(hidden=("helpline.example",)))  # fmt: skip
    for batch in batches.batches(folder / form, store.reached(form)):
        intake.take(batch, source=form, now=int(time.time() * 1000))
    return 0


def _run(*words: str) -> Run:
    """Run a program to its end. Raises CalledProcessError."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    env = os.environ | {"PYTHONPATH": "src:."}
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          env=env) as one:  # fmt: skip
        _, status, used = os.wait4(one.pid, 0)
        one.returncode = os.waitstatus_to_exitcode(status)
    if one.returncode:
        raise subprocess.CalledProcessError(one.returncode, words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, used.ru_maxrss // 1024)


def _say(what: str, here: str, aim: str) -> None:
    print(LINE.format(what, here, aim), flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
