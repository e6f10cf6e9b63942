"""Reads the six forms in which lists of sites are published. Pure: lines in, entries out.

- hosts: `0.0.0.0 games.test another.test`, as for /etc/hosts
- domains: one name a line; also the `domains` files of a UT1 folder, whose folder is the category
- rules: host rules of AdGuard and uBlock, `||games.test^` and `@@||school.test^`
- csv: columns `name` (or an address) and, where there are such, `category`, `allow`, `comment`,
  `until`
- rpz: `games.test CNAME .`, as `zones` reads it
- urls: one address a line; also the `urls` files of a UT1 folder
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from schoolgate.filtering.lists import zones
from schoolgate.filtering.names import UnableToRead, host_of
from schoolgate.filtering.paths import behind_host


class UnableToReadTable(Exception):
    """The quotation marks of a table do not match. The message names the line of the row."""


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
_BLANK_BEHIND: Final = re.compile(r'"[ \t]{1,9}(?=[,\r\n]|\Z)')  # of a value in quotation marks
_COMMENT: Final = re.compile("[#;!]")
_COMMENT_BEHIND: Final = re.compile(r"(?:\A|(?<=\s))[#;!]")  # an address holds these signs itself
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_NOWHERE: Final = zones.NOWHERE | {"255.255.255.255", "fe80::1%lo0"}
_OF_MACHINE: Final = frozenset({
    "broadcasthost", "ip6-allhosts", "ip6-allnodes", "ip6-allrouters", "ip6-localhost",
    "ip6-localnet", "ip6-loopback", "ip6-mcastprefix", "local", "localhost",
    "localhost.localdomain",
})  # fmt: skip
_RULE: Final = re.compile(
    r"(?P<allow>@@)?\|\|(?P<host>(?:\*\.)?[^\^/$*|]+)\^?(?:\$(?:important|all))?"
)
_NO_RULE: Final = re.compile(r"!.*|#(?![#@?$%]).*|\[[^$\]]*\]|")  # a comment, a heading, nothing
_YES: Final = frozenset({"1", "allow", "true", "y", "yes"})


def read(form: Form, lines: Iterable[str]) -> Found:
    """Yield the entries of a list, and the lines that were left out with the reason.

    Comments and empty lines are no entries. Lines count from 1.
    """
    return _READERS[form](lines)


def _listed(line: int, written: str, *, allow: bool = False) -> Listed | Trouble:
    """Return what closes a whole site. A page does not: the site around it would be closed too."""
    found = _addressed(line, written, allow=allow)
    if isinstance(found, Listed) and found.path not in {"", "/"}:
        return Trouble(line, f"“{written[:80]}” is a page. This form of list names whole sites.")
    return found._replace(path="") if isinstance(found, Listed) else found


def _addressed(line: int, written: str, *, allow: bool = False) -> Listed | Trouble:
    """Return what closes a site, or one of its paths with all that was written behind it."""
    bare = written.removeprefix("*.").removeprefix(".")
    if allow and written.startswith("*"):
        return Trouble(
            line, f"“{written[:80]}” opens what is below a name and not the name itself."
        )
    try:
        if _CONTROL.search(bare):  # a browser leaves them away: two names would become one
            raise UnableToRead(written)
        return Listed(line, host_of(bare), behind_host(bare).replace("\\", "/"), allow=allow)
    except UnableToRead:
        return Trouble(line, f"“{written[:80]}” is no name of a site. Write it like games.example.")


def _bare(lines: Iterable[str], comment: re.Pattern[str] = _COMMENT) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        text = line.strip().lstrip("\ufeff")
        if found := comment.search(text):
            text = text[: found.start()].rstrip()
        if text:
            yield number, text


def _hosts(lines: Iterable[str]) -> Found:
    for number, text in _bare(lines):
        first, *names = text.split()
        if first not in _NOWHERE:
            yield Trouble(number, f"“{first[:80]}” leads somewhere. A block begins with 0.0.0.0.")
            continue
        if not names:
            yield Trouble(number, f"“{text[:80]}” names no site.")
        yield from (_listed(number, one) for one in names if one not in _OF_MACHINE)


def _domains(lines: Iterable[str]) -> Found:
    for number, text in _bare(lines):
        yield _listed(number, text)


def _urls(lines: Iterable[str]) -> Found:
    for number, text in _bare(lines, _COMMENT_BEHIND):
        yield _addressed(number, text)


def _rules(lines: Iterable[str]) -> Found:
    for number, line in enumerate(lines, 1):
        text = line.strip().lstrip("\ufeff")
        if _NO_RULE.fullmatch(text):
            continue
        rule = _RULE.fullmatch(text)
        if rule is None:
            yield Trouble(number, f"“{text[:80]}” is no rule about a host, so it is left out.")
        else:
            yield _listed(number, rule["host"], allow=rule["allow"] is not None)


def _rpz(lines: Iterable[str]) -> Found:
    for line, written, said in zones.read(lines):
        closes = said is zones.Said.CLOSES
        yield _listed(line, written) if closes else Trouble(line, f"“{written[:80]}” {said}")


def _csv(lines: Iterable[str]) -> Found:
    spaced = (_BLANK_BEHIND.sub('"', line) for line in lines)
    rows = csv.DictReader(spaced, skipinitialspace=True, strict=True)
    begun = 1
    try:
        names = {(one or "").strip().lower().lstrip("\ufeff"): one for one in rows.fieldnames or ()}
        if "name" not in names:
            yield Trouble(1, "The first line names the columns. One of them is “name”.")
            return
        begun = rows.line_num + 1
        for row in rows:
            said = {key: str(row.get(name) or "").strip() for key, name in names.items() if key}
            if said["name"]:
                yield _of_row(rows.line_num, said)
            elif any(said.values()):
                yield Trouble(rows.line_num, "This row has no name of a site.")
            begun = rows.line_num + 1
    except csv.Error as error:
        raise UnableToReadTable(
            f"Line {begun}: a quotation mark is never closed, or text follows it. Correct the line."
        ) from error


def _of_row(line: int, said: Mapping[str, str]) -> Listed | Trouble:
    found = _addressed(line, said["name"], allow=said.get("allow", "").lower() in _YES)
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
