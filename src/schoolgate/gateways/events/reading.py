"""Lines of JSON, and rows of CSV by a mapping of the columns: bytes in, records or reasons out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from schoolgate.gateways.events.drafts import FIELDS, Draft, Manner, NotUnderstood, draft

LONGEST: Final = 256 * 1024  # bytes of a line
_GUESSES: Final = {
    "at": ("time", "timestamp", "date", "datetime", "date time", "date/time"),
    "user": ("username", "user name", "login", "account"),
    "client": ("client ip", "source ip", "ip", "ip address", "device", "hostname"),
    "url": ("address", "uri", "request", "web address"),
    "host": ("domain", "site", "website"),
    "verdict": ("action", "result", "decision", "allowed/blocked"),
    "category": ("categories", "theme"),
    "sent": ("bytes", "size"), "took": ("duration",), "status": ("status code",),
    "file": ("filename", "file name"), "profile": ("group", "policy", "filter group"),
}  # fmt: skip


class Read(NamedTuple):
    """A line: what it says, or the reason why it is set aside."""

    line: str
    draft: Draft | None
    reason: str


class UnableToMap(Exception):
    """The columns do not say enough. The message says what to add."""


def of_json(lines: Iterable[bytes], manner: Manner, columns: Mapping[str, str]) -> Iterator[Read]:
    """Yield what each line of JSON says; `columns` are our field → their name."""
    for raw in lines:
        line = raw.decode("utf-8", "replace").strip("\r\n\ufeff")
        if not line.strip():
            continue
        try:
            yield Read(line, draft(_fields(raw, line, columns), manner), "")
        except NotUnderstood as error:
            yield Read(line, None, str(error))


def _fields(raw: bytes, line: str, columns: Mapping[str, str]) -> dict[str, str]:
    if len(raw) > LONGEST:
        raise NotUnderstood("too long")
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        raise NotUnderstood("no JSON") from None
    if not isinstance(said, dict):
        raise NotUnderstood("no record")
    named = {**{name: name for name in FIELDS}, **columns}
    found = {ours: said.get(theirs) for ours, theirs in named.items()}
    return {name: value if isinstance(value, str) else str(value)
            for name, value in found.items()
            if isinstance(value, str | int | float) and value is not True}  # fmt: skip


def of_csv(text: io.TextIOBase, manner: Manner, columns: Mapping[str, str]) -> Iterator[Read]:
    """Yield what each row says; `columns` are our field → their heading. Raises UnableToMap."""
    rows = csv.reader(_without_nul(text))
    heads = _heads(rows)
    places = mapped(heads, columns)
    for row in _rows(rows):
        line = ",".join(row)[:LONGEST]
        if not any(one.strip() for one in row):
            continue
        try:
            if len(row) < len(heads):
                raise NotUnderstood("too few fields")
            said = {ours: row[place] for ours, place in places.items()}
            yield Read(line, draft(said, manner), "")
        except NotUnderstood as error:
            yield Read(line, None, str(error))


def _without_nul(text: io.TextIOBase) -> Iterator[str]:
    for line in text:
        yield str(line).replace("\0", "")


def _heads(rows: Iterator[list[str]]) -> list[str]:
    try:
        return [one.strip().lstrip("\ufeff") for one in next(rows)]
    except (StopIteration, csv.Error):
        raise UnableToMap("The file has no first line with the names of its columns.") from None


def _rows(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield ["a row that is none"]


def mapped(heads: list[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Return our field → the place of their column: as told, by our name, or as vendors call it.

    Raises UnableToMap where a told column is not there, or time, user or site are in none.
    """
    folded = [one.casefold() for one in heads]
    places: dict[str, int] = {}
    for name in FIELDS:
        wanted = (columns[name],) if name in columns else (name, *_GUESSES.get(name, ()))
        found = [folded.index(one.casefold()) for one in wanted if one.casefold() in folded]
        if name in columns and not found:
            raise UnableToMap(f"The file has no column “{columns[name]}”. "
                              f"It has: {', '.join(heads)[:400]}.")  # fmt: skip
        if found:
            places[name] = found[0]
    lacking = [name for name in ("at", "user") if name not in places]
    if not {"url", "host"} & set(places):
        lacking.append("url")
    if lacking:
        raise UnableToMap(
            f"Say with --column {lacking[0]}=HEADING which column holds {FIELDS[lacking[0]]}. "
            f"There are: {', '.join(heads)[:400]}."
        )
    return places
