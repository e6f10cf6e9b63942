"""One request to an origin, and its answer back: bytes go on as they come, and wait for nobody.

A client's connection has at most one to an origin, used again while the host stays the same: so no
answer can ever reach somebody else.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, cast

from schoolgate.gateways.proxy import bodies, limits, reading, rewriting
from schoolgate.gateways.proxy.asked import GONE, Asked
from schoolgate.gateways.proxy.bodies import Body
from schoolgate.gateways.proxy.reading import Answer, Request
from schoolgate.gateways.proxy.refusals import UnableToPass
from schoolgate.gateways.proxy.targets import Target

if TYPE_CHECKING:
    from schoolgate.gateways.proxy.client import Client

_SAFE_TWICE: Final = frozenset({b"GET", b"HEAD", b"OPTIONS"})
_INTERIM: Final = 10  # answers such as “103 Early Hints” before the answer


class Origin(asyncio.Protocol):
    """A connection to an origin."""

    def __init__(self, client: Client, target: Target) -> None:
        self._client = client
        self._place = (target.host, target.port)
        self.exchange: Exchange | None = None

    def fits(self, target: Target) -> bool:
        """Tell whether it leads to a target and still stands."""
        return (target.host, target.port) == self._place and not self.transport.is_closing()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Be the client's origin, unless the client has gone."""
        self.transport = cast(asyncio.Transport, transport)
        self._client.drop_origin()
        self._client.origin = self

    def data_received(self, data: bytes) -> None:
        """Hand on; what nobody asked for ends the connection."""
        if self.exchange is not None:
            self.exchange.from_origin(data)
        else:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Say so to whom it concerns."""
        if self._client.origin is self:
            self._client.origin = None
        exchange, self.exchange = self.exchange, None
        if exchange is not None:
            exchange.origin_gone(clean=exc is None)

    def pause_writing(self) -> None:
        """The origin takes no more: the client has to wait."""
        self._client.transport.pause_reading()

    def resume_writing(self) -> None:
        """The origin takes more."""
        self._client.transport.resume_reading()


class Exchange:
    """One request and its answer."""

    def __init__(self, client: Client, request: Request, target: Target, asked: Asked) -> None:
        self._client = client
        self._request = request
        self._target = target
        self._asked = asked
        self._limits = client.office.limits
        self._sending: Body | None = None
        if request.has_body:
            self._sending = bodies.of(request.length, request.chunked)
        self._body: Body | None = None  # of the answer
        self._head = b""
        self._interim = 0
        self._answer: Answer | None = None
        self._again = False  # on a connection that has served before
        self._linked = False

    # --- To the origin ----------------------------------------------------------------------------

    @property
    def wants(self) -> bool:
        """Tell whether bytes of the client belong to this request's body, and can be sent."""
        return self._linked and self._sending is not None

    def start(self) -> None:
        """Send the request; on the connection that stands, if it may be said again there.

        A server closes an idle connection at any moment: what cannot be repeated gets a new one.
        """
        origin = self._client.origin
        if origin is not None and origin.fits(self._target) and self._may_repeat():
            self._again = True
            self._send(origin)
        else:
            self._client.drop_origin()
            self._client.run(self._open())

    async def _open(self) -> None:
        client = self._client
        await client.office.opener.open(self._target, lambda: Origin(client, self._target))
        client.has_waited()
        if client.origin is None:
            raise UnableToPass(502, "The site closed the connection.")
        self._send(client.origin)

    def _send(self, origin: Origin) -> None:
        origin.exchange = self
        self._linked = True
        office = self._client.office
        head = rewriting.request(self._request, self._target, mark=office.mark, mode=office.safe)
        origin.transport.write(head)
        self._client.touch(self._limits.answer)
        if self._sending is not None:
            waiting = self._client.waiting.all()
            if waiting:
                self.from_client(waiting)
            self._client.transport.resume_reading()

    def from_client(self, data: bytes) -> None:
        """Hand on bytes of the request's body."""
        origin = self._client.origin
        if self._sending is None:
            return
        self._asked.received += len(data)
        try:
            out, rest = self._sending.take(data)
        except UnableToPass as no:
            self._fail(no)
            return
        if origin is not None:
            origin.transport.write(out)
        self._client.touch(self._limits.stall if self._answer else self._limits.answer)
        if rest is not None:
            self._sending = None
            self._asked.received -= len(rest)
            self._client.waiting.add(rest)

    # --- From the origin --------------------------------------------------------------------------

    def from_origin(self, data: bytes) -> None:
        """Hand on bytes of the answer."""
        try:
            if self._body is not None:
                self._forward(self._body, b"", data)
            else:
                self._read(self._head + data)
        except UnableToPass as no:
            self._fail(UnableToPass(502, "The site's answer cannot be read.") if self._body else no)

    def _read(self, data: bytes) -> None:
        end = data.find(b"\r\n\r\n", 0, limits.HEAD)
        if end < 0:
            if len(data) >= limits.HEAD:
                raise UnableToPass(502, "The head of the site's answer is too long.")
            self._head = data
            return
        self._head = b""
        found = reading.answer(data[: end + 4])
        rest = data[end + 4 :]
        if found.status < 200:
            self._between(found)
            if rest:
                self._read(rest)
            return
        self._answer = found
        self._body = rewriting.body_of(found, self._request)
        self._client.touch(self._limits.stall)
        head = rewriting.answer(found, self._request, self._client.office.mark)
        self._forward(self._body, head, rest)

    def _between(self, found: Answer) -> None:
        self._interim += 1
        if found.status == 101 or self._interim > _INTERIM:
            raise UnableToPass(502, "The site answers what was not asked.")
        if self._request.new:
            self._client.transport.write(found.first + b"\r\n")

    def _forward(self, body: Body, head: bytes, data: bytes) -> None:
        out, rest = body.take(data)
        out = head + out
        if out:
            self._asked.sent += len(out)
            self._client.transport.write(out)
            self._client.touch(self._limits.stall)
        if rest is not None:
            self._finish(clean=not rest)

    # --- The end ----------------------------------------------------------------------------------

    def _finish(self, *, clean: bool) -> None:
        """The answer has gone: keep the two connections if they can serve again."""
        answer, client = self._answer, self._client
        if answer is None:
            return
        whole = self._sending is None
        if client.origin is not None:
            client.origin.exchange = None
            if not (clean and whole and answer.stays):
                client.drop_origin()
        client.office.log.add(self._asked.entry(answer.status))
        endless = isinstance(self._body, bodies.Endless)
        client.done(close=endless or not whole or not self._request.stays)

    def origin_gone(self, *, clean: bool) -> None:
        """Answer by ourselves, ask once more, or break off: never let half pass for whole."""
        if isinstance(self._body, bodies.Endless) and clean:
            self._finish(clean=True)
        elif self._answer is not None:
            self._break_off()
        elif self._again and not self._head:
            self._again = self._linked = False
            self._client.run(self._open())
        else:
            self._fail(UnableToPass(502, "The site closed the connection without an answer."))

    def _may_repeat(self) -> bool:
        return self._request.method in _SAFE_TWICE and not self._request.has_body

    def late(self) -> None:
        """The phase has lasted too long."""
        self._fail(UnableToPass(504, "The site does not answer."))

    def _fail(self, no: UnableToPass) -> None:
        if self._answer is not None:
            self._break_off()
            return
        self._client.drop_origin()
        self._client.refuse(no)

    def _break_off(self) -> None:
        self._client.reset()  # then client_gone

    def client_gone(self) -> None:
        """Write down how far it came."""
        status = self._answer.status if self._answer else GONE
        self._client.office.log.add(self._asked.entry(status))
