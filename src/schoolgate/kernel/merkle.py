"""Merkle trees as in RFC 6962 (and RFC 9162, section 2.1): roots, peaks, proofs. SHA-256.

Leaves are given as their hashes. `peaks` are the roots of the whole subtrees that a tree of some
size falls into, the largest first: all that is needed to let it grow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

EMPTY: Final = sha256(b"").digest()


def leaf(data: bytes) -> bytes:
    """Return the hash of a leaf that holds `data`."""
    return sha256(b"\0" + data).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees, side by side."""
    return sha256(b"\1" + left + right).digest()


def push(peaks: list[bytes], size: int, subtree: bytes, height: int = 0) -> int:
    """Add a whole subtree of 2**height leaves to the peaks of a tree; return its new size.

    `size` is a multiple of 2**height.
    """
    grown, rank = subtree, height
    while size >> rank & 1:
        grown = node(peaks.pop(), grown)
        rank += 1
    peaks.append(grown)
    return size + (1 << height)


def root(peaks: Sequence[bytes]) -> bytes:
    """Return the root of the tree with these peaks."""
    if not peaks:
        return EMPTY
    whole = peaks[-1]
    for peak in reversed(peaks[:-1]):
        whole = node(peak, whole)
    return whole


class Tree:
    """A tree held whole, for proofs. Every size up to that of the tree can be asked about."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(below := self._levels[-1]) > 1:
            pair = iter(below)
            self._levels.append(
                [sha256(b"\1" + a + b).digest() for a, b in zip(pair, pair, strict=False)]
            )

    def __len__(self) -> int:
        return len(self._levels[0])

    def peaks(self, size: int) -> list[bytes]:
        """Return the peaks of the first `size` leaves."""
        ranks = [rank for rank in reversed(range(size.bit_length())) if size >> rank & 1]
        return [self._levels[rank][(size >> rank) - 1] for rank in ranks]

    def root(self, size: int) -> bytes:
        """Return the root over the first `size` leaves."""
        return root(self.peaks(size))

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """Return the proof that leaf `index` (from 0) is in the tree of `size` leaves."""
        return self._path(index, 0, size)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """Return the proof that the tree of `new` leaves begins with that of `old` (1 or more)."""
        return self._since(old, 0, new, seen=True)

    def _hash(self, low: int, high: int) -> bytes:
        if low == high:
            return EMPTY
        rank = (high - low).bit_length() - 1
        if high - low == 1 << rank:
            return self._levels[rank][low >> rank]
        middle = low + (1 << rank)
        return node(self._hash(low, middle), self._hash(middle, high))

    def _path(self, index: int, low: int, high: int) -> list[bytes]:
        if high - low <= 1:
            return []
        middle = low + _split(high - low)
        if index < middle:
            return [*self._path(index, low, middle), self._hash(middle, high)]
        return [*self._path(index, middle, high), self._hash(low, middle)]

    def _since(self, old: int, low: int, high: int, *, seen: bool) -> list[bytes]:
        if old == high:
            return [] if seen else [self._hash(low, high)]
        middle = low + _split(high - low)
        if old <= middle:
            return [*self._since(old, low, middle, seen=seen), self._hash(middle, high)]
        return [*self._since(old, middle, high, seen=False), self._hash(low, middle)]


def _split(size: int) -> int:
    """Return the largest power of two below `size` (2 or more)."""
    return 1 << (size - 1).bit_length() - 1


def _up(here: int, last: int) -> tuple[int, int]:
    """Climb while the node is a left one that stands alone."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def includes(root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows `leaf` at `index` of the tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, whole = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if here & 1 or here == last:
            whole = node(step, whole)
            here, last = _up(here, last)
        else:
            whole = node(whole, step)
        here, last = here >> 1, last >> 1
    return last == 0 and whole == root


def continues(old_root: bytes, old: int, new_root: bytes, new: int, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that the new tree begins with the old (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not steps:
        return False
    # the largest whole subtree at the old tree's right end is the same in both
    alike = (old & -old).bit_length() - 1
    here, last = (old - 1) >> alike, (new - 1) >> alike
    was = now = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            was, now = node(step, was), node(step, now)
            here, last = _up(here, last)
        else:
            now = node(now, step)
        here, last = here >> 1, last >> 1
    return last == 0 and was == old_root and now == new_root
