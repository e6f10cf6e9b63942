"""Which lines of the printed policies no clause of a pack cites.

`packs/<school>/source-lines.toml` lists, by number only, the lines that carry a clause; boxes cite
them with `source: 000 L81-83`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from schoolgate.policies.language.pack import Pack, load

LISTING = "source-lines.toml"
_CITED = re.compile(r"(\d{3})((?:[\s,]*L?\d+(?:\s*[-–]\s*L?\d+)?)+)")
_SPAN = re.compile(r"L?(\d+)(?:\s*[-–]\s*L?(\d+))?")


class Listing(msgspec.Struct, forbid_unknown_fields=True):
    """The line list of one printed policy: its source id, lines with a clause, and lines without
    one by reason."""

    id: str
    lines: int
    clauses: tuple[str, ...]
    not_clauses: dict[str, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one pack cites of its printed policy; lines count from 1."""

    pack: str
    source: str
    clause_lines: int
    uncited: tuple[int, ...]
    unknown: tuple[int, ...]


def coverage(packs: Path) -> Iterator[Coverage]:
    """Yield the coverage of each pack that has a line list. Raises PackError for a bad pack."""
    for path in sorted(packs.glob(f"*/{LISTING}")):
        listing = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Listing)
        yield of(load(path.parent.name, packs), listing)


def of(pack: Pack, listing: Listing) -> Coverage:
    """Compare what a pack cites with a list of lines."""
    wanted = set(_numbers(listing.clauses))
    free = {line for spans in listing.not_clauses.values() for line in _numbers(spans)}
    cites = cited(pack, listing.id)
    return Coverage(
        pack.id,
        listing.id,
        len(wanted),
        tuple(sorted(wanted - cites)),
        tuple(sorted(cites - wanted - free)),
    )


def cited(pack: Pack, source: str) -> set[int]:
    """Return the lines of a source that the boxes of a pack cite."""
    found: set[int] = set()
    for clause in pack.clauses:
        for box in clause.boxes:
            for match in _CITED.finditer(box.one("source")):
                if match[1] == source:
                    found.update(_numbers([match[2]]))
    return found


def _numbers(spans: Iterable[str]) -> Iterator[int]:
    for text in spans:
        for match in _SPAN.finditer(text):
            yield from range(int(match[1]), int(match[2] or match[1]) + 1)


def ranges(numbers: Iterable[int]) -> str:
    """Write line numbers as `81-83, 90`."""
    out: list[list[int]] = []
    for number in numbers:
        if out and number == out[-1][-1] + 1:
            out[-1] = [out[-1][0], number]
        else:
            out.append([number, number])
    return ", ".join(f"{a}-{b}" if a != b else f"{a}" for a, b in out)
