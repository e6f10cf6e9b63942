"""The parts of a message, however it is built. Nothing here raises on bad input.

Our own splitter, since what senders write has no bounds: depth and number of parts are limited,
each level is read once, and what lies deeper is one part as it came (RFC 2045, 2046, leniently).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from schoolgate.activity.mail import headers
from schoolgate.activity.mail.headers import Fields, Kind

DEEPEST: Final = 20
MOST: Final = 1_000
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/]")
_END: Final = re.compile(rb"(--)?[ \t]*(?=\r|\n|\Z)")
_NEWLINE: Final = b"\r\n"
_AS_IT_COMES: Final = ("", "7bit", "8bit", "binary")


class Part(NamedTuple):
    """A part that holds no parts that were read: its fields, kind, content, and what is odd."""

    fields: Fields
    kind: Kind
    content: bytes
    troubles: tuple[str, ...]

    @property
    def is_text(self) -> bool:
        """Tell whether it is words of the message, not an attachment."""
        return (self.kind.media in ("text/plain", "text/html")
                and not self.kind.name and not self.kind.is_attached)  # fmt: skip

    def text(self) -> str:
        """Return the words of a text, whatever its charset says."""
        try:
            return self.content.decode(self.kind.charset or "utf-8")
        except (LookupError, UnicodeDecodeError, ValueError):
            return headers.text_of(self.content)


class _Budget:
    """How many parts may still be read."""

    def __init__(self) -> None:
        self.left = MOST


def parts_of(fields: Fields, below: bytes) -> Iterator[Part]:
    """Yield the parts of a message that was split into fields and what is below them."""
    yield from _walk(fields, below, DEEPEST, _Budget())


def _walk(fields: Fields, below: bytes, depth: int, budget: _Budget) -> Iterator[Part]:
    kind = headers.kind_of(fields)
    troubles = ("odd fields",) if fields.odd else ()
    if kind.media.startswith("multipart/"):
        yield from _multipart(fields, kind, below, depth, budget)
        return
    content, trouble = _content(fields, below)
    budget.left -= 1
    yield Part(fields, kind, content, troubles + trouble)
    if kind.media in ("message/rfc822", "message/global"):
        yield from _inner(fields, kind, content, depth, budget)


def _inner(fields: Fields, kind: Kind, content: bytes, depth: int,
           budget: _Budget) -> Iterator[Part]:  # fmt: skip
    """Yield what is attached to an attached message, under its own name."""
    if depth <= 0 or budget.left <= 0:
        yield Part(fields, kind, b"", ("nested too deep",))
        return
    for part in _walk(*headers.split(content), depth - 1, budget):
        if not part.is_text or part.troubles:
            yield part


def _multipart(fields: Fields, kind: Kind, below: bytes, depth: int,
               budget: _Budget) -> Iterator[Part]:  # fmt: skip
    pieces, closed = _between(below, kind.boundary)
    if depth <= 0 or budget.left <= 0:
        yield Part(fields, kind, below, ("nested too deep",))
    elif not pieces:
        yield Part(fields, kind, below, ("no parts between boundaries",))
    else:
        for piece in pieces:
            if budget.left <= 0:
                yield Part(fields, kind, b"", ("too many parts",))
                return
            yield from _walk(*headers.split(piece), depth - 1, budget)
        if not closed:
            yield Part(Fields((), False), Kind("text/plain", "", "", "", False), b"",
                       ("no closing boundary",))  # fmt: skip


def _between(below: bytes, boundary: str) -> tuple[list[bytes], bool]:
    """Return what lies between the lines of a boundary, and whether the last one closes."""
    if not boundary:
        return [], False
    pieces: list[bytes] = []
    begun = -1
    for start, end, is_last in _lines_of(below, b"--" + boundary.encode("utf-8", "replace")):
        if begun >= 0:
            pieces.append(_without_newline(below[begun:start]))
        begun = end
        if is_last:
            return pieces, True
        if len(pieces) > MOST:
            break
    if begun >= 0:
        pieces.append(_without_newline(below[begun:]))
    return pieces, False


def _lines_of(below: bytes, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Yield where each line of a boundary starts, with the newline before it, where it ends, and
    whether it closes."""
    place = 0
    while (at := below.find(mark, place)) >= 0:
        place = at + len(mark)
        end = _END.match(below, place)
        if end is not None and (at == 0 or below[at - 1] in _NEWLINE):
            start = at - 2 if below[at - 2 : at] == b"\r\n" else max(at - 1, 0)
            yield start, end.end(), end[1] is not None
            place = end.end()


def _without_newline(piece: bytes) -> bytes:
    if piece.startswith(b"\r\n"):
        return piece[2:]
    return piece[1:] if piece[:1] in (b"\n", b"\r") else piece


def _content(fields: Fields, below: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return what a transfer encoding holds, and what was wrong with it."""
    how = fields.first("content-transfer-encoding").split(";")[0].strip().lower()
    if how == "base64":
        return _base64(below)
    if how == "quoted-printable":
        return binascii.a2b_qp(below), ()
    return below, () if how in _AS_IT_COMES else ("unknown transfer encoding",)


def _base64(below: bytes) -> tuple[bytes, tuple[str, ...]]:
    body = below.rstrip(b"\r\n\t =-")
    letters = _NOT_BASE64.sub(b"", body)
    whole = letters[: len(letters) - (len(letters) % 4 == 1)]
    content = base64.b64decode(whole + b"=" * (-len(whole) % 4))
    broken = len(whole) != len(letters) or len(_NOT_BASE64.sub(b"", below)) != len(
        re.sub(rb"[\s=]", b"", below)
    )
    return content, ("base64 is broken",) if broken else ()
