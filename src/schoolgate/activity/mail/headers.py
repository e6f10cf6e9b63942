"""Header fields as they come, well formed or not. Nothing here raises on bad input.

RFC 5322 (fields), RFC 2047 (encoded words), RFC 2231 (parameters), read leniently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

LARGEST: Final = 1_000_000  # bytes of one block of fields; Exchange writes long lists of people
_FIELD: Final = re.compile(rb"^([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
_FOLDED: Final = re.compile(rb"\r?\n(?=[ \t])")
_LINE: Final = re.compile(rb"\r\n|\n|\r")
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.){0,2000}"')
_ANGLE: Final = re.compile(r"<([^<>]*)>")
_ADDRESS: Final = re.compile(r"[^\s<>,;:\"()\[\]\\]{1,200}@[^\s<>,;:\"()\\]{1,255}")
_SPACE: Final = re.compile(r"\s+")
_MOST: Final = 5_000  # fields of one block
_UNCERTAIN: Final = (MessageError, ValueError, LookupError, TypeError, RecursionError,
                     OverflowError, AttributeError, IndexError)  # fmt: skip


class Fields(NamedTuple):
    """Fields in order, names in small letters, and whether they were cut or odd."""

    items: tuple[tuple[str, str], ...]
    odd: bool

    def all(self, name: str) -> list[str]:
        """Return the text of every field of a name, unfolded, encoded words left as they are."""
        return [value for field, value in self.items if field == name]

    def first(self, name: str) -> str:
        """Return the first of them, or nothing."""
        return next(iter(self.all(name)), "")

    def has(self, name: str) -> bool:
        """Tell whether the field is there, empty or not."""
        return any(field == name for field, _ in self.items)


def split(raw: bytes) -> tuple[Fields, bytes]:
    """Return the fields above the first empty line, and what is below."""
    above, below = _parted(raw)
    odd = len(above) > LARGEST
    lines = _LINE.split(_FOLDED.sub(b" ", above[:LARGEST]))
    items: list[tuple[str, str]] = []
    for line in lines:
        found = _FIELD.match(line)
        if found is None or len(items) >= _MOST:
            odd = odd or (bool(line.strip()) and not line.startswith(b"From "))
            continue
        items.append((found[1].decode("ascii").lower(), text_of(found[2]).strip()))
    return Fields(tuple(items), odd), below


def _parted(raw: bytes) -> tuple[bytes, bytes]:
    if raw[:1] in (b"\n", b"\r"):
        return b"", raw.lstrip(b"\r\n")
    ends = [(at, len(mark)) for mark in (b"\r\n\r\n", b"\n\n", b"\r\r")
            if (at := raw.find(mark)) >= 0]  # fmt: skip
    if not ends:
        return raw, b""
    at, length = min(ends)
    return raw[:at], raw[at + length :]


def text_of(raw: bytes) -> str:
    """Return bytes as text: UTF-8, else what Windows in Western Europe writes."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def readable(value: str) -> str:
    """Return a field with its encoded words decoded, on one line, without control signs."""
    try:
        parts = [_decoded(part, charset) for part, charset in decode_header(value)]
        said = "".join(parts)
    except _UNCERTAIN:
        said = value
    return _SPACE.sub(" ", "".join(one if one.isprintable() else " " for one in said)).strip()


def _decoded(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    try:
        return part.decode(charset or "ascii")
    except (LookupError, UnicodeDecodeError, ValueError):
        return text_of(part)


def addresses(values: list[str]) -> list[str]:
    """Return the addresses in fields, in small letters, each once, in their order."""
    found: dict[str, None] = {}
    for value in values:
        for piece in _pieces(value):
            for one in _ANGLE.findall(piece) or [piece]:
                if at := _ADDRESS.search(one):
                    found[at[0].strip(".'").lower()] = None
    return list(found)


def _pieces(value: str) -> Iterator[str]:
    """Yield what stands between commas; names in quotation marks are left out."""
    yield from _QUOTED.sub("", value).replace(";", ",").split(",")


def instant(value: str) -> datetime | None:
    """Return what a Date field says, UTC; nothing where it says nothing sensible."""
    try:
        said = parsedate_to_datetime(value.strip()[:200])
        return said.replace(tzinfo=said.tzinfo or UTC).astimezone(UTC)
    except _UNCERTAIN:
        return None


class Kind(NamedTuple):
    """What the fields of a part say that it is."""

    media: str
    boundary: str
    charset: str
    name: str
    is_attached: bool


def kind_of(fields: Fields) -> Kind:
    """Return the kind of a part; `text/plain` where it says nothing."""
    part = Message()
    for name in ("content-type", "content-disposition"):
        if value := fields.first(name):
            part[name] = value[:20_000]
    try:
        said = part.get_content_type().lower() if fields.first("content-type") else "text/plain"
        return Kind(
            said, _parameter(part, "boundary"), _parameter(part, "charset"), _name(part),
            part.get_content_disposition() == "attachment",
        )  # fmt: skip
    except _UNCERTAIN:
        return Kind("application/octet-stream", "", "", "", True)


def _parameter(part: Message, name: str) -> str:
    value = part.get_param(name)
    return str(value[2] if isinstance(value, tuple) else value or "").strip()[:1000]


def _name(part: Message) -> str:
    try:
        said = part.get_filename() or ""
    except _UNCERTAIN:
        said = ""
    last = re.split(r"[/\\]", readable(said))[-1]
    return last[:255]
