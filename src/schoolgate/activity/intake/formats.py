"""The three forms of log that are read, each as SQL: how its fields split, and what they mean.

Fields stand between single blanks. A row that does not split so, or whose time or number is none,
is set aside by the reader of the engine itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


class UnableToTell(ValueError):
    """The lines are of no form that we read. The message says which there are."""


@dataclass(frozen=True, slots=True)
class Format:
    """One form: the columns as they stand, and what the common ones are made of.

    `ts` gives ms since 1970; `url` is empty where `host` and `path` stand by themselves.
    """

    name: str
    columns: Mapping[str, str]
    ts: str
    host: str
    path: str
    result: str
    status: str
    received: str
    sent: str
    took: str
    said: str
    quote: str = ""
    escape: str = ""


def plain(text: str) -> str:
    """Return a text of SQL with its %xx decoded; as it is where they stand for no letters."""
    decoded = f"coalesce(TRY(url_decode({text})), {text})"
    return f"(CASE WHEN contains({text}, '%') THEN {decoded} ELSE {text} END)"


_NONE: Final = "CAST(0 AS BIGINT)"
UNSAID: Final = "''"  # the form has no field for what the filter said
_SECONDS: Final = "CAST(t * 1000 AS BIGINT)"
# A tunnel's address is host:port, a page's scheme://host:port/path; an IPv6 host has brackets.
_REST: Final = "(CASE WHEN contains(url, '://') THEN split_part(url, '://', 2) ELSE url END)"
_PLACE: Final = f"split_part(split_part({_REST}, '/', 1), '@', -1)"
_HOST: Final = (
    f"lower(CASE WHEN starts_with({_PLACE}, '[') THEN split_part({_PLACE}, ']', 1)[2:]"
    f" ELSE split_part({_PLACE}, ':', 1) END)"
)
_PATH: Final = (
    f"(CASE WHEN method = 'CONNECT' OR position('/' IN {_REST}) = 0 THEN ''"
    f" ELSE {_REST}[position('/' IN {_REST}):] END)"
)
OWN: Final = Format(
    "own",
    {"t": "DECIMAL(18,3)", "client": "VARCHAR", "usr": "VARCHAR", "method": "VARCHAR",
     "host": "VARCHAR", "result": "VARCHAR", "status": "INTEGER", "received": "BIGINT",
     "sent": "BIGINT", "took": "INTEGER", "said": "VARCHAR", "path": "VARCHAR"},
    ts=_SECONDS, host="coalesce(host, '')",
    path=f"(CASE WHEN method = 'CONNECT' THEN '' ELSE {plain('path')} END)", result="result",
    status="status", received="received", sent="sent", took="took",
    said="said",
)  # fmt: skip
SQUID: Final = Format(
    "squid",
    {"t": "DECIMAL(18,3)", "took": "INTEGER", "client": "VARCHAR", "code": "VARCHAR",
     "sent": "BIGINT", "method": "VARCHAR", "url": "VARCHAR", "usr": "VARCHAR", "peer": "VARCHAR",
     "type": "VARCHAR"},
    ts=_SECONDS, host=_HOST, path=_PATH, result="split_part(code, '/', 1)",
    status="coalesce(TRY_CAST(split_part(code, '/', 2) AS INTEGER), 0)", received=_NONE,
    sent="sent", took="took", said=UNSAID,
)  # fmt: skip
COMBINED: Final = Format(
    "combined",
    {"client": "VARCHAR", "ident": "VARCHAR", "usr": "VARCHAR", "day": "VARCHAR",
     "zone": "VARCHAR", "request": "VARCHAR", "status": "INTEGER", "sent": "BIGINT",
     "referer": "VARCHAR", "agent": "VARCHAR", "code": "VARCHAR"},
    ts="epoch_ms(try_strptime(day || ' ' || zone, '[%d/%b/%Y:%H:%M:%S %z]'))",
    host=_HOST, path=_PATH, result="split_part(code, ':', 1)", status="status", received=_NONE,
    sent="coalesce(sent, 0)", took="0", said=UNSAID, quote='"', escape="\\",
)  # fmt: skip
# What the combined form says in one field.
REQUEST: Final = "split_part(request, ' ', 1) AS method, split_part(request, ' ', 2) AS url"
BY_NAME: Final = {one.name: one for one in (OWN, SQUID, COMBINED)}

_STAMP: Final = r"\d{9,}\.\d{3}"
_LIKE: Final = {
    "own": re.compile(rf"{_STAMP} \S+ \S+ \S+ \S+ [A-Z_]+ \d+ \d+ \d+ \d+ \S+ \S+"),
    "squid": re.compile(rf"{_STAMP} +-?\d+ \S+ [A-Z_]+/\d+ \d+ "),
    "combined": re.compile(r'\S+ \S+ \S+ \[[^\]]+\] "'),
}


def told(first: bytes) -> Format:
    """Return the form of most of the first lines. Raises UnableToTell."""
    lines = first.decode(errors="replace").splitlines()[:200]
    found = {name: sum(1 for line in lines if like.match(line)) for name, like in _LIKE.items()}
    best = max(found, key=lambda name: found[name])
    if not found[best]:
        raise UnableToTell(
            "The first lines are of no form that can be read. Say --format own, squid or combined."
        )
    return BY_NAME[best]


def with_extra(form: Format, first: bytes) -> dict[str, str]:
    """Return the columns of a form, with names for further fields that every line has at its end:
    schools append some to Squid's native form. Combined lines may lack the last."""
    counts = [len(line.split()) for line in first.splitlines()[:200]]
    columns = dict(form.columns)
    if form.name == "combined":
        if first.split(b"\n", 1)[0].rstrip().endswith(b'"'):
            columns.pop("code")
        return columns
    usual = max(set(counts), key=counts.count) if counts else len(columns)
    for number in range(len(columns), usual):
        columns[f"more{number}"] = "VARCHAR"
    return columns
