"""Judges what a list says: what would close more than anybody meant is left out, or asked about.

Whole parts of the web that many owners share (`co.uk`, `sch.uk`) are never an entry: the Public
Suffix List says which they are (its ICANN part). Of its other part (`github.io`) a list may speak,
and the plan shows it. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from ipaddress import ip_address
from typing import Final

from publicsuffixlist import PublicSuffixList

from schoolgate.filtering.lists.reading import Listed, Trouble
from schoolgate.filtering.lists.wellknown import Good, closed_by, well_known
from schoolgate.filtering.paths import path_of

_LONGEST_PATH: Final = 2000
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def judged(
    found: Iterable[Listed | Trouble], *, is_floor: bool = False
) -> Iterator[Listed | Trouble]:
    """Pass on what may stand in a list; what may not becomes a line left out, with its reason.

    Paths come out in the one spelling of `paths.path_of`, which shows neither a question mark nor a
    hash: an entry with one would close more than it says, so it is left out. One of the floor
    closes the page whatever is asked of it; but never a whole site.
    """
    for one in found:
        here = _in_one_spelling(one, is_floor) if isinstance(one, Listed) and one.path else one
        if isinstance(here, Listed) and (said := refusal(here.host, here.path)):
            yield Trouble(here.line, said)
        else:
            yield here


def _in_one_spelling(one: Listed, is_floor: bool) -> Listed | Trouble:
    path = path_of(f"http://{one.host}{one.path}") or ""
    mark = "a question mark" if "?" in one.path else "a #" if "#" in one.path else ""
    if mark and (path == "/" or not is_floor):
        return Trouble(one.line, f"“{one.host}{one.path[:60]}” has {mark}. The filter goes by "
                                 "sites and paths alone.")  # fmt: skip
    return one._replace(path="" if path == "/" else path)


def refusal(host: str, path: str = "") -> str:
    """Tell why no list may hold this, block or allow; empty where it may."""
    if is_shared_by_all(host):
        return f"“{host}” holds the sites of many owners. Name the site itself, like games.{host}."
    if _CONTROL.search(path):
        return f"The part behind “{host}” holds a sign that no address shows."
    if len(path) > _LONGEST_PATH:
        return f"The part behind “{host}” is too long. It has at most {_LONGEST_PATH} characters."
    if "." not in host and ":" not in host:
        return f"“{host}” is not the name of one site. Write it like games.example."
    return _of_address(host)


def is_shared_by_all(host: str) -> bool:
    """Tell whether a name is a public suffix: nobody's site, such as `uk` or `co.uk`."""
    return "." in host and _every().is_public(host) and _of_registries().is_public(host)


def holds_many(host: str) -> bool:
    """Tell whether a name is a site on which others keep theirs, such as `github.io`."""
    return "." in host and _every().is_public(host) and not _of_registries().is_public(host)


def closes(one: Listed) -> str:
    """Return the well-known site that an entry would close; empty where it closes none."""
    return "" if one.allow or one.path else closed_by().get(one.host, "")


def closes_help(one: Listed) -> str:
    """Return the site for children in need that an entry would close, wholly or in part."""
    if one.allow:
        return ""
    at = one.host
    if (closed := closed_by().get(at, "")) and well_known()[closed] is Good.HELP:
        return closed
    while at:
        if well_known().get(at) is Good.HELP:
            return at
        at = at.partition(".")[2]
    return ""


def _of_address(host: str) -> str:
    if not (host[-1].isdigit() or ":" in host):
        return ""
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    inside = address.is_private or address.is_loopback or address.is_link_local
    return f"{host} is an address inside a school. No list speaks of it." if inside else ""


@cache
def _every() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _of_registries() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)
