"""Syslog over TCP: frames, and what stands in one (RFC 5424, RFC 6587, RFC 5425). No Django.

Frames begin with their length (octet counting) or end with a line feed; a sender may change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from schoolgate.gateways.events.drafts import NotUnderstood

LARGEST: Final = 64 * 1024  # bytes of a frame
_HEAD: Final = re.compile(
    r"<(\d{1,3})>([1-9]\d{0,2}) (\S+) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) ?"
)
_NAME: Final = re.compile(r'[^\s=\]"]{1,32}')
_VALUE: Final = re.compile(r'="((?:[^"\\\]]|\\.){0,16384})"')
_COUNT: Final = re.compile(rb"([1-9]\d{0,5}) ")


class Said(NamedTuple):
    """A message of syslog: when its sender wrote it, which system, structured data, the text."""

    at: str
    host: str
    app: str
    data: Mapping[str, str]
    text: str


class Frames:
    """Cuts what comes in over one connection into frames. Feed it bytes; it keeps the rest."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_skipping = False

    def feed(self, some: bytes) -> list[bytes]:
        """Return the frames that are whole now; one that is too large is left out as b""."""
        self._rest += some
        found: list[bytes] = []
        while (one := self._next()) is not None:
            found.append(one)
        return found

    def end(self) -> list[bytes]:
        """Return what was left when the connection ended."""
        rest, self._rest = self._rest, b""
        return [rest] if rest.strip() and not self._is_skipping else []

    def _next(self) -> bytes | None:
        counted = None if self._is_skipping else _COUNT.match(self._rest)
        if counted is not None and self._rest[counted.end() : counted.end() + 1] in (b"<", b""):
            return self._counted(counted)
        line, newline, after = self._rest.partition(b"\n")
        if newline:
            is_whole, self._is_skipping = not self._is_skipping, False
            self._rest = after
            return line.rstrip(b"\r") if is_whole and len(line) <= LARGEST else b""
        if len(self._rest) > LARGEST:
            self._rest, self._is_skipping = b"", True
        return None

    def _counted(self, found: re.Match[bytes]) -> bytes | None:
        length = int(found[1])
        if length > LARGEST:  # the count may be a lie: go on after the next line feed
            self._rest, self._is_skipping = self._rest[found.end() :], True
            return self._next()
        if len(self._rest) < found.end() + length:
            return None
        frame = self._rest[found.end() : found.end() + length]
        self._rest = self._rest[found.end() + length :]
        return frame


def parsed(frame: bytes) -> Said:
    """Return what a frame says. Raises NotUnderstood."""
    text = frame.decode("utf-8", "replace").lstrip("\ufeff")
    head = _HEAD.match(text)
    if head is None or int(head[1]) > 191:
        raise NotUnderstood("no syslog (RFC 5424)")
    data, place = _data(text, head.end())
    said = text[place:].lstrip(" ").removeprefix("\ufeff")
    return Said("" if head[3] == "-" else head[3], head[4], head[5], data, said)


def _data(text: str, place: int) -> tuple[dict[str, str], int]:
    """Return structured data, all elements together, and the place after. Raises NotUnderstood."""
    if text[place : place + 1] == "-":
        return {}, place + 1
    found: dict[str, str] = {}
    while text[place : place + 1] == "[":
        place = _element(text, place + 1, found)
    if not found and text[place : place + 1] not in ("", " "):
        raise NotUnderstood("no syslog (RFC 5424)")
    return found, place


def _element(text: str, place: int, found: dict[str, str]) -> int:
    name = _NAME.match(text, place)
    if name is None:
        raise NotUnderstood("structured data that is broken")
    place = name.end()
    while text[place : place + 1] == " ":
        key = _NAME.match(text, place + 1)
        value = _VALUE.match(text, key.end()) if key else None
        if key is None or value is None:
            raise NotUnderstood("structured data that is broken")
        found[key[0]] = re.sub(r'\\(["\\\]])', r"\1", value[1])
        place = value.end()
    if text[place : place + 1] != "]":
        raise NotUnderstood("structured data that is broken")
    return place + 1
