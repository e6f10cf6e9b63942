"""The origin of `bench.filter_proxy`: pages of 1 KiB, or so many bytes at once."""

from __future__ import annotations

import asyncio
import sys

from bench.filter_proxy import PAGE


class Origin(asyncio.Protocol):
    """Answers every head; `/bulk/N` with N bytes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._left = 0

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"GET /bulk/"):
            self._left = int(data.split()[1].rpartition(b"/")[2])
            self.resume_writing()
        else:
            self.transport.write(PAGE * data.count(b"\r\n\r\n"))

    def pause_writing(self) -> None:
        self._pours = False

    def resume_writing(self) -> None:
        self._pours = True
        while self._left > 0 and self._pours:
            self._left -= 1 << 18
            self.transport.write(bytes(1 << 18))


async def main(port: int) -> None:
    """Serve until the process ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Origin, "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
