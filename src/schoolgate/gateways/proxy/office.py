"""What all connections of one proxy share: the judge, the limits, the log, who is here."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, Protocol

from schoolgate.filtering.decisions import Decision, Verdict, Why
from schoolgate.gateways.proxy import pages
from schoolgate.gateways.proxy.addresses import Network
from schoolgate.gateways.proxy.limits import Limits
from schoolgate.gateways.proxy.logbook import Logbook
from schoolgate.gateways.proxy.opening import Opener
from schoolgate.gateways.proxy.refusals import UnableToPass
from schoolgate.gateways.proxy.targets import TLS, WEB
from schoolgate.gateways.proxy.users import Users

BROKEN = Decision(
    Verdict.BLOCK, Why.BROKEN, message="The school’s filter is out of order. Tell the technician."
)


class Judges(Protocol):
    """What filtering.judging.Judge offers."""

    def decide(self, address: str, *, client: str, user: str = "", at: float) -> Decision: ...
    def refresh(self) -> None: ...
    def trouble(self) -> str: ...


class Connection(Protocol):
    """A client's connection, or a tunnel."""

    def sweep(self, now: float) -> None: ...
    def abort(self) -> None: ...
    @property
    def is_idle(self) -> bool: ...


@dataclass
class Office:
    """Shared by the connections of a proxy."""

    judge: Judges
    opener: Opener
    log: Logbook
    mark: bytes  # our name in Via: tells a request that came back
    limits: Limits = field(default_factory=Limits)
    users: Users | None = None
    no_sign_in: tuple[Network, ...] = ()
    words: pages.Words = field(default_factory=pages.Words)
    safe: bytes = b""
    ports: frozenset[int] = frozenset({WEB, TLS})
    here: set[Connection] = field(default_factory=set)
    closes: bool = False  # asked to end
    _each: Counter[str] = field(default_factory=Counter)
    _said: dict[str, str] = field(default_factory=dict)

    def decide(self, address: str, client: str, user: str) -> Decision:
        """Ask the judge; a judge that fails blocks."""
        try:
            return self.judge.decide(address, client=client, user=user, at=time.time())
        except Exception as error:
            self.say("judge", f"The filter failed, and blocks: {error!r}")
            return BROKEN

    def enter(self, client: str, connection: Connection) -> bool:
        """Let a connection in, unless its client has too many or all together have."""
        if self._each[client] >= self.limits.per_client or len(self.here) >= self.limits.in_all:
            return False
        self._each[client] += 1
        self.here.add(connection)
        return True

    def replace(self, before: Connection, after: Connection) -> None:
        """Go on with a connection under another form."""
        self.here.discard(before)
        self.here.add(after)

    def leave(self, client: str, connection: Connection) -> None:
        """Count a connection out."""
        if connection not in self.here:
            return
        self.here.remove(connection)
        self._each[client] -= 1
        if not self._each[client]:
            del self._each[client]

    def may_reach(self, port: int, *, tunnel: bool) -> None:
        """Refuse ports of mail, files and the like. Raises UnableToPass."""
        if port not in self.ports and (tunnel or port < 1024):
            raise UnableToPass(403, f"The school does not open port {port}.")

    def users_for(self, client: str) -> Users | None:
        """Return the users one of whom has to sign in at a client; None where nobody has to."""
        if self.users is None or any(ip_address(client) in one for one in self.no_sign_in):
            return None
        return self.users

    def say(self, about: str, sentence: str) -> None:
        """Tell the technician, once as long as it is the same; "" when it is over."""
        before = self._said.get(about, "")
        self._said[about] = sentence
        if sentence and sentence != before:
            print(f"schoolgate proxy: {sentence}", file=sys.stderr, flush=True)
        elif before and not sentence:
            print(f"schoolgate proxy: in order again: {about}.", file=sys.stderr, flush=True)

    async def tick(self) -> None:
        """Do what is done once a second: a fresh judge, phases that are over, the log."""
        self._refresh()
        now = asyncio.get_running_loop().time()
        for connection in list(self.here):
            connection.sweep(now)
        await self.log.flush()
        self.say("log", self.log.trouble)

    def _refresh(self) -> None:
        try:
            self.judge.refresh()
            self.say("judge", self.judge.trouble())
        except Exception as error:
            self.say("judge", f"The filter cannot be refreshed: {error!r}")
        if self.users is not None:
            self.users.refresh()
            self.say("users", self.users.trouble)


def address_of(transport: asyncio.BaseTransport) -> str:
    """Return a client's address; IPv4 within IPv6 as IPv4."""
    peer: Any = transport.get_extra_info("peername")
    if not peer:
        return ""
    ip = ip_address(str(peer[0]).partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    return str(mapped or ip)
