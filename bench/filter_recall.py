"""`python -m bench.filter_recall`: every listed name of a blocked category, two labels in front,
asked of our helper and of squidGuard.

All of them must be closed. What squidGuard leaves open is counted by its one cause
(`filter_helper.listed_twice`). Reads ../shared/data; squidGuard takes a minute and more, so it is
asked about every tenth name unless `--every 1` is said.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.filter_data import DATA, Lists, make_guard, read_lists
from bench.filter_helper import (
    CLIENT,
    GUARD,
    HELPER,
    LINE,
    WINDOW,
    asked,
    by_host,
    listed_twice,
    make_filter,
    numbered,
    row,
)
from schoolgate.filtering.names import suffixes


def main() -> int:
    """Print how many were closed; 1 where ours left one open."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--names", type=int, default=1_000_000)
    options.add_argument("--every", type=int, default=10, help="name is asked of squidGuard")
    chosen = options.parse_args()
    if not (DATA / "lists").is_dir():
        print(f"There is nothing to measure with: {DATA} is not there.")
        return 1
    print(LINE.format("measurement", "here", "aim"))
    lists = read_lists(chosen.names)
    hosts = closed_names(lists)
    with tempfile.TemporaryDirectory(prefix="bench-recall-") as there:
        made = make_filter(Path(there, "ours"), lists)
        found = asked([*HELPER, str(made)], numbered(by_host([f"http://{one}/" for one in hosts])),
                      WINDOW).blocked  # fmt: skip
        row("ours: names below listed ones that are closed", f"{sum(found):,} of {len(hosts):,}",
            "all")  # fmt: skip
        theirs(Path(there, "theirs"), lists, hosts[:: chosen.every])
    return int(sum(found) != len(hosts))


def closed_names(lists: Lists) -> list[str]:
    """Return every listed name of a blocked category, with two labels in front."""
    bits = sum(1 << at for at, slug in enumerate(lists.categories) if slug in lists.blocked)
    return [f"a.b.{name.decode()}" for name, has in lists.names if has & bits]


def theirs(folder: Path, lists: Lists, hosts: Sequence[str]) -> None:
    """Ask squidGuard the same, and say why it leaves open what it does."""
    program = shutil.which(GUARD)
    if program is None:
        print("squidGuard is not here, so nothing is set beside ours: apt-get install squidguard.")
        return
    settings = make_guard(folder, lists)
    subprocess.run([program, "-c", settings, "-C", "all"], check=True, capture_output=True)
    lines = [f"http://{one}/ {CLIENT}/- - GET" for one in hosts]
    found = asked([program, "-c", str(settings)], lines, WINDOW).blocked
    both = listed_twice(lists)
    left = [one for one, is_closed in zip(hosts, found, strict=True) if not is_closed]
    known = sum(not both.isdisjoint(suffixes(one)) for one in left)
    row("squidGuard: of the same", f"{sum(found):,} of {len(hosts):,}", "")
    row("  left open; of these at or below a name with others listed",
        f"{len(left):,}; {known:,}", "all")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
