"""What a client has sent and nobody has taken yet; cut into heads. Pure."""

from __future__ import annotations

from schoolgate.gateways.proxy import limits, reading
from schoolgate.gateways.proxy.refusals import UnableToPass

_HALF_A_LINE = "A line of the request ends in half a line end."


class Waiting:
    """Bytes that wait, in the order in which they came."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._looked = 0  # bytes in which no head ends: a drip is not searched again and again

    def __len__(self) -> int:
        return len(self._bytes)

    def add(self, data: bytes) -> None:
        """Let more wait."""
        self._bytes += data

    def head(self) -> bytes | None:
        """Take a head, with its empty line; None while it is not whole. Raises UnableToPass."""
        waiting = self._bytes
        end = waiting.find(b"\r\n\r\n", max(0, self._looked - 3), limits.HEAD)
        if end >= 0:
            head = bytes(waiting[: end + 4])
            del waiting[: end + 4]
            self._looked = 0
            return head
        if len(waiting) >= limits.HEAD:
            raise UnableToPass(431, "The head of the request is too long.")
        if reading.is_hopeless(waiting, self._looked):
            raise UnableToPass(400, _HALF_A_LINE)
        self._looked = len(waiting)
        return None

    def all(self) -> bytes:
        """Take everything: it is of a body, or for a tunnel."""
        data = bytes(self._bytes)
        self._bytes.clear()
        self._looked = 0
        return data
