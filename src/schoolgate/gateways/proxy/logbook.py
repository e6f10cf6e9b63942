"""The access log: one line a request or tunnel, written in batches by a thread of its own.

While the file cannot be written, lines wait in memory; when no more can wait, the proxy closes
until they are written. So nothing passes that leaves no line.
"""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

from schoolgate.filtering.decisions import Decision

WAIT: Final = 100_000  # lines
_SAFE: Final = "/?&=;:@+,!~*()'$"  # of a path: stands as it is


class Entry(NamedTuple):
    """One line. `at` is in UNIX seconds; without a decision the filter was not asked."""

    at: float
    client: str
    user: str
    method: str
    host: str
    result: str  # PASSED, TUNNEL, DENIED
    status: int
    received: int  # bytes from the client
    sent: int  # bytes to it
    took: float  # seconds
    decision: Decision | None
    reference: str  # of a refusal: the block page has it too
    path: str = ""  # with its query


def text(entry: Entry) -> str:
    """Return the line, as our part of Squid's settings has it: `gateways.squid.log` reads both."""
    host, user = quote(entry.host, safe=""), quote(entry.user, safe="")
    said = _told(entry.decision) + entry.reference if entry.decision else ""
    return (
        f"{entry.at:.3f} {entry.client or '-'} {user or '-'} {entry.method or '-'} {host or '-'}"
        f" {entry.result} {entry.status} {entry.received} {entry.sent}"
        f" {entry.took * 1000:.0f} {said or '-'} {quote(entry.path, safe=_SAFE) or '-'}\n"
    )


@lru_cache(maxsize=4096)
def _told(decision: Decision) -> str:
    told = (decision.verdict, decision.why, decision.role, decision.category, decision.clause,
            decision.entry, decision.grant, "")  # fmt: skip
    parts = [quote(one, safe="", errors="replace") for one in told]
    return quote(",".join(parts), safe=",")


class Logbook:
    """Takes entries; `flush` hands them to the thread. Without a file: standard output."""

    def __init__(self, file: Path | None, wait: int = WAIT) -> None:
        self._file = file
        self._wait = wait
        self._lines: list[Entry] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="log")
        self._out = 0  # lines that are being written
        self._writing = asyncio.Lock()
        self.trouble = ""

    @property
    def is_full(self) -> bool:
        """Tell whether no more lines can wait: nothing may pass."""
        return len(self._lines) + self._out >= self._wait

    def add(self, entry: Entry) -> None:
        """Keep a line until the next flush."""
        self._lines.append(entry)

    async def flush(self) -> None:
        """Write what waits, after what is being written; on failure it waits on, and `trouble`
        says why."""
        async with self._writing:
            if self._lines:
                await self._hand_over()

    async def _hand_over(self) -> None:
        batch, self._lines = self._lines, []
        self._out = len(batch)
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._thread, self._write, batch)
            self.trouble = ""
        except OSError as error:
            self._lines = batch + self._lines
            self.trouble = f"The log cannot be written: {error.strerror}. Its lines wait."
        finally:
            self._out = 0

    def _write(self, batch: list[Entry]) -> None:
        """Open the file anew each time, so that it may be moved away. All lines, or an error."""
        written = "".join(map(text, batch))
        if self._file is None:
            sys.stdout.write(written)
            sys.stdout.flush()
            return
        with self._file.open("ab", buffering=0) as file:
            before = file.tell()
            data = written.encode()
            if file.write(data) != len(data):  # the disk is full: no half a batch twice
                file.truncate(before)
                raise OSError(28, "No space left on device")

    async def close(self) -> None:
        """Write the last lines."""
        await self.flush()
        self._thread.shutdown()
