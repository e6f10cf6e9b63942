"""How many wrong receipts and how many reports are borne at once.

Counted in the memory of each process, for a whole school: nothing about who guesses is kept. What
makes guessing hopeless are the 56 bits of a receipt; this keeps it from wearing out the machine.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from threading import Lock
from typing import Final


@dataclass
class Limit:
    """At most `most` in `seconds`, for each school."""

    most: int
    seconds: float
    _seen: defaultdict[int, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _lock: Lock = field(default_factory=Lock)

    def is_reached(self, school: int) -> bool:
        """Tell whether no more are borne just now."""
        with self._lock:
            return len(self._recent(school)) >= self.most

    def count(self, school: int) -> None:
        """Count one."""
        with self._lock:
            self._recent(school).append(time.monotonic())

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._seen.clear()

    def _recent(self, school: int) -> deque[float]:
        seen, first = self._seen[school], time.monotonic() - self.seconds
        while seen and seen[0] < first:
            seen.popleft()
        return seen


WRONG_RECEIPTS: Final = Limit(most=120, seconds=60)
REPORTS: Final = Limit(most=300, seconds=600)
