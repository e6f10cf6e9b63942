"""Every write to the journal, in the caller's transaction: what is undone was never written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Model

from schoolgate.kernel import canonical, merkle
from schoolgate.records import checkpoints, followers, parties, rules, signing, storing, verbs
from schoolgate.records.models import Entry, Journal, TreeHead
from schoolgate.records.parties import HasSlug, System, Thing
from schoolgate.records.rules import Row
from schoolgate.records.verbs import RecordsVerb

_LONGEST: Final = 80
_HASH: Final = 32
_ACT: Final[ContextVar[UUID | None]] = ContextVar("act", default=None)
_BATCH: Final = 200
Watch = Callable[[int], object]


class UnableToWrite(Exception):
    """An entry cannot be written; nothing was. The message says what to change."""


class UnableToErase(Exception):
    """The words of an entry cannot be erased; nothing was."""


class UnableToSign(Exception):
    """There is nothing to sign."""


@contextmanager
def one_act(action_id: UUID | None = None) -> Iterator[UUID]:
    """Let every entry written inside share one `action_id`, whichever rooms write them.

    Inside another act it is that one: what a person does once is one act.
    """
    shared = _ACT.get() or action_id or uuid4()
    token = _ACT.set(shared)
    try:
        yield shared
    finally:
        _ACT.reset(token)


def write(  # noqa: PLR0913 the questions that every entry answers
    *,
    school: HasSlug,
    by: Model | System,
    at: datetime,
    verb: str,
    object: Model | Thing,
    clause: str = "",
    body: Mapping[str, Any] | None = None,
    action_id: UUID | None = None,
) -> Entry:
    """Append what `by` did to `object` at the instant `at` to the school's journal.

    `clause` is the clause of the policy that asked for it; `body` holds the details as JSON without
    fractions; entries of one user action share an `action_id`. Call it last in the transaction of
    the act: other writers of this school wait for its end. Raises UnableToWrite, verbs.BadVerb.
    """
    verbs.require(verb)
    (who, label), thing = parties.actor(by), parties.thing(object)
    row = Row(
        0, _instant(at), who, str(verb), thing.kind, thing.id, clause,
        (action_id or _ACT.get() or uuid4()).hex,
        rules.label(label), rules.label(thing.label), _text(body),
        os.urandom(rules.SALT_BYTES), b"", b"", b"",
    )  # fmt: skip
    _refuse_long_or_broken_lines(row)
    entry = _append(school.pk, school.slug, row, at)
    followers.tell(str(verb), school.pk)
    return entry


def erase_body(*, entry: Entry, by: Model | System, at: datetime, because: str) -> Entry:
    """Erase the words of an entry for good (body, salt, both labels), and record that; return the
    record. Who did what to which id, when and under which clause stays, and so does the chain.

    Raises UnableToErase when they are erased already or the entry is itself such a record.
    """
    if entry.verb == RecordsVerb.BODY_ERASED:
        raise UnableToErase(f"Entry {entry.sequence} records an erasure. It is kept.")
    erasing = _Erasing(entry.journal, by, at, because, uuid4())
    with transaction.atomic():
        record = erasing.record(entry.sequence, entry.verb, entry.clause)
        if erasing.blank([entry.sequence]) != 1:
            raise UnableToErase(f"The words of entry {entry.sequence} are erased already.")
    return record


def erase_bodies(  # noqa: PLR0913 as many questions as an entry, and which of them
    *,
    journal: Journal,
    sequences: Iterable[int],
    by: Model | System,
    at: datetime,
    because: str,
    action_id: UUID,
    watch: Watch | None = None,
) -> int:
    """Erase the words of many entries, as `erase_body` does for one; return how many had any.

    Done in transactions of 200, so that others can write in between. After a stop, the same call
    with the same `action_id` goes on: entries without words, and records of erasures, are passed
    over. `watch` is told how many entries each transaction has looked at.
    """
    erasing, erased = _Erasing(journal, by, at, because, action_id), 0
    left = iter(sequences)
    while some := list(islice(left, _BATCH)):
        with transaction.atomic():
            storing.hold_the_end(journal.school)
            storing.expect_many()
            there = Entry.objects.filter(journal=journal, sequence__in=some, body__isnull=False)
            there = there.exclude(verb=RecordsVerb.BODY_ERASED).order_by("sequence")
            rows = list(there.values_list("sequence", "verb", "clause"))
            for row in rows:
                erasing.record(*row)
            erased += erasing.blank([row[0] for row in rows])
        if watch:
            watch(len(some))
    return erased


@dataclass(frozen=True)
class _Erasing:
    journal: Journal
    by: Model | System
    at: datetime
    because: str
    action_id: UUID

    def record(self, sequence: int, verb: str, clause: str) -> Entry:
        """Write that an entry is erased; the trigger lets nothing be erased before."""
        school = parties.School(self.journal.school, self.journal.name)
        of = Thing("records.entry", str(sequence), f"entry {sequence}")
        words = {"because": self.because, "sequence": sequence, "verb": verb}
        return write(school=school, by=self.by, at=self.at, verb=RecordsVerb.BODY_ERASED, object=of,
                     clause=clause, body=words, action_id=self.action_id)  # fmt: skip

    def blank(self, sequences: list[int]) -> int:
        """Erase the words; return how many entries had any."""
        storing.overwrite_what_is_erased()
        there = Entry.objects.filter(journal=self.journal, sequence__in=sequences)
        return there.filter(body__isnull=False).update(
            body=None, salt=None, actor_label="", object_label=""
        )


@transaction.atomic
def sign_head(*, journal: Journal, by: Model | System, at: datetime) -> TreeHead:
    """Sign and store the root over all entries of a journal; the last head if nothing was added.

    Raises UnableToSign for a journal without entries, signing.KeyIsDamaged.
    """
    storing.hold_the_end(journal.school)
    last = storing.last(journal.school)
    if last is None:
        raise UnableToSign(f"The journal of {journal.name} is empty: there is nothing to sign.")
    before = TreeHead.objects.filter(journal=journal).order_by("-size").first()
    if before is not None and before.size == last[0]:
        return before
    peaks = _grown(journal, before, last[0])
    head = checkpoints.Head(journal.name, last[0], merkle.root(peaks), rules.instant(at))
    return TreeHead.objects.create(
        journal=journal, size=head.size, root=head.root, peaks=b"".join(peaks), signed_at=at,
        actor=parties.actor(by)[0], note=checkpoints.sign(head, signing.private_key()).note,
    )  # fmt: skip


def _grown(journal: Journal, before: TreeHead | None, size: int) -> list[bytes]:
    peaks: list[bytes] = []
    covered = 0
    if before is not None:
        stored = bytes(before.peaks)
        peaks = [stored[i : i + _HASH] for i in range(0, len(stored), _HASH)]
        covered = before.size
    if before is not None and merkle.root(peaks) != bytes(before.root):
        peaks, covered = [], 0  # tampered with: `verify` says so, and we count anew
    for link in storing.links(journal.school, covered + 1, size):
        covered = merkle.push(peaks, covered, link)
    return peaks


def _append(school: int, slug: str, row: Row, at: datetime) -> Entry:
    if not connection.in_atomic_block:
        raise UnableToWrite("The journal is written in the transaction of the act. Open one first.")
    storing.hold_the_end(school)
    last = storing.last(school)
    if last is None:
        last = 0, rules.opening(storing.journal(school, slug).name)
    row = rules.sealed(row, last[0] + 1, last[1])
    storing.append(school, row, at)
    return Entry(journal_id=school, **(row._asdict() | {"at": at}))


def _instant(at: datetime) -> str:
    if at.tzinfo is None:
        raise UnableToWrite("The instant has no time zone. Pass an aware datetime.")
    return rules.instant(at)


def _text(body: Mapping[str, Any] | None) -> str:
    try:
        return canonical.text(body or {})
    except canonical.NotCanonical as error:
        raise UnableToWrite(f"The body of the entry cannot be written. {error}") from None


def _refuse_long_or_broken_lines(row: Row) -> None:
    for name in ("actor", "verb", "object_kind", "object_id", "clause"):
        value = getattr(row, name)
        if len(value) > _LONGEST or rules.label(value) != value:
            raise UnableToWrite(
                f"The {name.replace('_', ' ')} is “{rules.label(value)[:_LONGEST]}”. "
                f"Write one line of at most {_LONGEST} characters."
            )
