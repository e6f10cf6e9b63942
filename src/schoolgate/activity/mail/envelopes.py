"""Envelopes that a journal puts around a message, and what they say of its recipients.

Exchange and Microsoft 365 write a report: a text with a line for each address, and the message as
it was sent (Microsoft Learn, “Journaling in Exchange Online”, journal reports). Google Workspace
sends a report of the same kind or, by a routing rule, a plain copy with `X-Gm-Original-To`.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from schoolgate.activity.mail import headers
from schoolgate.activity.mail.headers import Fields
from schoolgate.activity.mail.parts import Part, parts_of

_LINE: Final = re.compile(r"^([A-Za-z][A-Za-z -]{0,40}):[ \t]*(.*)$")
_KINDS: Final = {"to": "to", "cc": "cc", "bcc": "bcc", "recipient": ""}
_MOST: Final = 50_000
_REPORT: Final = "x-ms-journal-report"
_MARKS: Final = ("x-gm-original-to", "x-original-to", "delivered-to", "x-envelope-to")


class Envelope(NamedTuple):
    """What an envelope says: kinds are `to`, `cc`, `bcc`, or nothing where it does not say."""

    sender: str
    message_id: str
    recipients: tuple[tuple[str, str], ...]


class Opened(NamedTuple):
    """An envelope, and the message in it as it was sent."""

    envelope: Envelope
    message: bytes


def original_to(fields: Fields) -> list[str]:
    """Return to whom a plain copy went, by the marks that mail systems leave."""
    return headers.addresses([value for name in _MARKS for value in fields.all(name)])


def opened(fields: Fields, below: bytes) -> Opened | None:
    """Return what is in a journal's report; nothing if the message is none."""
    if not headers.kind_of(fields).media.startswith("multipart/"):
        return None
    parts = list(parts_of(fields, below))
    letter = next((one for one in parts if one.kind.media == "message/rfc822"), None)
    said = _said(parts)
    is_report = fields.has(_REPORT) or bool(said.sender and said.recipients)
    return Opened(said, letter.content) if letter is not None and is_report else None


def _said(parts: list[Part]) -> Envelope:
    """Return what the text of a report says, which is its first part."""
    if not parts or not parts[0].is_text or parts[0].kind.media != "text/plain":
        return Envelope("", "", ())
    lines = [found.groups() for line in parts[0].text().splitlines()[:_MOST]
             if (found := _LINE.match(line.strip()))]  # fmt: skip
    told = {name.lower(): value for name, value in reversed(lines)}
    people = tuple((_KINDS[name.lower()], one) for name, value in lines if name.lower() in _KINDS
                   for one in headers.addresses([_before_the_way(value)]))  # fmt: skip
    sender = next(iter(headers.addresses([told.get("sender", "")])), "")
    return Envelope(sender, told.get("message-id", "").strip("<> "), people)


def _before_the_way(value: str) -> str:
    """Leave out “Expanded” and “Forwarded”: a list or a mailbox on the way is no reader."""
    return re.split(r",\s*(?:Expanded|Forwarded):", value, maxsplit=1)[0]
