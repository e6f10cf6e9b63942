"""Checks a stored journal against itself, its signed heads and a head that somebody else kept."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.context import SpawnContext
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db.models import Max

from schoolgate.records import checking, checkpoints, rules, signing, storing
from schoolgate.records.checking import PIECE, Finding, Piece
from schoolgate.records.checkpoints import Head
from schoolgate.records.models import Entry, Journal, TreeHead
from schoolgate.records.tenancy import scope
from schoolgate.records.verbs import RecordsVerb

# Starting a second process costs as much as checking about this many entries.
_WORTH_HELP: Final = 200_000
_PIECES_AT_ONCE: Final = 8
_MOST_WORKERS: Final = 8
_PUT_BACK: Final = "Put it back: ./sg migrate records 0001, then ./sg migrate."

Watch = Callable[[int], object]


class _Job(NamedTuple):
    school: int
    first: int
    last: int
    previous: bytes
    sizes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found. No findings: the journal is whole.

    `witnesses` are the heads that others kept, `witnessed` how much the longest of them covers.
    """

    journal: str
    entries: int
    erased: int
    heads: int
    witnessed: int | None = None
    witnesses: int = 0
    findings: list[Finding] = field(default_factory=list)


def verify(
    journal: Journal,
    *,
    witnesses: Collection[Head] = (),
    workers: int = 0,
    watch: Watch | None = None,
) -> Report:
    """Check every entry, every signed head, and what `witnesses` kept against the journal.

    `workers` 0 takes as many processes as the journal is long enough for; `watch` is told, after
    each piece, how many entries it had.
    """
    heads = list(TreeHead.objects.filter(journal=journal).order_by("size"))
    count = Entry.objects.filter(journal=journal).aggregate(last=Max("sequence"))["last"] or 0
    sizes = {head.size for head in heads} | {head.size for head in witnesses}
    jobs = _jobs(journal, count, sizes)
    pieces: list[Piece] = []
    with _mapping(workers or _enough(count)) as mapped:
        for piece in mapped(_checked, jobs):
            pieces.append(piece)
            if watch:
                watch(piece.last - piece.first + 1)
    found = checking.roots(pieces)
    findings = [finding for piece in pieces for finding in piece.findings]
    findings += _unrecorded(journal, pieces) + _of_heads(journal, heads, found)
    findings += _of_witnesses(journal, set(witnesses), found) + _of_guards()
    erased = sum(len(piece.erased) for piece in pieces)
    size = max((head.size for head in witnesses), default=None)
    return Report(journal.name, count, erased, len(heads), size, len(set(witnesses)), findings)


def _jobs(journal: Journal, count: int, sizes: Iterable[int]) -> Iterator[_Job]:
    for before in range(0, count, PIECE):
        last = min(before + PIECE, count)
        links = list(storing.links(journal.school, before, before))
        previous = links[0] if links else rules.opening(journal.name) if not before else b""
        mine = tuple(size for size in sizes if before < size <= last)
        yield _Job(journal.school, before + 1, last, previous, mine)


def _checked(job: _Job) -> Piece:
    entries = storing.sealed(job.school, job.first, job.last)
    return checking.check(entries, job.first, job.last, job.previous, job.sizes)


def _enough(count: int) -> int:
    return min(os.cpu_count() or 1, _MOST_WORKERS) if count >= _WORTH_HELP else 1


@contextmanager
def _mapping(workers: int) -> Iterator[Callable[..., Iterable[Piece]]]:
    """Give `map`, over this many processes. Spawned: a fork would inherit an open database."""
    fresh = multiprocessing.get_context("spawn")
    if workers == 1 or not _has_shared_memory(fresh):
        yield map
        return
    with ProcessPoolExecutor(workers, mp_context=fresh, initializer=scope.set_up_helper) as pool:
        yield partial(pool.map, chunksize=_PIECES_AT_ONCE)


def _has_shared_memory(fresh: SpawnContext) -> bool:
    """Tell whether helpers could be started: bare containers have no shared memory for us."""
    try:
        fresh.Lock()
    except OSError:
        return False
    return True


def _unrecorded(journal: Journal, pieces: list[Piece]) -> list[Finding]:
    gone = set(checking.unrecorded(pieces))
    if gone:  # erased while we were reading: the record stands behind the last piece
        records = Entry.objects.filter(
            journal=journal,
            verb=RecordsVerb.BODY_ERASED,
            object_id__in=[str(sequence) for sequence in gone],
            sequence__gt=pieces[-1].last,
        )
        gone -= {int(record.object_id) for record in records}
    return [Finding(one, "its words are gone, and no record says why.") for one in sorted(gone)]


def _of_heads(journal: Journal, heads: list[TreeHead], found: dict[int, bytes]) -> list[Finding]:
    if not heads:
        return []
    key = signing.public_key()
    if key is None:
        return [Finding(0, "The key var/journal-key is missing: no signature can be checked.")]
    return [finding for head in heads for finding in _of_head(journal, head, key, found)]


def _of_head(
    journal: Journal, stored: TreeHead, key: Ed25519PublicKey, found: dict[int, bytes]
) -> list[Finding]:
    what = f"The signed head over {stored.size:,} entries"
    try:
        head = checkpoints.read(stored.note)
    except checkpoints.NotAHead:
        return [Finding(0, f"{what} cannot be read.")]
    stated = (head.journal, head.size, head.root)
    if stated != (journal.name, stored.size, bytes(stored.root)):
        return [Finding(0, f"{what} says something else than its row.")]
    if not checkpoints.is_signed(head, key):
        return [Finding(0, f"{what} is not signed with this installation's key.")]
    return checking.compare(head.size, head.root, found, what)


def _of_witnesses(journal: Journal, heads: set[Head], found: dict[int, bytes]) -> list[Finding]:
    key = signing.public_key() if heads else None
    ordered = sorted(heads, key=lambda head: (head.size, head.at))
    return [finding for head in ordered for finding in _of_witness(journal, head, key, found)]


def _of_witness(
    journal: Journal, head: Head, key: Ed25519PublicKey | None, found: dict[int, bytes]
) -> list[Finding]:
    if head.journal != journal.name:
        return [Finding(0, f"The witnessed head is of another journal, {head.journal}.")]
    findings = checking.compare(head.size, head.root, found, "The witnessed head")
    if key is None or not checkpoints.is_signed(head, key):
        text = "The witnessed head is not signed with this installation's key."
        findings.append(Finding(0, text))
    return findings


def _of_guards() -> list[Finding]:
    return [
        Finding(0, f"The trigger {name} is missing or off. {_PUT_BACK}")
        for name in storing.missing_guards()
    ]
