"""Is a journal whole? Pure: rows and heads in, findings out.

A journal is checked in pieces of 32,768 entries, which can be done side by side: each piece checks
its part of the chain and hands over the hashes of its part of the tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from schoolgate.kernel import merkle
from schoolgate.kernel.merkle import Tree
from schoolgate.records import rules
from schoolgate.records.rules import Row
from schoolgate.records.verbs import RecordsVerb

_RANK: Final = 15
PIECE: Final = 1 << _RANK
_ERASED: Final = str(RecordsVerb.BODY_ERASED)


class Finding(NamedTuple):
    """Something that is not as it was sealed. `sequence` 0 speaks of the journal as a whole."""

    sequence: int
    text: str

    def __str__(self) -> str:
        return f"Entry {self.sequence}: {self.text}" if self.sequence else self.text


@dataclass
class Piece:
    """Entries `first` to `last`, checked. `peaks` are those of this piece alone, by tree size.

    `erased` are entries without words; `erasures` maps an entry to the record of its erasure.
    """

    first: int
    last: int
    findings: list[Finding] = field(default_factory=list)
    peaks: dict[int, list[bytes]] = field(default_factory=dict)
    erased: list[int] = field(default_factory=list)
    erasures: dict[int, int] = field(default_factory=dict)


def check(
    rows: Iterable[Row], first: int, last: int, previous: bytes, sizes: Iterable[int]
) -> Piece:
    """Check entries `first` to `last`, which follow the link `previous`.

    `first` - 1 is a multiple of PIECE. `sizes` are the tree sizes whose roots are wanted.
    """
    piece, links, expected = Piece(first, last), [], first
    for row in rows:
        sequence, link = row[0], row[14]
        if sequence != expected:
            piece.findings.append(Finding(sequence, f"it stands where {expected} should."))
        if wrong := _fault(row, previous):
            piece.findings.append(Finding(sequence, wrong))
        if row[10] is None:
            piece.erased.append(sequence)
        if row[3] == _ERASED and row[4] == "records.entry" and row[5].isdecimal():
            piece.erasures[int(row[5])] = sequence
        links.append(link)
        expected, previous = sequence + 1, link
    if expected <= last:
        piece.findings.append(Finding(0, f"Entries {expected} to {last} are missing."))
    if len(links) == last - first + 1:
        tree = Tree(links)
        wanted = {size for size in sizes if first <= size <= last} | {last}
        piece.peaks = {size: tree.peaks(size - first + 1) for size in wanted}
    return piece


def _fault(row: Row, previous: bytes) -> str:
    _, _, _, _, _, _, _, _, who, what, body, salt, sealed, before, link = row
    try:
        if body is not None and salt is not None:
            if rules.commitment(salt, who, what, body) != sealed:
                return "its words are not those that were sealed."
        elif body or salt or who or what:
            return "its words are erased in part."
        if rules.link(before, sealed, rules.open_parts(row)) != link:
            return "it is not what was sealed."
    except (TypeError, ValueError):
        return "it cannot be read."
    return "" if before == previous else "it does not follow the entry before it."


def unrecorded(pieces: Sequence[Piece]) -> list[int]:
    """Return the entries whose words are gone without a later record of it."""
    erasures: dict[int, int] = {}
    for piece in pieces:
        erasures |= piece.erasures
    gone = (sequence for piece in pieces for sequence in piece.erased)
    return [sequence for sequence in gone if erasures.get(sequence, 0) <= sequence]


def roots(pieces: Iterable[Piece]) -> dict[int, bytes]:
    """Return the root for every size that was asked about, up to the first incomplete piece."""
    found: dict[int, bytes] = {}
    peaks: list[bytes] = []
    size = 0
    for piece in pieces:
        if not piece.peaks:
            break
        for wanted, inner in piece.peaks.items():
            found[wanted] = merkle.root([*peaks, *inner])
        if piece.last - size == PIECE:
            size = merkle.push(peaks, size, piece.peaks[piece.last][0], _RANK)
    return found


def compare(size: int, root: bytes, found: dict[int, bytes], what: str) -> list[Finding]:
    """Return what is wrong with a journal that a head (called `what`) once covered."""
    longest = max(found, default=0)
    if found.get(size) == root:
        return []
    if size in found:
        return [Finding(0, f"{what} does not fit: the first {size:,} entries are not the same.")]
    return [Finding(0, f"{what} covers {size:,} entries; only {longest:,} are there and whole.")]
