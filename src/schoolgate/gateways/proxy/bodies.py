"""How long a body is: parts that say where it ends, and what of it goes on. Pure.

`take(data)` returns (what goes on, the rest): the rest is None until the body is over.
"""

from __future__ import annotations

import re
from typing import Final, Protocol

from schoolgate.gateways.proxy import limits
from schoolgate.gateways.proxy.refusals import UnableToPass

_SIZE: Final = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[\t -~\x80-\xff]*)?")
_TRAILER: Final = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\x80-\xff]*")
Parts = tuple[bytes, bytes | None]


class Body(Protocol):
    """What takes the bytes of a body."""

    def take(self, data: bytes) -> Parts:
        """Return (what goes on, the rest; None while the body is not over)."""
        ...


class Counted:
    """A body of a known length."""

    __slots__ = ("left",)

    def __init__(self, length: int) -> None:
        self.left = length

    def take(self, data: bytes) -> Parts:
        """See Body."""
        if len(data) < self.left:
            self.left -= len(data)
            return data, None
        end, self.left = self.left, 0
        return data[:end], data[end:]


class Endless:
    """A body that ends with its connection."""

    __slots__ = ()

    def take(self, data: bytes) -> Parts:
        """See Body."""
        return data, None


class Chunked:
    """A body in chunks, written anew, without extensions and trailers; or `plain`, for HTTP/1.0."""

    __slots__ = ("_ends", "_held", "_left", "_plain", "_trailers")

    def __init__(self, *, plain: bool = False) -> None:
        self._plain = plain
        self._held = b""  # the begin of a line that is not whole
        self._left = 0  # of the chunk
        self._ends = False  # the line end behind a chunk comes next
        self._trailers = -1  # bytes of them; -1: the last chunk has not come

    def take(self, data: bytes) -> Parts:
        """See Body. Raises UnableToPass."""
        out: list[bytes] = []
        data, self._held = self._held + data, b""
        at = 0
        while at < len(data):
            if self._left:
                part = data[at : at + self._left]
                self._left -= len(part)
                self._ends = not self._left
                at += len(part)
                out.append(part)
                continue
            end = data.find(b"\r\n", at)
            if end < 0:
                self._hold(data[at:])
                break
            line, at = data[at:end], end + 2
            if self._line(line):
                return self._written(out) + (b"" if self._plain else b"0\r\n\r\n"), data[at:]
        return self._written(out), None

    def _hold(self, line: bytes) -> None:
        if len(line) > limits.CHUNK_LINE or b"\n" in line or (self._ends and line != b"\r"):
            raise UnableToPass(400, "A chunk of the body cannot be read.")
        self._held = line

    def _line(self, line: bytes) -> bool:
        """Read one line between the chunks; true behind the last."""
        if self._trailers >= 0:
            return self._trailer(line)
        if self._ends:
            self._ends = False
            if line:
                raise UnableToPass(400, "A chunk of the body is longer than it says.")
            return False
        found = _SIZE.fullmatch(line)
        if found is None or len(line) > limits.CHUNK_LINE:
            raise UnableToPass(400, "A chunk of the body cannot be read.")
        self._left = int(found[1], 16)
        if not self._left:
            self._trailers = 0
        return False

    def _trailer(self, line: bytes) -> bool:
        self._trailers += len(line) + 2
        if self._trailers > limits.TRAILERS or (line and not _TRAILER.fullmatch(line)):
            raise UnableToPass(400, "What stands behind the body cannot be read.")
        return not line

    def _written(self, parts: list[bytes]) -> bytes:
        data = b"".join(parts)
        return data if self._plain or not data else b"%x\r\n%b\r\n" % (len(data), data)


def of(length: int | None, chunked: bool) -> Body:
    """Return what takes a request's body."""
    return Chunked() if chunked else Counted(length or 0)
