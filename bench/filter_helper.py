"""`python -m bench.filter_helper`: Squid's helper, lock-step and pipelined, beside squidGuard.

A million real names and a school's day of addresses, which lie in ../shared/data and are no part of
the project. Both programs get the same questions over a socket, as Squid gives them. Processor time
is the helper's own; the times of a question hold what this program needs to ask it.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final
from urllib.parse import urlsplit

from bench.filter_data import DATA, NETWORK, Lists, make_guard, read_addresses, read_lists
from schoolgate.filtering.assembling import Material, assembled
from schoolgate.filtering.names import suffixes
from schoolgate.filtering.putting import put_overlay
from schoolgate.filtering.snapshot import Said

LINE: Final = "{:<66}{:>22}{:>14}"
HELPER: Final = (sys.executable, "-I", "-m", "schoolgate.gateways.squid.helper")
GUARD: Final = "squidGuard"
WINDOW: Final = 64  # questions on the way at once
CLIENT: Final = "10.1.0.7"


@dataclass(frozen=True)
class Figures:
    """What one run measured: rate of questions, microseconds, which were blocked."""

    rate: float
    p50: float
    p99: float
    cpu: float
    blocked: tuple[bool, ...]


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--questions", type=int, default=100_000)
    options.add_argument("--names", type=int, default=1_000_000)
    chosen = options.parse_args()
    if not (DATA / "lists").is_dir():
        print(f"There is nothing to measure with: {DATA} is not there.")
        return 1
    print(LINE.format("measurement", "here", "aim"))
    lists = read_lists(chosen.names)
    addresses = read_addresses(chosen.questions)
    with tempfile.TemporaryDirectory(prefix="bench-filter-") as there:
        made = make_filter(Path(there, "ours"), lists)
        ours = measure(made, addresses)
        beside(Path(there, "theirs"), lists, addresses, ours)
    return 0


# --- What is asked, and of what -------------------------------------------------------------------


def make_filter(folder: Path, lists: Lists) -> Path:
    """Make a snapshot of the names, in which a pupil may not open the blocked categories."""
    folder.mkdir()
    why = {slug: ("UA.r1", f"{slug}: closed.") for slug in sorted(lists.blocked)}
    end = int(time.time())
    said = Said((end - 86_400, end + 86_400), {"pupil_ks2": (0,)}, (why,), {})
    names = ((name, slug) for name, bits in lists.names
             for at, slug in enumerate(lists.categories) if bits >> at & 1)  # fmt: skip
    start = time.process_time()
    made = Material(lists.categories, names, said)
    with assembled(folder, made, lambda _: "bench", lambda *_: True):
        pass
    took = time.process_time() - start
    put_overlay(folder, {
        "networks": [{"cidr": NETWORK, "name": "Classrooms", "profile": "pupil_ks2"}],
        "devices": {}, "users": {}, "help": [], "entries": [], "openings": [], "off": [],
        "lessons": [],
    })  # fmt: skip
    row(f"snapshot of {len(lists.names):,} names: processor s", f"{took:.1f}", "")
    return folder


def by_host(addresses: Sequence[str]) -> list[str]:
    """Return questions as Squid asks them of tunnels; the channel comes in front."""
    return [f"{CLIENT} - {urlsplit(one).hostname} 443 CONNECT -" for one in addresses]


def by_address(addresses: Sequence[str]) -> list[str]:
    """Return questions as Squid asks them of plain requests."""
    return [f"{CLIENT} - {one} -" for one in addresses]


# --- Measuring ------------------------------------------------------------------------------------


def measure(folder: Path, addresses: Sequence[str]) -> Figures:
    """Measure our helper; return the figures of one question at a time."""
    command = [*HELPER, str(folder)]
    first = by_host(addresses[:1])
    starts = [started(command, first) for _ in range(7)]
    row("ours: start to first answer, ms (processor ms), median of 7",
        f"{median(wall for wall, _ in starts):.0f} ({median(cpu for _, cpu in starts):.0f})",
        "<= 60")  # fmt: skip
    single = asked(command, numbered(by_host(addresses)), 1)
    told("ours, by host, one at a time", single, 1, (">= 45,000", "p50 <= 20", ""))
    many = asked(command, numbered(by_host(addresses)), WINDOW)
    told(f"ours, by host, {WINDOW} on the way", many, WINDOW, (">= 200,000", "", "<= 5"))
    whole = asked([*command, "--whole-address"], numbered(by_address(addresses)), WINDOW)
    told(f"ours, by address, {WINDOW} on the way", whole, WINDOW, (">= 200,000", "", "<= 5"))
    row("ours: private memory, MB", f"{private(command, first):.1f}", "<= 8")
    return single


def beside(folder: Path, lists: Lists, addresses: Sequence[str], ours: Figures) -> None:
    """Measure squidGuard in the same run, on the same names, and say how often both agree."""
    program = shutil.which(GUARD)
    if program is None:
        print("squidGuard is not here, so nothing is set beside ours: apt-get install squidguard.")
        return
    settings = make_guard(folder, lists)
    start = time.perf_counter()
    subprocess.run([program, "-c", settings, "-C", "all"], check=True, capture_output=True)
    row("squidGuard builds its tables, s", f"{time.perf_counter() - start:.1f}", "")
    command = [program, "-c", str(settings)]
    lines = [f"{one} {CLIENT}/- - GET" for one in addresses]
    theirs = asked(command, lines, 1)
    told("squidGuard, one at a time", theirs, 1)
    many = asked(command, lines, WINDOW)
    told(f"squidGuard, {WINDOW} on the way", many, WINDOW)
    row("ours is … times as fast, one at a time (median)", f"{theirs.p50 / ours.p50:.1f}×", ">= 3×")
    row("  … of its processor time", f"1/{theirs.cpu / ours.cpu:.1f}", "")
    alike = sum(a == b for a, b in zip(ours.blocked, theirs.blocked, strict=True))
    row("  alike verdicts", f"{alike:,} of {len(lines):,}", "")
    row("  blocked by ours / by squidGuard", f"{sum(ours.blocked):,} / {sum(theirs.blocked):,}", "")
    missed = [one for one, a, b in zip(addresses, ours.blocked, theirs.blocked, strict=True)
              if a and not b]  # fmt: skip
    both = listed_twice(lists)
    known = sum(not both.isdisjoint(suffixes(urlsplit(one).hostname or "")) for one in missed)
    row("  closed by ours alone; of these below a name with others listed",
        f"{len(missed):,}; {known:,}", "all")  # fmt: skip


def listed_twice(lists: Lists) -> frozenset[str]:
    """Return listed names that have a listed name below them in the same blocked category.

    squidGuard keeps names in a tree by their labels from the end, and looks at the one name just
    before the host asked for: where the list holds `example` and `b.example`, that of `c.example`
    is `b.example`, and nothing covers it.
    """
    blocked = sum(1 << at for at, slug in enumerate(lists.categories) if slug in lists.blocked)
    known = {name: bits & blocked for name, bits in lists.names if bits & blocked}
    found = set()
    for name, bits in known.items():
        above = (one.encode() for one in suffixes(name.decode().partition(".")[2]))
        found |= {one.decode() for one in above if known.get(one, 0) & bits}
    return frozenset(found)


def numbered(questions: Sequence[str]) -> list[str]:
    """Put channels in front."""
    return [f"{at % 256} {one}" for at, one in enumerate(questions)]


@contextmanager
def running(command: Sequence[str]) -> Iterator[tuple[subprocess.Popen[bytes], socket.socket]]:
    """Start a helper on a socket."""
    ours, its = socket.socketpair()
    with ours, subprocess.Popen(command, stdin=its, stdout=its, stderr=subprocess.DEVNULL) as made:
        its.close()
        try:
            yield made, ours
        finally:
            made.kill()


def asked(command: Sequence[str], lines: Sequence[str], window: int) -> Figures:
    """Ask all lines, `window` on the way at once; the first tenth only warms up."""
    packs = [("\n".join(lines[at : at + window]) + "\n").encode()
             for at in range(0, len(lines), window)]  # fmt: skip
    warm = len(packs) // 10
    taken: list[int] = []
    answers = bytearray()
    with running(command) as (made, pipe):
        for at, pack in enumerate(packs):
            if at == warm:
                cpu, start = _cpu(made.pid), time.perf_counter_ns()
            begun = time.perf_counter_ns()
            pipe.sendall(pack)
            answers += _answers(pipe, pack.count(b"\n"))
            taken.append(time.perf_counter_ns() - begun)
        wall, used = time.perf_counter_ns() - start, _cpu(made.pid) - cpu
    count = len(lines) - warm * window
    taken = sorted(taken[warm:])
    return Figures(count / wall * 1e9, taken[len(taken) // 2] / 1000,
                   taken[int(len(taken) * 0.99)] / 1000, used / count / 1000,
                   tuple(map(_is_block, bytes(answers).splitlines())))  # fmt: skip


def _answers(pipe: socket.socket, count: int) -> bytes:
    data = pipe.recv(65_536)
    while data.count(b"\n") < count:
        more = pipe.recv(65_536)
        if not more:
            raise SystemExit("The helper has ended.")
        data += more
    return data


def _is_block(answer: bytes) -> bool:
    """Ours says ERR to what is blocked; squidGuard rewrites its address."""
    return b"http://page.test/" in answer or b" ERR " in answer


def _cpu(process: int) -> int:
    """Return the processor time of a process, in nanoseconds."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0])


