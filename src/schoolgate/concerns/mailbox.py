"""An e-mail to an address that the school watches: what it says, and whether it may be answered.

Only its words are read. What hangs on it is named and never opened or kept; it stays in the
mailbox, where somebody may have to keep it as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from html.parser import HTMLParser
from typing import Final, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

LONGEST_TEXT: Final = 8_000
_LONGEST_LINE: Final = 300
_CUT: Final = "… (It is longer: read the rest in the mailbox.)"
_ADDRESS: Final = re.compile(r"[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}")
# Who never reads an answer. RFC 3834, section 2.
_MACHINES: Final = re.compile(
    r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+-].*)?@", re.IGNORECASE
)
_BULK: Final = frozenset({"bulk", "junk", "list"})


class Mail(NamedTuple):
    """What an e-mail says. `answer_to` is empty where nobody, or a machine, would read an answer;
    `is_answer` where a machine answers us, and nobody tells anything."""

    ticket: UUID
    name: str
    sender: str
    subject: str
    text: str
    left_out: tuple[str, ...]
    answer_to: str
    is_answer: bool


def read(raw: bytes) -> Mail:
    """Read an e-mail as it came, however badly it is written."""
    message = message_from_bytes(raw)
    name, sender = _who(message, "From")
    _, reply_to = _who(message, "Reply-To")
    text, left_out = _parts(message)
    return Mail(
        _ticket(message), name, sender, _header(message, "Subject"), text, left_out,
        _answer_to(message, reply_to or sender), _is_answer(message),
    )  # fmt: skip


def _ticket(message: Message) -> UUID:
    """The same message has the same ticket: handed over twice it is taken in once."""
    given = _header(message, "Message-ID")
    return uuid5(NAMESPACE_URL, f"mid:{given}") if given else uuid4()


def _header(message: Message, name: str) -> str:
    raw = str(message.get(name, ""))
    try:
        said = str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        said = raw
    return _clean(said)[:_LONGEST_LINE]


def _clean(said: str) -> str:
    return " ".join(said.encode("utf-8", "replace").decode().replace("\x00", "").split())


def _who(message: Message, header: str) -> tuple[str, str]:
    name, address = parseaddr(_header(message, header))
    return name, address if _ADDRESS.fullmatch(address) else ""


def _parts(message: Message) -> tuple[str, tuple[str, ...]]:
    """Return the words of a message, and the names of what hangs on it."""
    plain, marked_up, left_out = list[str](), list[str](), list[str]()
    for part in message.walk():
        if part.is_multipart():
            continue
        kind, name = part.get_content_type(), part.get_filename()
        if name or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            left_out.append(_clean(name or kind)[:_LONGEST_LINE])
        elif kind == "text/html":
            marked_up.append(_without_marks(_text(part)))
        else:
            plain.append(_text(part))
    said = "\n\n".join(plain).strip() or "\n\n".join(marked_up).strip()
    cut = f"{said[:LONGEST_TEXT]}{_CUT}" if len(said) > LONGEST_TEXT else said
    return cut, tuple(left_out[:50])


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        said = data.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        said = data.decode("utf-8", "replace")
    return said.replace("\x00", "")


class _Words(HTMLParser):
    """The words of a page: no marks, no scripts, no pictures."""

    _HIDDEN: Final = frozenset({"script", "style", "head", "title"})
    _BREAKS: Final = frozenset({"br", "div", "p", "li", "tr", "h1", "h2", "h3"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in self._HIDDEN
        if tag in self._BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(self._hidden - (tag in self._HIDDEN), 0)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def _without_marks(page: str) -> str:
    reader = _Words()
    reader.feed(page[: 50 * LONGEST_TEXT])
    lines = (" ".join(line.split()) for line in "".join(reader.words).splitlines())
    return "\n".join(line for line in lines if line)


def _is_answer(message: Message) -> bool:
    """Tell whether a machine answers what we sent: a bounce, or a holiday reply."""
    submitted = _header(message, "Auto-Submitted").casefold()
    return (
        submitted.startswith("auto-replied")
        or message.get_content_type() == "multipart/report"
        or str(message.get("Return-Path", "")).strip() == "<>"
    )


def _answer_to(message: Message, to: str) -> str:
    submitted = _header(message, "Auto-Submitted").casefold()
    if submitted not in {"", "no"} or _header(message, "Precedence").casefold() in _BULK:
        return ""
    if any(name.casefold().startswith("list-") for name in message):
        return ""
    its_own = {address.casefold() for address in _received_by(message)}
    return "" if _MACHINES.match(to) or to.casefold() in its_own else to


def _received_by(message: Message) -> Iterator[str]:
    """Yield the addresses to which it came: one that writes to itself is answered never."""
    for header in ("To", "Delivered-To", "X-Original-To"):
        for found in _ADDRESS.finditer(_header(message, header)):
            yield found[0]
