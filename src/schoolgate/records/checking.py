"""Is a journal whole? Pure: entries and roots in, findings out.

A journal is checked in pieces of 4,096 entries, which can be done side by side: each piece checks
its part of the chain and hands over the hashes of its part of the tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, NamedTuple

from schoolgate.kernel import merkle
from schoolgate.kernel.merkle import Tree
from schoolgate.records import rules
from schoolgate.records.rules import Sealed
from schoolgate.records.verbs import RecordsVerb

_RANK: Final = 12
PIECE: Final = 1 << _RANK
_ERASED: Final = f"\n{RecordsVerb.BODY_ERASED}\n".encode()


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
    entries: Sequence[Sealed], first: int, last: int, previous: bytes, sizes: Iterable[int]
) -> Piece:
    """Check entries `first` to `last`, which follow the link `previous`.

    `first` - 1 is a multiple of PIECE. `sizes` are the tree sizes whose roots are wanted.
    """
    piece = Piece(first, last, list(_faults(entries, first, last, previous)))
    piece.erased = [entry[0] for entry in entries if entry[3] is None]
    for sequence, opened in [entry[:2] for entry in entries if _ERASED in entry[1]]:
        piece.erasures.update(_erasure(opened, sequence))
    if len(entries) == last - first + 1:
        tree = Tree(entry[6] for entry in entries)
        wanted = {size for size in sizes if first <= size <= last} | {last}
        piece.peaks = {size: tree.peaks(size - first + 1) for size in wanted}
    return piece


def _faults(entries: Sequence[Sealed], first: int, last: int, previous: bytes) -> Iterator[Finding]:
    expected = first
    for entry in entries:
        sequence, opened, words, salt, held, before, link = entry
        try:  # `rules.commitment` and `rules.link` written out: a call each would cost a tenth
            fits = (
                (sha256(salt + words).digest() == held if salt is not None else not words)
                and sha256(b"\0" + before + held + opened).digest() == link
                and before == previous
                and sequence == expected
            )
        except TypeError:
            fits = False
        if not fits:
            yield Finding(sequence, _fault(Sealed(*entry), expected))
        expected, previous = sequence + 1, link
    if expected <= last:
        yield Finding(0, f"Entries {expected} to {last} are missing.")


def _fault(entry: Sealed, expected: int) -> str:
    """Return what is wrong with an entry, the clearest first."""
    if entry.sequence != expected:
        return f"it stands where {expected} should."
    if entry.salt is None and entry.words:
        return "its words are erased in part."
    try:
        if entry.salt is not None and rules.commitment(entry.salt, entry.words) != entry.commitment:
            return "its words are not those that were sealed."
        if rules.link(entry.previous, entry.commitment, entry.opened) != entry.link:
            return "it is not what was sealed."
    except TypeError:
        return "it cannot be read."
    return "it does not follow the entry before it."


def _erasure(opened: bytes, sequence: int) -> dict[int, int]:
    """Return which entry an erasure speaks of; nothing if it only looks like one."""
    lines = opened.decode().split("\n")
    is_one = lines[3:5] == [RecordsVerb.BODY_ERASED, "records.entry"] and lines[5].isdecimal()
    return {int(lines[5]): sequence} if is_one else {}


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
