"""A client's connection: cuts it into requests, has every one judged, answers one after another.

What a client sends ahead waits, within bounds, until the answer before has gone and been read.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, cast

from schoolgate.gateways.proxy import limits, pages, reading
from schoolgate.gateways.proxy.admission import Admission
from schoolgate.gateways.proxy.asked import GONE, Asked
from schoolgate.gateways.proxy.heads import Waiting
from schoolgate.gateways.proxy.office import Office, address_of
from schoolgate.gateways.proxy.refusals import UnableToPass

if TYPE_CHECKING:
    from schoolgate.gateways.proxy.exchange import Exchange, Origin

_RESET = struct.pack("ii", 1, 0)  # linger for no time
_TOO_MANY = "This device has too many connections open. Try again in a moment."


class Client(asyncio.Protocol):
    """One connection of a browser."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.address = ""
        self.origin: Origin | None = None
        self.is_half = False  # the client has sent its last byte
        self._loop = asyncio.get_running_loop()
        self._exchange: Exchange | None = None
        self._asked: Asked | None = None
        self._task: asyncio.Task[None] | None = None
        self.waiting = Waiting()
        self._leaving = False
        self._slow = False  # does not read what it asked for
        self._deadline = 0.0

    # --- What asyncio calls -----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, unless there are too many."""
        self.transport = cast(asyncio.Transport, transport)
        self.address = address_of(transport)
        self.touch(self.office.limits.head)
        if not self.address or not self.office.enter(self.address, self):
            self._leaving = True
            page = pages.plain(503, _TOO_MANY)
            self.transport.write(pages.answer(503, page, close=True, bodiless=False))
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        """Take bytes: of a body that is being sent, or of a head."""
        if self._leaving:
            return
        if self._exchange is not None and self._exchange.wants:
            self._exchange.from_client(data)
            return
        if not self.waiting and not self.is_busy:
            self.touch(self.office.limits.head)
        self.waiting.add(data)
        self.go_on()

    def eof_received(self) -> bool:
        """Let a client that has asked all it wants still hear the answer."""
        self.is_half = True
        return self.is_busy or bool(self.waiting and not self._leaving)

    def connection_lost(self, exc: Exception | None) -> None:
        """End everything that was done for this client."""
        self._leaving = True
        self._cancel()
        if self._exchange is not None:
            self._exchange.client_gone()
        elif self._asked is not None:
            self.office.log.add(self._asked.entry(GONE))
        self.drop_origin()
        self.office.leave(self.address, self)

    def pause_writing(self) -> None:
        """The client reads slowly: so do we."""
        self._slow = True
        if self.origin is not None:
            self.origin.transport.pause_reading()

    def resume_writing(self) -> None:
        """The client has caught up."""
        self._slow = False
        if self.origin is not None:
            self.origin.transport.resume_reading()
        self.go_on()

    # --- Requests ---------------------------------------------------------------------------------

    @property
    def is_busy(self) -> bool:
        """Tell whether a request is being answered."""
        return self._exchange is not None or self._task is not None

    @property
    def is_idle(self) -> bool:
        """Tell whether the connection may be closed without anybody missing anything."""
        return not self.is_busy and not self.waiting

    def go_on(self) -> None:
        """Take the next request, if its head is here and no other one is under way."""
        while self.waiting and not (self.is_busy or self._leaving or self._slow):
            try:
                head = self.waiting.head()
                if head is None:
                    return
                self._take(head)
            except UnableToPass as no:
                self.refuse(no)
        if len(self.waiting) > limits.BACKLOG:
            self.transport.pause_reading()

    def _take(self, head: bytes) -> None:
        self._asked = Asked(self.address)
        self._asked.received = len(head)
        request = reading.request(head)
        self._asked.method = request.method.decode()
        self._asked.bodiless = request.method == b"HEAD"
        Admission(self, request, self._asked).start()

    def exchange(self, exchange: Exchange) -> None:
        """Carry a request that is allowed."""
        self._exchange = exchange
        exchange.start()

    # --- Work that waits for others ---------------------------------------------------------------

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Do what has to wait for others; what it refuses is answered."""
        self.touch(self.office.limits.connect + self.office.limits.tick + 1)
        self._task = self._loop.create_task(self._guarded(work))

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except UnableToPass as no:
            self.has_waited()
            self.refuse(no)

    def has_waited(self) -> None:
        """The work has come to what does not wait."""
        self._task = None

    def _cancel(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    # --- Answers ----------------------------------------------------------------------------------

    def refuse(self, no: UnableToPass) -> None:
        """Answer what is not carried, and part."""
        asked = self._asked = self._asked or Asked(self.address)
        if no.is_ours:
            asked.refused = True
        self.say(no.status, pages.plain(no.status, no.sentence), close=True)

    def say(self, status: int, page: str, *, fields: str = "", close: bool) -> None:
        """Answer by ourselves, and write it down."""
        asked = self._asked or Asked(self.address)
        data = pages.answer(status, page, fields=fields, close=close, bodiless=asked.bodiless)
        self.transport.write(data)
        asked.sent += len(data)
        self.office.log.add(asked.entry(status))
        self.done(close=close)

    def done(self, *, close: bool) -> None:
        """Go on with the next request, or part."""
        self._exchange = self._asked = None
        self._cancel()
        ends = self.is_half and not self.waiting
        if close or ends or self.office.closes:
            self._part()
            return
        self.touch(self.office.limits.head if self.waiting else self.office.limits.idle)
        if self.waiting:
            self._loop.call_soon(self.go_on)
        self.transport.resume_reading()

    def _part(self) -> None:
        """Close when the last answer is read: what is still unread would reset the connection."""
        self._leaving = True
        self.waiting.all()
        self.drop_origin()
        self.touch(self.office.limits.linger)
        if self.is_half:
            self.transport.close()
        else:
            self.transport.resume_reading()
            self.transport.write_eof()

    def drop_origin(self) -> None:
        """Part from the origin."""
        origin, self.origin = self.origin, None
        if origin is not None:
            origin.exchange = None
            origin.transport.abort()

    # --- Time -------------------------------------------------------------------------------------

    def touch(self, seconds: float) -> None:
        """Begin a phase that lasts so long."""
        self._deadline = self._loop.time() + seconds

    def sweep(self, now: float) -> None:
        """End a phase that has lasted too long."""
        if now < self._deadline:
            return
        if self._exchange is not None and not self._leaving:
            self._exchange.late()
        elif self.waiting and not (self.is_busy or self._leaving or self._slow):
            self.refuse(UnableToPass(408, "The request took too long."))
        else:
            self.abort()

    def reset(self) -> None:
        """Break off, so that a body that ends with its connection does not seem whole."""
        own = self.transport.get_extra_info("socket")
        if own is not None:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.abort()

    def abort(self) -> None:
        """Close at once."""
        self._leaving = True
        self.transport.abort()
