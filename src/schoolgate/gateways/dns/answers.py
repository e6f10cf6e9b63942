"""What a name server answers otherwise than the world does, for one profile. Pure and streaming.

In the order of the filter's decisions: help sites, the school's own allows over its own blocks at
every depth, then categories. What a name above covers is left out. What DNS cannot hold is left out
and counted: a list may never break a zone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Set
from enum import StrEnum
from typing import Final, NamedTuple

from schoolgate.filtering.table.layout import is_address
from schoolgate.gateways.dns.searching import Engine, Video, engines

# A browser that finds no such name asks the network's own name server, not one over HTTPS
# (Firefox); a device does not send its traffic through a relay (iCloud Private Relay).
CANARIES: Final = (b"use-application-dns.net", b"mask.icloud.com", b"mask-h2.icloud.com")
_LONGEST: Final = 255  # octets of a name in a message (RFC 1035, 2.3.4)
_HOLDS: Final = re.compile(rb"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+"
                           rb"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")  # fmt: skip


class Act(StrEnum):
    """What is answered."""

    BLOCK = "block"  # the name and everything below it
    NOWHERE = "nowhere"  # no such name, never a block page
    PASS = "pass"  # noqa: S105 as the world answers, below it too
    SEARCH = "search"  # that host alone: sent to where it searches safely


class Answer(NamedTuple):
    """What is answered of a name."""

    name: bytes
    act: Act
    engine: Engine | None = None


class Own(NamedTuple):
    """Names without paths, as `names.host_of` returns them: sites that help children, and the
    school's own lists of one group."""

    help: frozenset[bytes] = frozenset()
    allow: frozenset[bytes] = frozenset()
    block: frozenset[bytes] = frozenset()


class Profile(NamedTuple):
    """`name` becomes the files' name; `blocked` are categories as bits of the table."""

    name: str
    blocked: int
    own: Own = Own()
    search: bool = True
    video: Video = Video.STRICT


def trouble(name: bytes, zone: bytes = b"") -> str:
    """Return why a name with all below it cannot stand in a zone; "" if it can."""
    if is_address(name):
        return "addresses"
    if b"." not in name:
        return "single labels"  # a table lists them without what is below
    if len(name) + len(zone) + len("*.") + 3 > _LONGEST:  # one more octet for each, and the root
        return "too long"
    if name.rpartition(b".")[2].startswith(b"rpz-"):
        return "orders to the server"  # a list may not steer it (rpz-client-ip and others)
    return "" if _HOLDS.fullmatch(name) else "no names"


def answers(
    profile: Profile, entries: Iterable[tuple[bytes, int]], bits: Callable[[bytes], int], *,
    zone: bytes, left_out: Counter[str],
) -> Iterator[Answer]:  # fmt: skip
    """Yield each answer once. `entries` are a table's, each name once; `bits` its look-up.

    `left_out` is added up by the reasons of `trouble`.
    """
    own = Own(*(_held(names, zone, left_out) for names in profile.own))
    passed, always = own.help | own.allow, frozenset(CANARIES)
    searched = engines(search=profile.search, video=profile.video)

    def is_blocked(name: bytes) -> bool:
        listed = _is_in(name, own.block) or bool(bits(name) & profile.blocked)
        return b"." in name and listed and not _is_in(name, passed)

    holes = frozenset(_holes(passed | always, is_blocked))
    yield from (Answer(name, Act.NOWHERE) for name in CANARIES)
    yield from _passes(own, searched.keys() - own.help)
    yield from (Answer(name, Act.BLOCK) for name in sorted(holes | _needed(own, is_blocked)))
    for host, engine in searched.items():
        if not _is_in(host, own.help) and not is_blocked(host):
            yield Answer(host, Act.SEARCH, engine)
    settled = passed | own.block | holes | always
    yield from _listed(profile.blocked, entries, bits, settled, zone, left_out)


def _passes(own: Own, searched: Set[bytes]) -> Iterator[Answer]:
    """Yield what the school lets through; where it lets a search engine through, it searches."""
    open_ = (own.help | own.allow) - frozenset(CANARIES) - searched
    yield from (Answer(name, Act.PASS) for name in sorted(open_))


def _needed(own: Own, is_blocked: Callable[[bytes], bool]) -> frozenset[bytes]:
    """Return the school's blocks that nothing above settles."""
    first = own.block - own.help - own.allow - frozenset(CANARIES)
    settled = own.help | own.allow | frozenset(CANARIES)
    return frozenset(
        name for name in first
        if not _is_below(name, settled) and not is_blocked(name.partition(b".")[2])
    )  # fmt: skip


def _holes(names: Iterable[bytes], is_blocked: Callable[[bytes], bool]) -> Iterator[bytes]:
    """Yield the blocked names between one that has an answer of its own and the blocked one above.

    In a zone they would exist without a record, and nothing that stands for all below the one above
    would reach them (RFC 4592, 2.2.2): they would be open.
    """
    for name in names:
        above = name.partition(b".")[2]
        while is_blocked(above):
            yield above
            above = above.partition(b".")[2]


def _held(names: Iterable[bytes], zone: bytes, left_out: Counter[str]) -> frozenset[bytes]:
    why = {name: trouble(name, zone) for name in names}
    left_out.update(filter(None, why.values()))
    return frozenset(name for name, reason in why.items() if not reason)


def _listed(
    blocked: int, entries: Iterable[tuple[bytes, int]], bits: Callable[[bytes], int],
    settled: frozenset[bytes], zone: bytes, left_out: Counter[str],
) -> Iterator[Answer]:  # fmt: skip
    for name, its in entries:
        if not its & blocked or _is_in(name, settled):
            continue
        if reason := trouble(name, zone):
            left_out[reason] += 1
            continue
        above = name.partition(b".")[2]
        if b"." in above and bits(above) & blocked:
            continue
        yield Answer(name, Act.BLOCK)


def _is_in(name: bytes, names: frozenset[bytes]) -> bool:
    """Tell whether a name, or one above it, is among some."""
    return name in names or _is_below(name, names)


def _is_below(name: bytes, names: frozenset[bytes]) -> bool:
    at = name.find(b".") + 1
    while at:
        if name[at:] in names:
            return True
        at = name.find(b".", at) + 1
    return False
