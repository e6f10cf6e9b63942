"""Sites that hardly any school wants closed: those that help children, and those that teach.

The names stand in `known_sites.txt`: our own choice. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

_FILE: Final = Path(__file__).with_name("known_sites.txt")


class Good(StrEnum):
    """What a well-known site is good for."""

    EDUCATION = "education"
    HELP = "help"


@cache
def well_known() -> Mapping[str, Good]:
    """Return every well-known host with what it is good for."""
    return MappingProxyType(dict(_read()))


def help_sites() -> frozenset[str]:
    """Return the hosts that help children: never blocked, and tried every day."""
    return frozenset(host for host, good in well_known().items() if good is Good.HELP)


@cache
def closed_by() -> Mapping[str, str]:
    """Return each name that, blocked, would close a well-known site, and which: itself or above."""
    found: dict[str, str] = {}
    for host in well_known():
        labels = host.split(".")
        for at in range(len(labels) - 1):
            found.setdefault(".".join(labels[at:]), host)
    return MappingProxyType(found | {host: host for host in well_known()})


def _read() -> Iterator[tuple[str, Good]]:
    good = Good.EDUCATION
    for line in _FILE.read_text(encoding="ascii").splitlines():
        if line.startswith("["):
            good = Good(line.strip("[]"))
        elif line and not line.startswith("#"):
            yield line, good
