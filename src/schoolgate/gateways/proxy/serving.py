"""The proxy as a whole: listens, ticks once a second, ends without breaking what is under way."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from schoolgate.gateways.proxy.client import Client
from schoolgate.gateways.proxy.office import Office

GRACE: Final = 5  # seconds for what is under way when the proxy is asked to end
_BACKLOG: Final = 1024


def mark(host: str, port: int) -> bytes:
    """Return our name in Via: the same after every start, another one for another proxy."""
    place = f"{socket.gethostname()} {host} {port}"
    return b"schoolgate-" + hashlib.sha256(place.encode()).hexdigest()[:12].encode()


class Proxy:
    """A listening proxy."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self._ticking: asyncio.Task[None] | None = None

    async def listen(self, host: str, port: int) -> int:
        """Begin to serve; returns the port (port 0: a free one). Raises OSError."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: Client(self.office), host, port, backlog=_BACKLOG
        )
        port = int(self._server.sockets[0].getsockname()[1])
        self.office.opener.port = port
        self._ticking = loop.create_task(self._tick())
        return port

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(self.office.limits.tick)
            with self._guarded():
                await self.office.tick()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """What fails in one tick must not end the ticks."""
        try:
            yield
        except Exception as error:
            self.office.say("tick", f"The proxy's clock failed: {error!r}")

    async def close(self, grace: float = GRACE) -> None:
        """Take nobody new, let requests that are under way end, write the log."""
        office = self.office
        office.closes = True
        self._server.close()
        for connection in [one for one in office.here if one.is_idle]:
            connection.abort()
        end = asyncio.get_running_loop().time() + grace
        while office.here and asyncio.get_running_loop().time() < end:
            await asyncio.sleep(0.02)
        for connection in list(office.here):
            connection.abort()
        await asyncio.sleep(0.05)  # for the ends to be written down
        await self._end()

    async def _end(self) -> None:
        if self._ticking is not None:
            self._ticking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._ticking
        self.office.opener.close()
        await self.office.log.close()
        if self.office.log.trouble:
            self.office.say("log", self.office.log.trouble)
        if self.office.users is not None:
            self.office.users.close()