def started(command: Sequence[str], lines: Sequence[str]) -> tuple[float, float]:
    """Return the milliseconds from the start to the first answer, and the helper's own."""
    begun = time.perf_counter()
    with running(command) as (made, pipe):
        pipe.sendall(f"1 {lines[0]}\n".encode())
        _answers(pipe, 1)
        return (time.perf_counter() - begun) * 1000, _cpu(made.pid) / 1e6


def private(command: Sequence[str], lines: Sequence[str]) -> float:
    """Return the memory that is a helper's own, in MB: the table's pages are the file's."""
    with running(command) as (made, pipe):
        pipe.sendall(f"1 {lines[0]}\n".encode())
        _answers(pipe, 1)
        rows = Path(f"/proc/{made.pid}/smaps_rollup").read_text().splitlines()
    return sum(int(one.split()[1]) for one in rows if one.startswith("Private_Dirty")) / 1024


def told(what: str, found: Figures, window: int, aims: Sequence[str] = ("", "", "")) -> None:
    """Print the figures of one run: rate, latency, processor time. On a machine that others use
    too, the rate of the median round says more than the mean."""
    row(f"{what}: questions/s (in the median round)",
        f"{found.rate:,.0f} ({window / found.p50 * 1e6:,.0f})", aims[0])  # fmt: skip
    row("  p50 / p99 of a round, µs", f"{found.p50:.1f} / {found.p99:.1f}", aims[1])
    row("  processor time a question, µs", f"{found.cpu:.2f}", aims[2])


def row(what: str, here: str, aim: str) -> None:
    """Print one measurement."""
    print(LINE.format(what, here, aim), flush=True)


if __name__ == "__main__":
    sys.exit(main())
