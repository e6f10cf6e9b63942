"""From a target to a connected socket: look up, check, connect; each in bounded time."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from schoolgate.gateways.proxy.addresses import Network, is_of_this_machine, may_open
from schoolgate.gateways.proxy.refusals import UnableToPass
from schoolgate.gateways.proxy.targets import Target

LookUp = Callable[[str], Awaitable[Sequence[str]]]

REMEMBERED: Final = 4096  # names
FRESH: Final = 30  # seconds for which a look-up is used again
NOT_FOUND: Final = 5  # seconds for which a name is known to have no address
TRIED: Final = 3  # addresses of one name
_THREADS: Final = 64  # names that nobody answers for hold a thread for some ten seconds


class Resolver:
    """Names to addresses, by the machine's own resolver in threads, remembered for a moment."""

    def __init__(self, hosts: Mapping[str, Sequence[str]] | None = None) -> None:
        self._hosts = hosts or {}
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="look-up")

    async def __call__(self, name: str) -> Sequence[str]:
        """Return the addresses of a name; none where it has none."""
        if name in self._hosts:
            return self._hosts[name]
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _look_up, name)


def _look_up(name: str) -> list[str]:
    kind, flags = socket.SOCK_STREAM, socket.AI_ADDRCONFIG
    try:
        found = socket.getaddrinfo(name, None, type=kind, flags=flags)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Opener:
    """Opens connections to origins."""

    def __init__(self, look_up: LookUp, own: Sequence[Network], port: int, seconds: float) -> None:
        self._look_up = look_up
        self._own = own
        self.port = port  # where this proxy listens
        self._seconds = seconds
        self._known: dict[str, tuple[float, Sequence[str]]] = {}
        self._asked: dict[str, asyncio.Task[Sequence[str]]] = {}

    async def open(self, target: Target, make: Callable[[], asyncio.Protocol]) -> None:
        """Connect `make()` to a target. Raises UnableToPass: 403, 502, 504, 508."""
        try:
            async with asyncio.timeout(self._seconds):
                await self._connect(await self._checked(target), target.port, make)
        except TimeoutError as error:
            raise UnableToPass(504, "The site does not answer.") from error

    async def _checked(self, target: Target) -> list[str]:
        found = await self._addresses(target.host)
        if not found:
            raise UnableToPass(502, "There is no site of this name.")
        open_ones = [one for one in found if may_open(one, self._own)]
        if len(open_ones) < len(found):
            raise UnableToPass(403, "This address is inside a private network.")
        if target.port == self.port and any(map(is_of_this_machine, found)):
            raise UnableToPass(508, "The request came back to the proxy that sent it.")
        return open_ones[:TRIED]

    async def _addresses(self, host: str) -> Sequence[str]:
        if host.rpartition(".")[2].isdigit() or ":" in host:  # an address; see filtering.names
            return [host]
        loop = asyncio.get_running_loop()
        known = self._known.get(host)
        if known and known[0] > loop.time():
            return known[1]
        if host not in self._asked:
            self._asked[host] = loop.create_task(self._remembered(host))
        return await asyncio.shield(self._asked[host])  # who stops waiting stops nobody else

    async def _remembered(self, host: str) -> Sequence[str]:
        """Look a name up, once for all who wait for it."""
        try:
            found = await self._look_up(host)
        finally:
            del self._asked[host]
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        fresh = FRESH if found else NOT_FOUND
        self._known[host] = asyncio.get_running_loop().time() + fresh, found
        return found

    def close(self) -> None:
        """End the look-ups that nobody waits for any more."""
        for task in self._asked.values():
            task.cancel()

    async def _connect(
        self, addresses: Sequence[str], port: int, make: Callable[[], asyncio.Protocol]
    ) -> None:
        loop = asyncio.get_running_loop()
        each = self._seconds / len(addresses)
        for address in addresses:
            try:
                async with asyncio.timeout(each):
                    await loop.create_connection(make, address, port)
                return
            except (OSError, TimeoutError):  # the next address may answer
                continue
        raise UnableToPass(502, "The site cannot be reached.")
