"""A server for syslog over TCP and TLS, from known networks. No Django.

Syslog has no answer, so what a sender gave and we had not stored when we were killed is lost to
both; at most a second of it. Where storing fails we stop reading, and the sender waits.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from schoolgate.gateways.events.syslog import Frames
from schoolgate.gateways.mail.receiving import Network, heard

_EVERY: Final = 1.0  # seconds
_MOST: Final = 20_000  # frames that wait
_READ: Final = 64 * 1024
_log = logging.getLogger(__name__)
Keep = Callable[[Sequence[bytes]], None]  # raises where they are not stored


class Listener:
    """Gathers frames of all connections and stores them together, once a second."""

    def __init__(self, networks: Sequence[Network], keep: Keep, *, every: float = _EVERY) -> None:
        self._networks, self._keep, self._every = networks, keep, every
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue(_MOST)
        self._thread = ThreadPoolExecutor(1, "syslog")
        self._open: set[asyncio.StreamWriter] = set()
        self._connections = self._stored = self._put = 0

    @property
    def heard_to_its_end(self) -> bool:
        """Tell whether somebody came, and nobody is there any more."""
        return self._connections > 0 and not self._open

    @property
    def waits(self) -> bool:
        """Tell whether something came that is not stored yet."""
        return self._put > self._stored

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read one connection to its end; a stranger's is closed at once."""
        try:
            if heard(writer.get_extra_info("peername"), self._networks):
                self._open.add(writer)
                await self._read(reader)
        except (ConnectionError, ssl.SSLError):
            pass  # it ended; what came before is kept
        finally:
            self._connections += 1
            self._open.discard(writer)
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        frames = Frames()
        while some := await reader.read(_READ):
            await self._queue(frames.feed(some))
        await self._queue(frames.end())

    async def _queue(self, frames: Sequence[bytes]) -> None:
        for one in frames:
            self._put += 1
            await self._waiting.put(one)

    async def work(self) -> None:
        """Store what waits, for as long as the server runs."""
        while True:
            batch = [await self._waiting.get()]
            await asyncio.sleep(self._every)
            while not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            await self._store(batch)

    async def _store(self, batch: Sequence[bytes]) -> None:
        while True:
            try:
                await asyncio.get_running_loop().run_in_executor(self._thread, self._keep, batch)
            except Exception as error:  # a full disk: hold what there is, and let senders wait
                _log.error("%d messages of syslog wait: %s", len(batch), error)
                await asyncio.sleep(self._every)
            else:
                self._stored += len(batch)
                return

    async def end(self) -> None:
        """Store what still waits, at the end."""
        for one in tuple(self._open):
            one.close()
        batch = []
        while not self._waiting.empty():
            batch.append(self._waiting.get_nowait())
        if batch:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._keep, batch)


async def serve(listener: Listener, *, host: str, port: int, context: ssl.SSLContext | None,
                ready: Callable[[int], None], ended: asyncio.Event) -> None:  # fmt: skip
    """Serve until `ended` is set; `ready` is told the port."""
    server = await asyncio.start_server(listener.hear, host, port, ssl=context)
    worker = asyncio.get_running_loop().create_task(listener.work())
    ready(server.sockets[0].getsockname()[1])
    try:
        await ended.wait()
    finally:
        server.close()
        await listener.end()
        worker.cancel()
