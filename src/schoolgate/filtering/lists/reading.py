"""Reads the six forms in which lists of sites are published. Pure: lines in, entries out.

- hosts: `0.0.0.0 games.test another.test`, as for /etc/hosts
- domains: one name a line; also the `domains` files of a UT1 folder, whose folder is the category
- rules: host rules of AdGuard and uBlock, `||games.test^` and `@@||school.test^`
- csv: columns `name` and, where they are there, `category`, `allow`, `comment`, `until`
- rpz: `games.test CNAME .`, `school.test CNAME rpz-passthru.`
- urls: one address a line; also the `urls` files of a UT1 folder
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from schoolgate.filtering.names import UnableToRead, host_of


class Form(StrEnum):
    """How a list is written."""

    CSV = "csv"
    DOMAINS = "domains"
    HOSTS = "hosts"
    RPZ = "rpz"
    RULES = "rules"
    URLS = "urls"


class Listed(NamedTuple):
    """An entry: a host with everything below it, or one of its paths.

    `category` is the list's own word for it, empty where the list is of one category. `until` is
    the first day on which it is over.
    """

    line: int
    host: str
    path: str = ""
    allow: bool = False
    category: str = ""
    comment: str = ""
    until: date | None = None


class Trouble(NamedTuple):
    """A line that was left out, and why, as a sentence."""

    line: int
    said: str


Found = Iterator[Listed | Trouble]
_COMMENT: Final = re.compile(r"\s*[#;!].*")
_NOWHERE: Final = frozenset(
    {
        "0.0.0.0",  # noqa: S104 nothing is bound to it
        "127.0.0.1",
        "::",
        "::1",
        "255.255.255.255",
        "fe80::1%lo0",
    }
)
_OF_MACHINE: Final = frozenset({
    "broadcasthost", "ip6-allhosts", "ip6-allnodes", "ip6-allrouters", "ip6-localhost",
    "ip6-localnet", "ip6-loopback", "ip6-mcastprefix", "local", "localhost",
    "localhost.localdomain",
})  # fmt: skip
_RULE: Final = re.compile(r"(?P<allow>@@)?\|\|(?P<host>[^\^/$*|]+)\^?(?:\$(?:important|all))?")
_RPZ: Final = re.compile(r"(\S+)\s+(?:\d+\s+)?(?:IN\s+)?CNAME\s+(\S+)", re.IGNORECASE)
_RPZ_BLOCKS: Final = frozenset({".", "*.", "rpz-drop."})
_YES: Final = frozenset({"1", "allow", "true", "y", "yes"})


def read(form: Form, lines: Iterable[str]) -> Found:
    """Yield the entries of a list, and the lines that were left out with the reason.

    Comments and empty lines are no entries. Lines count from 1.
    """
    return _READERS[form](lines)


def _listed(line: int, written: str, *, allow: bool = False) -> Listed | Trouble:
    bare = written.removeprefix("*.").removeprefix(".")
    try:
        return Listed(line, host_of(bare), allow=allow)
    except UnableToRead:
        return Trouble(line, f"“{written[:80]}” is no name of a site. Write it like games.example.")


def _bare(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        if text := _COMMENT.sub("", line.strip().lstrip("\ufeff")):
            yield number, text


def _hosts(lines: Iterable[str]) -> Found:
    for number, text in _bare(lines):
        first, *names = text.split()
        if first not in _NOWHERE:
            yield Trouble(number, f"“{first[:80]}” leads somewhere. A block begins with 0.0.0.0.")
            continue
        yield from (_listed(number, one) for one in names if one not in _OF_MACHINE)


def _domains(lines: Iterable[str]) -> Found:
    for number, text in _bare(lines):
        yield _listed(number, text)


def _urls(lines: Iterable[str]) -> Found:
    for number, text in _bare(lines):
        _, _, path = re.sub(r"^[a-z]+://", "", text, flags=re.IGNORECASE).partition("/")
        found = _listed(number, text)
        yield found._replace(path=f"/{path}") if path and isinstance(found, Listed) else found


def _rules(lines: Iterable[str]) -> Found:
    for number, line in enumerate(lines, 1):
        text = line.strip().lstrip("\ufeff")
        if not text or text.startswith(("!", "#", "[")):
            continue
        rule = _RULE.fullmatch(text)
        if rule is None:
            yield Trouble(number, f"“{text[:80]}” is no rule about a host, so it is left out.")
        else:
            yield _listed(number, rule["host"], allow=rule["allow"] is not None)


def _rpz(lines: Iterable[str]) -> Found:
    for number, line in enumerate(lines, 1):
        text = line.partition(";")[0].strip()
        found = _RPZ.match(text)
        if found is None:  # what every zone has: $TTL, SOA, NS
            continue
        name, to = found[1], found[2].lower()
        if to in _RPZ_BLOCKS or to == "rpz-passthru.":
            yield _listed(number, name, allow=to == "rpz-passthru.")
        else:
            yield Trouble(number, f"“{text[:80]}” sends a name elsewhere, so it is left out.")


def _csv(lines: Iterable[str]) -> Found:
    rows = csv.DictReader(lines, skipinitialspace=True)
    names = {(name or "").strip().lower().lstrip("\ufeff"): name for name in rows.fieldnames or ()}
    if "name" not in names:
        yield Trouble(1, "The first line names the columns. One of them is “name”.")
        return
    for row in rows:
        said = {key: str(row.get(name) or "").strip() for key, name in names.items() if key}
        if said["name"]:
            yield _of_row(rows.line_num, said)


def _of_row(line: int, said: Mapping[str, str]) -> Listed | Trouble:
    found = _listed(line, said["name"], allow=said.get("allow", "").lower() in _YES)
    until = said.get("until", "")
    try:
        day = date.fromisoformat(until) if until else None
    except ValueError:
        return Trouble(line, f"“{until[:40]}” is no day. Write it like 2026-11-30.")
    if isinstance(found, Trouble):
        return found
    category, comment = said.get("category", ""), said.get("comment", "")
    return found._replace(until=day, category=category, comment=comment)


_READERS: Final[Mapping[Form, Callable[[Iterable[str]], Found]]] = {
    Form.CSV: _csv, Form.DOMAINS: _domains, Form.HOSTS: _hosts, Form.RPZ: _rpz,
    Form.RULES: _rules, Form.URLS: _urls,
}  # fmt: skip
