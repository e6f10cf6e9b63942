"""What a foreign system says of a request, checked field by field: a draft, or why it is none.

A record without a time or without a user is set aside (MON-01); nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from schoolgate.activity import days

FIELDS: Final = {
    "at": "when it was", "user": "who it was", "client": "address of the device",
    "url": "the whole address", "host": "the site", "path": "the page of the site",
    "method": "GET, POST …", "status": "the number that the site answered",
    "sent": "bytes to the device", "received": "bytes from the device", "took": "milliseconds",
    "verdict": "allowed or blocked", "category": "kind of site", "file": "name of a download",
    "profile": "whose rules counted",
}  # fmt: skip
_BLOCKED: Final = re.compile(r"block|den(y|ied)|refus|drop|forbid|reject|stopp", re.IGNORECASE)
_HOST: Final = re.compile(r"[a-z0-9_.:\[\]-]{1,253}")
_ENGINES: Final = re.compile(r"(^|\.)(google|bing|duckduckgo|ecosia|yahoo|qwant|kiddle|youtube)\.")
_FIRST, _LAST = 946_684_800_000, 4_102_444_800_000  # 2000 and 2100, ms
_LONGEST: Final = 2_000  # signs of a field


class NotUnderstood(ValueError):
    """A record is no event. The message is the reason under which it is set aside."""


class Manner(NamedTuple):
    """How a source writes times: `strptime`'s form (“” for ISO 8601 or seconds), and the zone of
    times that name none."""

    form: str = ""
    zone: str = "Europe/London"


class Draft(NamedTuple):
    """A request as a foreign system told of it; `at` in ms since 1970, UTC, `took` in ms."""

    at: int
    user: str
    client: str
    method: str
    host: str
    path: str
    status: int
    received: int
    sent: int
    took: int
    verdict: str
    category: str
    profile: str
    file: str
    term: str


def draft(said: Mapping[str, str], manner: Manner) -> Draft:
    """Return what a record says, by the names of `FIELDS`. Raises NotUnderstood."""
    short = {name: _plain(value) for name, value in said.items()}
    at = instant(short.get("at", ""), manner)
    if not (user := short.get("user", "")).strip("-"):
        raise NotUnderstood("no user name")
    host, path, term = _place(short)
    return Draft(
        at, user, short.get("client", ""), short.get("method", "").upper()[:20], host, path,
        _number(short, "status"), _number(short, "received"), _number(short, "sent"),
        _number(short, "took"),
        "block" if _BLOCKED.search(short.get("verdict", "")) else "allow",
        short.get("category", ""), short.get("profile", ""), short.get("file", ""), term,
    )  # fmt: skip


def manner(form: str, zone: str) -> Manner:
    """Return how times are written, checked. Raises NotUnderstood."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotUnderstood(f"“{zone}” is no time zone, such as Europe/London") from None
    return Manner(form, zone)


def instant(said: str, how: Manner) -> int:
    """Return an instant in ms since 1970. Raises NotUnderstood."""
    if not said:
        raise NotUnderstood("no time")
    try:
        at = _seconds(said) if not how.form and said.replace(".", "", 1).isdigit() else (
            _moment(said, how))  # fmt: skip
    except (ValueError, OverflowError, OSError):
        raise NotUnderstood("a time that is none") from None
    if not _FIRST <= at <= _LAST:
        raise NotUnderstood("a time that is none")
    return at


def _seconds(said: str) -> int:
    """Return seconds, milliseconds or microseconds since 1970 as ms: by how large they are."""
    value = float(said)
    for unit in (1000, 1, 0.001):
        if value * unit <= _LAST:
            return int(value * unit)
    raise ValueError(said)


def _moment(said: str, how: Manner) -> int:
    found = datetime.strptime(said, how.form) if how.form else datetime.fromisoformat(said)  # noqa: DTZ007 the zone follows
    known = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(how.zone))
    return days.instant(known)


def _place(said: Mapping[str, str]) -> tuple[str, str, str]:
    """Return host, path with its query, and what was searched for. Raises NotUnderstood."""
    host, path = said.get("host", ""), said.get("path", "")
    if url := said.get("url", ""):
        try:
            parts = urlsplit(url if "://" in url else f"//{url}")
            host = host or parts.hostname or ""
        except ValueError:
            raise NotUnderstood("no site") from None
        path = path or parts.path + (f"?{parts.query}" if parts.query else "")
    host = host.rstrip(".").lower()
    if not _HOST.fullmatch(host):
        raise NotUnderstood("no site")
    return host, path, _term(host, path)


def _term(host: str, path: str) -> str:
    if "?" not in path or not _ENGINES.search(host):
        return ""
    try:
        asked = parse_qs(path.partition("?")[2], max_num_fields=50)
    except ValueError:
        return ""
    found = (asked[name][0] for name in ("q", "p", "query", "search_query") if name in asked)
    return _plain(next(found, ""))


def _number(said: Mapping[str, str], name: str) -> int:
    value = said.get(name, "").strip().replace(",", "")
    if value in ("", "-"):
        return 0
    if not re.fullmatch(r"\d{1,15}(\.\d+)?", value):
        raise NotUnderstood("a number that is none")
    return int(value.partition(".")[0])


def _plain(value: str) -> str:
    """Return a field without control signs, on one line."""
    kept = "".join(one if one.isprintable() else " " for one in value[:_LONGEST])
    return kept.strip()


def named(user: str) -> str:
    """Return a login without the domain before it and escapes: `SCHOOL\\\\ann` is ann."""
    return unquote(user).rpartition("\\")[2].strip().casefold()
