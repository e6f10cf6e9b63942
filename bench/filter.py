"""`python -m bench.filter`: the table of names and whole decisions, beside a plain dictionary.

Reads the real list of one million names and the recorded queries in ../shared/data, and says so
where they are not there. Processor time of one process; other work on the machine adds to it.
"""

from __future__ import annotations

import argparse
import lzma
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
DATA: Final = ROOT.parent / "shared" / "data"
LINE: Final = "{:<62}{:>16}{:>20}"
# How the list calls what the filter calls by other words; what is not here is left out.
OURS: Final = {
    "adult": "pornography", "agressif": "violence", "alcohol": "drugs", "audio-video": "video",
    "chat": "messaging", "dangerous_material": "weapons", "dating": "dating",
    "doh": "circumvention", "drogue": "drugs", "education": "education",
    "filehosting": "file_sharing", "gambling": "gambling", "games": "games", "hacking": "hacking",
    "malware": "malware", "phishing": "malware", "press": "leisure", "publicite": "advertising",
    "scam": "malware", "shopping": "shopping", "social_networks": "social_media",
    "sports": "leisure", "tracking": "advertising", "vpn": "circumvention", "warez": "piracy",
    "webmail": "webmail",
}  # fmt: skip
_PUPIL: Final = "10.1.0.5"


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--build", metavar="FOLDER", help=argparse.SUPPRESS)
    options.add_argument("--queries", default="zipf", choices=("zipf", "school"))
    chosen = options.parse_args()
    if not DATA.is_dir():
        print(f"The real lists and queries are not in {DATA}; nothing was measured.")
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schoolgate.config.settings_test")
    import django

    django.setup()
    if chosen.build:
        return _build(Path(chosen.build))
    print(LINE.format("measurement", "here", "aim"))
    with tempfile.TemporaryDirectory(prefix="bench-filter-") as name:
        folder = Path(name)
        _builds(folder)
        queries = list(_lines(f"queries/{chosen.queries}-200k.txt.xz"))
        _looks_up(folder, queries)
        _decides(folder, queries)
        _opens(folder, queries[0])
    return 0


def _lines(name: str) -> Iterator[str]:
    with lzma.open(DATA / name, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")


def _listed() -> Iterator[tuple[str, str]]:
    theirs = (DATA / "lists" / "categories.txt").read_text().split()
    ours = {at: OURS[name] for at, name in enumerate(theirs) if name in OURS}
    for line in _lines("lists/domains-1m.tsv.xz"):
        name, bits = line.split("\t")
        number = int(bits)
        yield from ((name, slug) for at, slug in ours.items() if number >> at & 1)


def _row(what: str, figure: str, aim: str = "") -> None:
    print(LINE.format(what, figure, aim), flush=True)


def _best(run: Callable[[], object], times: int = 3) -> float:
    """Processor seconds of the quickest of some runs."""
    found = []
    for _ in range(times):
        before = time.process_time()
        run()
        found.append(time.process_time() - before)
    return min(found)


def _builds(folder: Path) -> None:
    """Build in a process of its own, so that its memory can be told."""
    command = [sys.executable, "-m", "bench.filter", "--build", str(folder)]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    count, seconds, peak = said.stdout.split()
    size = (folder / "current" / "table").stat().st_size
    million = int(count) / 1e6
    _row(
        "build: processor seconds per million names, without reading",
        f"{float(seconds) / million:.1f}",
        "<= 4",
    )
    _row("build: memory of the whole process, MB", f"{int(peak) / 1000:.0f}", "<= 200")
    _row("table on disk, MB per million names", f"{size / 1e6 / million:.1f}", "<= 30")


def _build(folder: Path) -> int:
    """Make a filter from the list; print how many names, the seconds and the memory."""
    from tests.filtering.schools import make

    before = time.process_time()
    count = sum(1 for _ in groupby(name for name, _ in _listed()))
    reading = time.process_time() - before
    make(folder, listed=_listed())
    seconds = time.process_time() - before - 2 * reading
    print(count, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return 0


def _looks_up(folder: Path, queries: list[str]) -> None:
    from schoolgate.filtering.names import UnableToRead, host_of
    from schoolgate.filtering.rules.categories import CATEGORIES
    from schoolgate.filtering.table import Table

    hosts = []
    for query in queries:
        try:
            hosts.append(host_of(query).encode())
        except UnableToRead:
            continue
    table = Table(folder / "current" / "table")
    bit = {slug: 1 << at for at, slug in enumerate(CATEGORIES)}
    plain: dict[bytes, int] = {}
    for name, slug in _listed():
        key = name.encode()
        plain[key] = plain.get(key, 0) | bit[slug]
    ours = _best(lambda: [table.bits(host) for host in hosts])
    theirs = _best(lambda: [_in_dictionary(plain, host) for host in hosts])
    agreed = sum(bool(table.bits(one)) == bool(_in_dictionary(plain, one)) for one in hosts)
    _row("look-ups a second, our table", f"{len(hosts) / ours:,.0f}", ">= 500,000")
    _row("look-ups a second, a plain dictionary", f"{len(hosts) / theirs:,.0f}")
    _row("ours to the dictionary", f"{theirs / ours:.2f}", ">= 0.85")
    _row("hosts on which both agree", f"{agreed:,} of {len(hosts):,}", "all")


def _in_dictionary(plain: dict[bytes, int], host: bytes) -> int:
    found, at = plain.get(host, 0), host.find(b".")
    while at >= 0:
        found |= plain.get(host[at + 1 :], 0)
        at = host.find(b".", at + 1)
    return found


def _decides(folder: Path, queries: list[str]) -> None:
    from schoolgate.filtering.judging import Judge
    from tests.filtering.schools import at

    judge, when = Judge(folder), at(10, 15)
    decide = judge.decide

    def run() -> None:
        for query in queries:
            decide(query, client=_PUPIL, at=when)

    seconds = _best(run)
    closed = sum(decide(one, client=_PUPIL, at=when).verdict == "block" for one in queries)
    _row("whole decisions a second: who, when, address, table",
         f"{len(queries) / seconds:,.0f}", ">= 200,000")  # fmt: skip
    _row("processor microseconds a decision", f"{seconds / len(queries) * 1e6:.2f}", "<= 5")
    _row("of them closed for a pupil", f"{closed:,}")


def _opens(folder: Path, query: str) -> None:
    """Start a process that decides once; open anew while another goes on."""
    program = (
        "import sys; from pathlib import Path; from schoolgate.filtering.judging import Judge; "
        "print(Judge(Path(sys.argv[1])).decide(sys.argv[2], client='10.1.0.5', at=1.8e9).verdict)"
    )
    found = []
    for _ in range(5):
        before = time.perf_counter()
        command = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, 'src'); {program}"]
        subprocess.run([*command, str(folder), query], check=True, cwd=ROOT, capture_output=True)
        found.append(time.perf_counter() - before)
    _row("start of a process to its first answer, ms", f"{min(found) * 1000:.0f}", "<= 60")
    from schoolgate.filtering.judging import Judge

    judge = Judge(folder)
    taken = []
    for _ in range(20):
        link = folder / "again"
        link.symlink_to((folder / "current").readlink())
        link.replace(folder / "current")
        before = time.perf_counter()
        judge.refresh()
        taken.append(time.perf_counter() - before)
    _row("swap of a snapshot, ms: the middle one", f"{sorted(taken)[10] * 1000:.1f}", "<= 5")
    _row("swap of a snapshot, ms: the longest", f"{max(taken) * 1000:.1f}", "<= 5")


if __name__ == "__main__":
    sys.exit(main())
