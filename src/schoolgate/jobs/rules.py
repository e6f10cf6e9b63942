"""How long work is held, how often it is tried and how long its row is kept. Plain values."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

# A worker holds a job this long and renews its hold at every third of it. A task that keeps the
# database to itself for longer (one SQLite transaction) would lose its hold: write in batches.
LEASE: Final = timedelta(seconds=60)

# What to wait before the second try, the third, … A mail server that is down overnight is outlived.
WAITS: Final = (
    timedelta(seconds=30),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
)
ATTEMPTS: Final = 1 + len(WAITS)

# Failed rows wait longer for somebody who puts them right.
KEPT_DONE: Final = timedelta(days=14)
KEPT_FAILED: Final = timedelta(days=90)

# A worker without work looks again after this many seconds.
IDLE_SECONDS: Final = 0.5

# Machine, process and a random part: no two workers ever share a name, also after a restart.
HOLDER_LENGTH: Final = 80
LONGEST_TROUBLE: Final = 300


def next_try(attempts: int, at: datetime) -> datetime | None:
    """Return when a job that has failed `attempts` times is tried again; None: never."""
    return None if attempts >= ATTEMPTS else at + WAITS[attempts - 1]
