"""An SMTP server that takes what is journalled, from known networks, to known addresses. No Django.

A message is acknowledged when it is stored for good, and not before (RFC 5321, section 6.1);
where that fails the answer is 451, and the sender tries again: Microsoft 365 and Google Workspace
do so for days. Messages that wait at one time are stored together, each in its own order.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address, ip_network
from typing import Any, Final, NamedTuple

from aiosmtpd.smtp import SMTP, Envelope, Session

Network = Any  # IPv4Network or IPv6Network
KEPT: Final = "250 2.0.0 Kept"
_LATER: Final = "451 4.3.0 Not kept for now; send it again"
_TOGETHER: Final = 50  # messages
_LONGEST: Final = 8_000_000  # bytes of a line; the standard's 998 would refuse what people send
_AT_ONCE: Final = 100  # connections
_log = logging.getLogger(__name__)


class Delivery(NamedTuple):
    """A message for one journal address, and to whom else the envelope named."""

    address: str
    raw: bytes


class Rules(NamedTuple):
    """Whom the server hears, what it asks for, and how much it takes (bytes)."""

    networks: Sequence[Network]
    largest: int = 64 * 1024 * 1024
    certificate: ssl.SSLContext | None = None
    without_tls: bool = False  # on a line inside the school only
    name: str = "schoolgate"


Known = Callable[[str, str], bool]  # is this the journal address of a school, from this client?
Keep = Callable[[Sequence[Delivery]], None]  # raises where they are not stored


class Office:
    """Decides for the server: whom it writes for, and when a message is taken."""

    def __init__(self, known: Known, keep: Keep) -> None:
        self._known, self._keep = known, keep
        self._waiting: asyncio.Queue[tuple[Delivery, asyncio.Future[bool]]] = asyncio.Queue()
        self._thread = ThreadPoolExecutor(1, "mail")

    async def handle_RCPT(  # noqa: N802 the names are aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient that is a journal address, open to this client."""
        where = str((session.peer or ("",))[0])
        if not await self._apart(self._known, address.lower(), where):
            return "550 5.1.1 No school journals to this address from there"
        envelope.rcpt_tos.append(address.lower())
        return "250 2.1.5 Go on"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer when the message is stored for each of its journal addresses."""
        raw = envelope.original_content or b""
        waiting = []
        for address in dict.fromkeys(envelope.rcpt_tos):
            done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
            self._waiting.put_nowait((Delivery(address, raw), done))
            waiting.append(done)
        return KEPT if all(await asyncio.gather(*waiting)) else _LATER

    async def handle_exception(self, error: Exception) -> str:
        """Say that it is not taken; a fault of ours loses nothing."""
        _log.warning("A connection failed: %s", type(error).__name__)
        return _LATER

    async def work(self) -> None:
        """Store what waits, for as long as the server runs."""
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < _TOGETHER and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            good = await self._kept([one for one, _ in batch])
            for one, done in batch:
                is_kept = good or (len(batch) > 1 and await self._kept([one]))
                if not done.done():
                    done.set_result(is_kept)

    async def _kept(self, batch: Sequence[Delivery]) -> bool:
        try:
            await self._apart(self._keep, batch)
        except Exception as error:  # whatever it was, the sender still has the message
            _log.error("%d messages were not kept: %s", len(batch), error)
            return False
        return True

    async def _apart(self, what: Callable[..., Any], *values: object) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, what, *values)


class Server(SMTP):
    """One connection. Strangers get one line and no ear."""

    line_length_limit = _LONGEST
    open: set[Server] = set()  # noqa: RUF012 of all connections

    def __init__(self, office: Office, rules: Rules) -> None:
        super().__init__(
            office, data_size_limit=rules.largest, hostname=rules.name, ident="Schoolgate",
            tls_context=rules.certificate, enable_SMTPUTF8=True, timeout=60,
            require_starttls=rules.certificate is not None and not rules.without_tls,
        )  # fmt: skip
        self._rules = rules

    def connection_made(self, transport: Any) -> None:
        """Hear a client of the networks, if there is room."""
        if not heard(transport.get_extra_info("peername"), self._rules.networks):
            transport.write(b"554 5.7.1 This server hears the school's mail system only\r\n")
            transport.close()
        elif len(self.open) >= _AT_ONCE and self not in self.open:
            transport.write(b"421 4.3.2 Too many connections; come again\r\n")
            transport.close()
        else:
            self.open.add(self)
            super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Make room."""
        if self in self.open:
            self.open.discard(self)
            super().connection_lost(error)


def heard(peer: Any, networks: Sequence[Network]) -> bool:
    """Tell whether a client's address lies in a network that may send."""
    try:
        there = ip_address(str(peer[0]).partition("%")[0])
    except (ValueError, TypeError, IndexError):
        return False
    known = getattr(there, "ipv4_mapped", None) or there
    return any(known in network for network in networks)


def networks_of(words: Sequence[str]) -> list[Network]:
    """Return networks as they were typed. Raises ValueError, which names what is none."""
    return [ip_network(word, strict=False) for word in words]


def context_of(certificate: str, key: str) -> ssl.SSLContext:
    """Return what TLS needs, at least 1.2. Raises OSError or ssl.SSLError."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.load_cert_chain(certificate, key or None)
    return made


async def serve(office: Office, rules: Rules, *, host: str, port: int,
                ready: Callable[[int], None], ended: asyncio.Event) -> None:  # fmt: skip
    """Serve until `ended` is set; `ready` is told the port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Server(office, rules), host, port)
    worker = loop.create_task(office.work())
    ready(server.sockets[0].getsockname()[1])
    try:
        await ended.wait()
    finally:
        server.close()
        worker.cancel()
