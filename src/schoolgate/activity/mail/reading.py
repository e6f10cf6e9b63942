"""What a message says of itself: the six items that the policies ask for (MON-02).

Nothing here raises on bad input: a message that is not understood is a `Letter` with troubles.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from schoolgate.activity.mail import envelopes, headers
from schoolgate.activity.mail.headers import Fields
from schoolgate.activity.mail.parts import Part, parts_of

_TNEF: Final = ("application/ms-tnef", "application/vnd.ms-tnef")
_ENCRYPTED: Final = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")
# Fields that systems on the way add: the same message by two ways is one message.
_WAY: Final = ("received", "return-path", "delivered-to", "x-", "arc-", "dkim-", "authentication-")


class Attached(NamedTuple):
    """An attachment: its name as it was sent, bytes, and their SHA-256 (hex)."""

    name: str
    size: int
    digest: str


class Letter(NamedTuple):
    """A message as it is recorded. Addresses are in small letters, the instant is UTC.

    `original` is the message itself, without an envelope that a journal put around it;
    `identity` is the same for the same message sent to the same people, however often it comes.
    """

    message_id: str
    sender: str
    recipients: tuple[tuple[str, str], ...]  # (to, cc, bcc), address
    sent: datetime | None
    subject: str
    size: int
    attachments: tuple[Attached, ...]
    original: bytes
    identity: bytes
    troubles: tuple[str, ...]


def read(raw: bytes, *, reports: bool = False, sent_to: Iterable[str] = ()) -> Letter:
    """Return what a message says. `sent_to` are recipients that only the envelope names.

    With `reports` it is a journal's report, which is opened once. Without, a report is a message
    like others: whoever can send one would else write what a teacher is recorded to have sent.
    """
    fields, below = headers.split(raw)
    wrapped = envelopes.opened(fields, below) if reports else None
    if wrapped is not None:
        inner, below_inner = headers.split(wrapped.message)
        return _letter(wrapped.message, inner, below_inner, wrapped.envelope, ())
    hidden = tuple(("", one) for one in (*envelopes.original_to(fields), *sent_to))
    return _letter(raw, fields, below, envelopes.Envelope("", "", hidden),
                   ("not a journal report",) if reports else ())  # fmt: skip


def unread(raw: bytes, why: str) -> Letter:
    """Return the record of a message of which nothing is understood."""
    return Letter("", "", (), None, "", len(raw), (), raw, hashlib.sha256(raw).digest(),
                  (f"not understood ({why})",))  # fmt: skip


def _letter(raw: bytes, fields: Fields, below: bytes, envelope: envelopes.Envelope,
            before: tuple[str, ...]) -> Letter:  # fmt: skip
    parts = list(parts_of(fields, below))
    said = headers.addresses(fields.all("from")) or headers.addresses(fields.all("sender"))
    sender = envelope.sender or next(iter(said), "")
    recipients = _recipients(fields, envelope)
    sent = headers.instant(fields.first("date"))
    message_id = (fields.first("message-id") or envelope.message_id).strip("<> \t")[:400]
    troubles = dict.fromkeys((*before, *_missing(fields, sender, recipients, sent, raw),
                              *(one for part in parts for one in _troubles(part))))  # fmt: skip
    return Letter(
        message_id, sender, recipients, sent, headers.readable(fields.first("subject")), len(raw),
        tuple(_attached(part) for part in parts if is_attachment(part)), raw,
        _identity(fields, below if fields.items else raw, sender, recipients), tuple(troubles),
    )  # fmt: skip


def _recipients(fields: Fields, envelope: envelopes.Envelope) -> tuple[tuple[str, str], ...]:
    """Return everybody to whom it went, each once: whom only the envelope names had it blind."""
    found: dict[str, str] = {}
    for kind in ("to", "cc", "bcc"):
        for one in headers.addresses(fields.all(kind)):
            found.setdefault(one, kind)
    for kind, one in envelope.recipients:
        found.setdefault(one, kind or "bcc")
    return tuple((kind, one) for one, kind in found.items())


def _missing(fields: Fields, sender: str, recipients: tuple[tuple[str, str], ...],
             sent: datetime | None, raw: bytes) -> list[str]:  # fmt: skip
    said = ((not raw.strip(b"\0\r\n\t "), "empty"), (not fields.items, "no header"),
            (not sender, "no sender"), (not recipients, "no recipients"),
            (sent is None, "no date"), (b"\0" in raw, "NUL signs"))  # fmt: skip
    return [reason for is_so, reason in said if is_so]


def _troubles(part: Part) -> tuple[str, ...]:
    media = part.kind.media
    more = ("winmail.dat is not opened",) if media in _TNEF else ()
    return part.troubles + more + (("encrypted",) if media in _ENCRYPTED else ())


def is_attachment(part: Part) -> bool:
    """Tell whether a part is recorded as an attachment: all but the words and what is empty."""
    return not part.is_text and bool(part.content or part.kind.name)


def _attached(part: Part) -> Attached:
    name = part.kind.name or f"without a name ({headers.readable(part.kind.media)[:80]})"
    return Attached(name, len(part.content), hashlib.sha256(part.content).hexdigest())


def _identity(fields: Fields, below: bytes, sender: str,
              recipients: tuple[tuple[str, str], ...]) -> bytes:  # fmt: skip
    """Return a digest that marks of the way (Received and such) do not change."""
    said = hashlib.sha256()
    for name, value in fields.items:
        if not name.startswith(_WAY):
            said.update(f"{name}:{value}\n".encode("utf-8", "replace"))
    for kind, one in sorted(recipients):
        said.update(f"{kind} {one}\n".encode("utf-8", "replace"))
    said.update(f"{sender}\n".encode("utf-8", "replace"))
    said.update(below)
    return said.digest()
