"""The way to what a message says: for people with leave alone, which monitoring's look-up gives and
journals. The machine of the automatic stage has `copies_of.words_for_the_machine`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from schoolgate.activity.leave import Leave, Scope
from schoolgate.activity.mail import headers
from schoolgate.activity.mail.copies import Copies, Copy
from schoolgate.activity.mail.parts import Part, parts_of
from schoolgate.activity.mail.reading import Letter, is_attachment, read, unread

Pseudonym = Callable[[str, str], str]


class Body(NamedTuple):
    """A message with leave to read it: the record, its words, and the content of attachments.

    `words` are plain texts; `pages` are HTML as it was sent, which nobody's browser may be given.
    """

    letter: Letter
    words: tuple[str, ...]
    pages: tuple[str, ...]
    contents: tuple[bytes, ...]  # in the order of `letter.attachments`


def open_body(leave: Leave, *, copies: Copies, pseudonym: Pseudonym, day: date,
              name: str) -> Body:  # fmt: skip
    """Open the sealed copy `name` of a day. Raises OutsideLeave, copies.UnableToOpen.

    Whose message it is, is read from the copy itself: no row that was changed leads to another's.
    """
    if Scope.MAIL not in leave.scope:  # before anything is unsealed
        leave.allow(Scope.MAIL, at=leave.since, people=leave.person)
    copy = copies.open(day, name)
    letter = letter_of(copy)
    people = frozenset(pseudonym("address", one) for one in everybody(letter))
    leave.allow(Scope.MAIL, at=copy.at, people=people)
    return body_of(letter)


def letter_of(copy: Copy) -> Letter:
    """Return what a copy says of itself, whatever it is."""
    try:
        return read(copy.raw, reports=copy.reports, sent_to=copy.sent_to)
    except Exception as error:  # a fault of ours must not stop what others sent
        return unread(copy.raw, type(error).__name__)


def everybody(letter: Letter) -> list[str]:
    """Return the addresses of the sender and of all recipients."""
    return [one for one in (letter.sender, *(address for _, address in letter.recipients)) if one]


def body_of(letter: Letter) -> Body:
    """Return the words and contents of a message; whoever calls has leave, or is the machine."""
    parts = list(parts_of(*headers.split(letter.original)))
    return Body(
        letter,
        tuple(one.text() for one in parts if _says(one, "text/plain")),
        tuple(one.text() for one in parts if _says(one, "text/html")),
        tuple(one.content for one in parts if is_attachment(one)),
    )


def _says(part: Part, media: str) -> bool:
    return part.is_text and part.kind.media == media
