"""Writes the zones of all profiles: streamed to a file beside, and renamed when it is whole."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from ipaddress import ip_address
from itertools import tee
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from schoolgate.filtering.names import host_of
from schoolgate.filtering.table import Table
from schoolgate.gateways.dns import dnsmasq, rpz
from schoolgate.gateways.dns.answers import Answer, Profile, answers, trouble

_PROFILE: Final = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_ZONE: Final = "{}.rpz.schoolgate"


class UnableToWrite(Exception):
    """No zone was written. The message says what to put right."""


class BlockPage(NamedTuple):
    """Where blocked visitors are sent: a name (RPZ) and its addresses (dnsmasq). Both empty: there
    is no such name. A page over HTTPS brings a warning of the browser first."""

    name: str = ""
    addresses: tuple[str, ...] = ()


class Written(NamedTuple):
    """The files of one profile; how many names are blocked, let through and sent elsewhere; and
    what was left out, by the reason."""

    profile: str
    zone: str  # what the server's settings call it, e.g. "pupil_ks2.rpz.schoolgate"
    rpz: Path
    dnsmasq: Path
    names: Mapping[str, int]
    left_out: Mapping[str, int]


def write_zones(
    folder: Path, profiles: Iterable[Profile], table: Table, *, serial: int,
    page: BlockPage | None = None, resolved: Mapping[bytes, Sequence[str]] | None = None,
) -> tuple[Written, ...]:  # fmt: skip
    """Write `<profile>.rpz` and `<profile>.dnsmasq.conf` of every profile into a folder.

    `serial` grows with each writing: UNIX seconds do. A file appears whole or not at all.
    Raises UnableToWrite, OSError.
    """
    sent = _checked(page or BlockPage())
    chosen = list(profiles)
    for one in chosen:
        if not _PROFILE.fullmatch(one.name):
            raise UnableToWrite(f"“{one.name}” cannot name a file. Use small letters and _.")
    return tuple(_write(folder, one, table, serial, sent, resolved or {}) for one in chosen)


def _checked(page: BlockPage) -> BlockPage:
    try:
        name = host_of(page.name) if page.name else ""
        addresses = tuple(str(ip_address(one)) for one in page.addresses)
    except ValueError as error:
        raise UnableToWrite("The block page needs a name and IP addresses.") from error
    if name and trouble(name.encode()):
        raise UnableToWrite(f"A name server cannot send anybody to “{name}”.")
    return BlockPage(name, addresses)


def _write(
    folder: Path, profile: Profile, table: Table, serial: int, page: BlockPage,
    resolved: Mapping[bytes, Sequence[str]],
) -> Written:  # fmt: skip
    zone, left_out, names = _ZONE.format(profile.name), Counter[str](), Counter[str]()
    helps = profile.own.help | ({page.name.encode()} if page.name else set())
    profile = profile._replace(own=profile.own._replace(help=helps))
    found = answers(profile, table.entries(), table.bits, zone=zone.encode(), left_out=left_out)
    first, second = tee(_counted(found, names))
    about, served = profile.name.encode(), {k: _addresses(v) for k, v in resolved.items()}
    to = folder / f"{profile.name}.rpz", folder / f"{profile.name}.dnsmasq.conf"
    texts = (
        rpz.lines(first, profile=about, serial=serial, page=page.name.encode()),
        dnsmasq.lines(second, profile=about, serial=serial, page=page.addresses, resolved=served),
    )
    _put(to, texts)
    return Written(profile.name, zone, *to, names, left_out)


def _addresses(those: Sequence[str]) -> list[str]:
    try:
        return [str(ip_address(one)) for one in those]
    except ValueError as error:
        raise UnableToWrite("A safe search host has IP addresses, and nothing else.") from error


def _counted(found: Iterable[Answer], names: Counter[str]) -> Iterator[Answer]:
    for one in found:
        names[one.act] += 1
        yield one


def _put(paths: Sequence[Path], texts: Iterable[Iterator[bytes]]) -> None:
    """Write files at once, line by line of each, and show both when both are whole."""
    with ExitStack() as open_:
        folders = [TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") for path in paths]
        made = [Path(open_.enter_context(one), "zone") for one in folders]
        files = [open_.enter_context(one.open("wb")) for one in made]
        write = [file.write for file in files]
        for lines in zip(*texts, strict=True):
            for put, line in zip(write, lines, strict=True):
                put(line)
        for file in files:
            file.flush()
            os.fsync(file.fileno())
        for one, path in zip(made, paths, strict=True):
            one.replace(path)
