"""Which site somebody means who writes or pastes an address: its host, and perhaps a path. Pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from schoolgate.filtering.names import UnableToRead, host_of
from schoolgate.filtering.paths import path_as_written

LONGEST_PATH: Final = 300
MOST_SITES: Final = 60
_NUMBERED: Final = re.compile(r"[0-9.]+|.*:.*")


class Place(NamedTuple):
    """A host as the filter compares it, and a path that begins with a slash; empty: all of it."""

    host: str
    path: str = ""

    def __str__(self) -> str:
        return f"{self.host}{self.path}"


def place_of(address: str) -> Place:
    """Return the site that an address names; what follows `?` or `#` is left out.

    Raises UnableToRead with a sentence that says what to write.
    """
    written = address.strip()
    try:
        host = host_of(written)
    except UnableToRead as error:
        raise UnableToRead("Write the address of a site, for example museum.example/rome.") from (
            error
        )
    if "." not in host or _NUMBERED.fullmatch(host):
        raise UnableToRead("Write the name of one site, for example museum.example.")
    path = (path_as_written(written) or "").rstrip("/")
    if len(path) > LONGEST_PATH or not path.isprintable() or " " in path:
        raise UnableToRead(f"The part after the name has at most {LONGEST_PATH} signs, no spaces.")
    return Place(host, path)


def places_of(lines: str) -> tuple[Place, ...]:
    """Return the sites of a list, one a line, each once. Raises UnableToRead with its line."""
    found: dict[Place, None] = {}
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found[place_of(line)] = None
        except UnableToRead as error:
            raise UnableToRead(f"Line {number}: {error}") from error
    if not 0 < len(found) <= MOST_SITES:
        raise UnableToRead(f"Write one to {MOST_SITES} sites, one a line.")
    return tuple(found)
