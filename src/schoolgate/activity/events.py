"""What the activity log keeps: one row an event. Plain values; times are UTC.

People, classes, devices and mail addresses stand as pseudonyms of 16 hexadecimal digits, keyed
for each school; "" is unknown, and never guessed. `number` counts the rows of a table in order of
arrival: the store gives it, and with the table's name it is the id of an event.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class WebEvent(NamedTuple):
    """One request. `at` is in ms since 1970; sizes are in bytes, `took` in ms.

    `path`, `file` and `term` are kept by the school's setting, else "". What decided (`verdict` to
    `reference`) is as `filtering.decisions` says it.
    """

    at: int
    school: str  # slug
    who: str  # a person or a class login
    device: str  # of the client's address
    network: str  # "classroom" …
    role: str  # the profile that the filter used: "pupil_ks2", "teacher" …
    year: str  # a pupil's year group
    method: str
    host: str
    path: str
    path_digest: str  # keyed digest of path and query, 16 hexadecimal digits
    status: int
    received: int  # from the client
    sent: int  # to it
    took: int
    verdict: str
    why: str
    category: str
    clause: str
    grant: str
    reference: str  # stands on the block page too
    file: str  # name of a download
    term: str  # what was searched for, where the address says it
    number: int = 0


class MailEvent(NamedTuple):
    """One message, by mail or chat. `subject_digest` is keyed; `body` names its sealed copy."""

    message: str  # 16 hexadecimal digits
    at: int
    school: str
    sender: str
    inside: bool  # is the sender of this school?
    subject_digest: str
    size: int
    attachments: int
    body: str
    kind: str = "mail"  # or "chat": the same record, for as long, under the same leave (MON-19)
    number: int = 0


class MailRecipient(NamedTuple):
    """One recipient of a message; `domain` stands for what follows the @."""

    message: str
    at: int
    school: str
    kind: str  # "to", "cc", "bcc"
    who: str
    inside: bool
    domain: str = ""
    number: int = 0


class MailAttachment(NamedTuple):
    """One attachment of a message."""

    message: str
    at: int
    school: str
    name: str
    size: int
    digest: str
    number: int = 0


Event = WebEvent | MailEvent | MailRecipient | MailAttachment

TABLES: Final[dict[str, type[Event]]] = {
    "web": WebEvent,
    "mail": MailEvent,
    "recipients": MailRecipient,
    "attachments": MailAttachment,
}
# Whose row it is, for holds and look-ups; attachments go with the sender's message.
WHOSE: Final = {"web": "who", "mail": "sender", "recipients": "who", "attachments": "message"}
