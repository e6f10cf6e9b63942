"""A program that appends batches for ever, and says each number once it is on disk."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.activity.conftest import NOON, event, opened

ROWS = 200


def main(folder: Path) -> None:
    """Go on from where the log was reached."""
    store = opened(folder)
    number = int(store.reached("log") or 0)
    while True:
        number += 1
        rows = [event(NOON + place, host=f"host{number}.example") for place in range(ROWS)]
        sys.stdout.write(f"begin {number}\n")
        sys.stdout.flush()
        store.append("web", rows, source="log", upto=str(number))
        sys.stdout.write(f"done {number}\n")
        sys.stdout.flush()
        if number % 5 == 0:
            store.compact(now=NOON + number * 60_000)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
