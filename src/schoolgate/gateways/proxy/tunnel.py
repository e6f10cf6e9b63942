"""A tunnel: bytes both ways, unread. What let it through is asked again while it stands."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, cast

from schoolgate.filtering.decisions import Decision, Verdict
from schoolgate.gateways.proxy.asked import Asked
from schoolgate.gateways.proxy.office import Office
from schoolgate.gateways.proxy.refusals import UnableToPass
from schoolgate.gateways.proxy.targets import Target

if TYPE_CHECKING:
    from schoolgate.gateways.proxy.client import Client

_OPENED = b"HTTP/1.1 200 Connection established\r\n\r\n"


class Pipe(asyncio.Protocol):
    """One end of a tunnel; what comes in goes out at the other."""

    __slots__ = ("_tunnel", "count", "ended", "gone", "other", "transport")

    def __init__(self, tunnel: Tunnel) -> None:
        self._tunnel = tunnel
        self.transport: asyncio.Transport | None = None
        self.other: asyncio.Transport | None = None
        self.count = 0
        self.ended = False  # has sent its last byte
        self.gone = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait, until there is another end."""
        self.transport = cast(asyncio.Transport, transport)
        self.transport.pause_reading()

    def data_received(self, data: bytes) -> None:
        """Hand on."""
        self.count += len(data)
        if self.other is not None:
            self.other.write(data)

    def eof_received(self) -> bool:
        """Hand on that nothing more comes; the other way stays open."""
        self.ended = True
        self._tunnel.ended()
        return True

    def pause_writing(self) -> None:
        """What cannot be written is not read."""
        if self.other is not None:
            self.other.pause_reading()

    def resume_writing(self) -> None:
        """Read on."""
        if self.other is not None:
            self.other.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """Close the other end when it has written what it holds."""
        self.gone = True
        if self.other is not None:
            self.other.close() if exc is None else self.other.abort()
        self._tunnel.lost()


class Tunnel:
    """The two ends, and what was decided."""

    def __init__(self, office: Office, asked: Asked, target: Target, decision: Decision) -> None:
        self._office = office
        self._asked = asked
        self._target = target
        self._until = decision.until
        self.near = Pipe(self)
        self.far = Pipe(self)
        self._moved = self._judged = asyncio.get_running_loop().time()
        self._counted = 0
        self._begun = False
        self._over = False

    def begin(self, client: Client) -> None:
        """Link the ends, and take the client's connection over. Raises UnableToPass."""
        near, far = client.transport, self.far.transport
        if far is None or self.far.gone:
            raise UnableToPass(502, "The site closed the connection.")
        self._begun = True
        self._office.replace(client, self)
        self.near.transport, self.near.other, self.far.other = near, far, near
        near.set_protocol(self.near)
        near.write(_OPENED)
        if waiting := client.waiting.all():  # sent before it was let through
            self.near.data_received(waiting)
        if client.is_half:
            self.near.eof_received()
        near.resume_reading()
        far.resume_reading()

    @property
    def is_idle(self) -> bool:
        """A tunnel may be in use at any time."""
        return False

    def ended(self) -> None:
        """Hand on an end; close when both have ended."""
        for pipe in (self.near, self.far):
            if pipe.ended and pipe.other is not None and pipe.other.can_write_eof():
                pipe.other.close() if self._both_ended else pipe.other.write_eof()

    @property
    def _both_ended(self) -> bool:
        return self.near.ended and self.far.ended

    def lost(self) -> None:
        """Write the line once, and count the client out when both ends are closed."""
        if not self._begun:
            return
        if not self._over:
            self._over = True
            self._asked.sent, self._asked.received = self.far.count, self.near.count
            self._office.log.add(self._asked.entry(200))
        if self.near.gone and self.far.gone:
            self._office.leave(self._asked.client, self)

    def sweep(self, now: float) -> None:
        """End what has been silent too long, and what is not allowed any more."""
        count = self.near.count + self.far.count
        if count != self._counted:
            self._counted, self._moved = count, now
        limits = self._office.limits
        half = self._over or self.near.ended or self.far.ended
        if now - self._moved > (limits.stall if half else limits.tunnel):
            self.abort()
        elif now - self._judged > limits.judged or 0 < self._until <= time.time():
            self._judge(now)

    def _judge(self, now: float) -> None:
        self._judged = now
        asked = self._asked
        decision = self._office.decide(self._target.address, asked.client, asked.user)
        self._until = decision.until
        if decision.verdict is not Verdict.ALLOW:
            asked.decided(decision)
            self.abort()

    def abort(self) -> None:
        """Close both ends at once."""
        for pipe in (self.near, self.far):
            if pipe.transport is not None:
                pipe.transport.abort()
