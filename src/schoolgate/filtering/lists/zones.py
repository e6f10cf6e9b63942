"""Reads a response policy zone (RPZ): which names it closes. Pure.

A name stands below the zone's own: `games.test.rpz.school.test.` is about games.test, and so is
`games.test` after `$ORIGIN rpz.school.test.` What a zone holds beside that is said, never skipped.
Source: draft-vixie-dnsop-dns-rpz; RFC 1035, 5.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple


class Said(StrEnum):
    """What a record does; for one that is left out, the rest of a sentence about it."""

    CLOSES = "is closed."
    OPENS = "leaves a name open, so it is left out. A zone opens one name and closes those below."
    BRACKET = "opens a bracket that nothing closes, so all of it is left out."
    ELSEWHERE = "sends a name elsewhere, so it is left out."
    OUTSIDE = "lies outside the zone, so it is left out."
    TRIGGER = "goes by addresses or name servers, so it is left out."
    UNREAD = "closes no site, so it is left out."


class Record(NamedTuple):
    """A name that the zone closes; for what is left out, how it is written."""

    line: int
    written: str
    said: Said


NOWHERE: Final = frozenset({"0.0.0.0", "127.0.0.1", "::", "::1"})  # noqa: S104 nothing is bound
_RECORD: Final = re.compile(
    r"(?P<name>\S*)\s+(?:(?:[0-9][0-9smhdw]*|IN)\s+)*(?P<type>[a-z]+)\s+(?P<to>\S+).*",
    re.IGNORECASE,
)
_LONGEST: Final = 10_000  # signs of a record
_QUOTED: Final = re.compile(r'"[^"]*"')
_CLOSES: Final = frozenset({".", "*.", "rpz-drop."})
_OPENS: Final = "rpz-passthru."
_TRIGGERS: Final = (".rpz-ip", ".rpz-client-ip", ".rpz-nsip", ".rpz-nsdname")


def read(lines: Iterable[str]) -> Iterator[Record]:
    """Yield what the records of a zone do. Lines count from 1."""
    zone = _Zone()
    for number, text, is_whole in _whole(lines):
        if not is_whole:
            yield Record(number, text.strip(), Said.BRACKET)
        elif text.startswith("$"):
            if not zone.was_told(text):
                yield Record(number, text, Said.UNREAD)
        elif (found := _RECORD.fullmatch(text)) is None:
            yield Record(number, text.strip(), Said.UNREAD)
        elif record := zone.record(number, text, found):
            yield record


def _whole(lines: Iterable[str]) -> Iterator[tuple[int, str, bool]]:
    """Yield each record with its first line: brackets hold several lines together. False for one
    whose bracket nothing closes."""
    start, held = 0, ""
    for number, line in enumerate(lines, 1):
        text = _QUOTED.sub('""', line.lstrip("\ufeff")).partition(";")[0].rstrip()
        start, held = (start, f"{held} {text}") if held else (number, text)
        is_whole = held.count("(") <= held.count(")")
        if held and (is_whole or len(held) > _LONGEST):
            yield start, held.replace("(", " ").replace(")", " "), is_whole
            held = ""
    if held:
        yield start, held, False


class _Zone:
    """What is known of a zone while it is read: its own name, and to what names are added."""

    def __init__(self) -> None:
        self._apex = self._origin = ""
        self._name = "@"

    def was_told(self, text: str) -> bool:
        """Take up what a line with a dollar says; tell whether it is one that is understood."""
        word, *more = text.upper().split()
        if word == "$ORIGIN" and more:
            self._origin = self._absolute(more[0])
            self._apex = self._apex or self._origin
        return word == "$TTL" or (word == "$ORIGIN" and len(more) > 0)

    def record(self, number: int, text: str, found: re.Match[str]) -> Record | None:
        """Return what a record does; None for those that every zone has."""
        self._name = found["name"] or self._name
        kind, to, name = found["type"].upper(), found["to"].lower(), self._trigger()
        if kind == "SOA":
            self._apex = self._absolute(self._name)
            return None
        if name is None:
            return Record(number, text.strip(), Said.OUTSIDE)
        if kind == "NS" and not name:
            return None
        said = _does(kind, name, to)
        return Record(number, name if said is Said.CLOSES else text.strip(), said)

    def _absolute(self, name: str) -> str:
        if name == "@":
            return self._origin
        return (name if name.endswith(".") else f"{name}.{self._origin}").lower()

    def _trigger(self) -> str | None:
        """Return the name that is asked for: what stands before the zone's own. Empty for the zone
        itself, None for one that lies outside."""
        name = self._absolute(self._name)
        if name == self._apex or self._name == "@":
            return ""
        if not self._apex or not (self._origin or self._name.endswith(".")):
            return name.removesuffix(".")
        return name.removesuffix(f".{self._apex}") if name.endswith(f".{self._apex}") else None


def _does(kind: str, name: str, to: str) -> Said:
    if name.endswith(_TRIGGERS):
        return Said.TRIGGER
    if kind in {"A", "AAAA"} and name:
        return Said.CLOSES if to in NOWHERE else Said.ELSEWHERE
    if kind != "CNAME" or not name:
        return Said.UNREAD
    if to in _CLOSES:
        return Said.CLOSES
    return Said.OPENS if to in {_OPENS, f"{name}."} else Said.ELSEWHERE
