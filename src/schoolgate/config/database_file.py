"""Is an SQLite file whole? It is looked at and never mended: a backup knows better."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Final

_MAGIC: Final = b"SQLite format 3\0"
_LONGEST_LOOK: Final = 2.0
_STEPS: Final = 100_000


def is_empty(file: Path) -> bool:
    """Tell whether there is no file, or nothing in it."""
    return not file.exists() or file.stat().st_size == 0


def fault(file: Path) -> str:
    """Return what is wrong with a file that is not empty, in a few words; "" when nothing is.

    A long file is looked at for two seconds only.
    """
    with file.open("rb") as opened:
        header = opened.read(100)
    if header[:16] != _MAGIC or len(header) < 100:
        return "it is no SQLite database"
    if missing := _missing_bytes(file, header):
        return f"its last {missing:,} bytes are missing"
    return _fault_inside(file)


def _missing_bytes(file: Path, header: bytes) -> int:
    """A file that has a log beside it may be shorter than it says: the log holds the rest."""
    log = file.with_name(f"{file.name}-wal")
    if not is_empty(log):
        return 0
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    return max(0, (65_536 if page == 1 else page) * pages - file.stat().st_size)


def _fault_inside(file: Path) -> str:
    end = time.monotonic() + _LONGEST_LOOK
    with closing(sqlite3.connect(file, timeout=20)) as database:
        database.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            ((said,),) = database.execute("PRAGMA quick_check(1)").fetchall()
        except sqlite3.DatabaseError as error:
            return "" if str(error) == "interrupted" else str(error)
    return "" if said == "ok" else " ".join(str(said).split())
