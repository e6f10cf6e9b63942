"""Who sat at which address, as a network manager's system exports it: CSV or JSON. Pure.

Each row says address, user, from and until. A row that lacks one of them says nothing that is
certain, and is left out with its reason.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_address
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from schoolgate.activity import days

_LONDON: Final = ZoneInfo("Europe/London")
_NAMES: Final = {
    "address": ("address", "ip", "ip address", "client", "client ip"),
    "user": ("user", "username", "user name", "login", "account"),
    "since": ("from", "since", "start", "began", "logon", "log on"),
    "until": ("until", "to", "end", "ended", "logoff", "log off"),
}
MOST: Final = 200_000  # rows of a file


class UnableToRead(ValueError):
    """The file is none of sessions. The message says what it should be."""


class Sat(NamedTuple):
    """One person at one address, from `since` to before `until` (ms since 1970)."""

    address: str
    user: str
    since: int
    until: int


@dataclass(slots=True)
class Plan:
    """What a file says: sessions, and how many rows were left out for which reason."""

    sessions: list[Sat] = field(default_factory=list)
    aside: dict[str, int] = field(default_factory=dict)


class _NoSession(ValueError):
    """A row is no session; the message is the reason."""


def plan(data: bytes) -> Plan:
    """Return what a file of sessions says. Raises UnableToRead."""
    made = Plan()
    for row in _rows(data.decode("utf-8-sig", "replace").strip()):
        try:
            made.sessions.append(_session(row))
        except _NoSession as error:
            made.aside[str(error)] = made.aside.get(str(error), 0) + 1
        if len(made.sessions) > MOST:
            raise UnableToRead(f"A file may hold {MOST:,} sessions. Cut it in two.")
    return made


def _rows(text: str) -> Iterator[Mapping[str, str]]:
    if text.startswith(("[", "{")):
        yield from _of_json(text)
        return
    reader = csv.DictReader(io.StringIO(text))
    columns = {name.strip().casefold() for name in reader.fieldnames or ()}
    lacking = [one for one, called in _NAMES.items() if not columns & {*called}]
    if lacking:
        raise UnableToRead(
            "The first line has to name four columns: address, user, from, until. Not found: "
            + ", ".join("from" if one == "since" else one for one in lacking) + "."
        )  # fmt: skip
    try:
        yield from (_plain(row.items()) for row in reader)
    except csv.Error as error:
        raise UnableToRead(f"Line {reader.line_num} is no line of CSV: {error}.") from None


def _of_json(text: str) -> Iterator[Mapping[str, str]]:
    try:
        rows = json.loads(text) if text.startswith("[") else [
            json.loads(line) for line in text.splitlines() if line.strip()
        ]  # fmt: skip
    except (ValueError, RecursionError):
        raise UnableToRead("The file begins like JSON, and is none.") from None
    for row in rows:
        yield _plain(row.items()) if isinstance(row, dict) else {}


def _plain(pairs: Iterable[tuple[object, object]]) -> dict[str, str]:
    said = {str(name).strip().casefold(): str(value or "").strip() for name, value in pairs}
    return {
        field: next((said[one] for one in called if said.get(one)), "")
        for field, called in _NAMES.items()
    }


def _session(row: Mapping[str, str]) -> Sat:
    """Return the session of a row. Raises _NoSession."""
    user = row.get("user", "").rpartition("\\")[2].strip()
    if not user:
        raise _NoSession("no user name")
    since, until = _instant(row["since"], "from"), _instant(row["until"], "until")
    if until <= since:
        raise _NoSession("it ends before it begins")
    return Sat(address(row.get("address", "")), user, since, until)


def address(said: str) -> str:
    """Return an address as a log writes it. Raises _NoSession."""
    try:
        return str(ip_address(said))
    except ValueError:
        raise _NoSession("no address") from None


def _instant(said: str, which: str) -> int:
    """Return an instant in ms; a time that names no zone is London's. Raises _NoSession."""
    if not said:
        raise _NoSession(f"no time “{which}”")
    try:
        at = datetime.fromisoformat(said)
        known = at if at.tzinfo else at.replace(tzinfo=_LONDON)
        return days.instant(known)
    except (ValueError, OverflowError, OSError):
        raise _NoSession(f"a time “{which}” that is none") from None
