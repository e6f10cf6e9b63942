"""How an entry is sealed. Frozen: one byte changed here and no old journal fits any more.

Words (labels and body) are committed to with a salt, so that they can be erased and nobody can
guess them back from the commitment; the rest of the entry stays readable for ever. A link is the
RFC 6962 leaf hash of the link before it, the commitment and the open parts: so the chain's links
are at the same time the leaves of the Merkle tree.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, NamedTuple

LONGEST_LABEL: Final = 200
SALT_BYTES: Final = 16
_UNPRINTABLE: Final = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Row(NamedTuple):
    """An entry as it is sealed, exported and checked. Hashes and salt are bytes.

    `at` is RFC 3339 in UTC with six digits; `actor` is `person:ID` or `system:NAME`; `body` is
    canonical JSON text. Erased: body and salt are None, both labels are empty.
    """

    sequence: int
    at: str
    actor: str
    verb: str
    object_kind: str
    object_id: str
    clause: str
    action: str
    actor_label: str
    object_label: str
    body: str | None
    salt: bytes | None
    commitment: bytes
    previous: bytes
    link: bytes


class Sealed(NamedTuple):
    """What is hashed of an entry, ready made: the shape in which entries are checked.

    `opened` is what stays readable for ever: eight lines, sequence to action. `words` are three,
    both labels and the body, and are empty when they are erased.
    """

    sequence: int
    opened: bytes
    words: bytes
    salt: bytes | None
    commitment: bytes
    previous: bytes
    link: bytes


def as_sealed(row: Row) -> Sealed:
    """Return what is hashed of a row."""
    opened = f"{row.sequence}\n" + "\n".join(row[1:8])
    words = row.actor_label + row.object_label
    if row.body is not None:
        words = f"{row.actor_label}\n{row.object_label}\n{row.body}"
    return Sealed(row.sequence, opened.encode(), words.encode(), row.salt, *row[12:15])


def opening(journal: str) -> bytes:
    """Return what entry 1 of the journal with this name has for its previous link."""
    return sha256(b"schoolgate journal 1\n" + journal.encode()).digest()


def commitment(salt: bytes, words: bytes) -> bytes:
    """Return the hash that holds the words of an entry."""
    return sha256(salt + words).digest()


def link(previous: bytes, commitment: bytes, opened: bytes) -> bytes:
    """Return the hash that holds an entry and everything before it."""
    return sha256(b"\0" + previous + commitment + opened).digest()


def sealed(row: Row, sequence: int, previous: bytes) -> Row:
    """Return the entry in its place behind `previous`, with commitment and link. It has words."""
    row = row._replace(sequence=sequence, previous=previous)
    parts = as_sealed(row)
    if parts.salt is None or row.body is None:
        raise ValueError("An entry is sealed with its words.")
    held = commitment(parts.salt, parts.words)
    return row._replace(commitment=held, link=link(previous, held, parts.opened))


def instant(at: datetime) -> str:
    """Write an aware instant as it is sealed: `2026-10-14T09:30:00.000000Z`."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def label(text: str) -> str:
    """Put a name on one line without control characters, cut to 200 characters."""
    line = " ".join(_UNPRINTABLE.sub(" ", text).split())
    return line if len(line) <= LONGEST_LABEL else line[: LONGEST_LABEL - 1] + "…"
