"""Reading the letterbox and the conversations under receipts."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from schoolgate.concerns import keys, permissions, queries
from schoolgate.concerns.models import Case, Conversation, Letter, Message
from schoolgate.concerns.rules import quiet, receipts
from schoolgate.concerns.rules.quiet import Said
from schoolgate.people import permissions as people
from schoolgate.people.models import Person, School
from schoolgate.records import sealing


@dataclass(frozen=True, slots=True)
class Line:
    """One message in clear; `by` is None for whoever holds the receipt."""

    number: int
    by: Person | None
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation with its key, for as long as one request lasts."""

    row: Conversation
    key: bytes

    def __repr__(self) -> str:
        return "Talk()"

    def lines(self) -> list[Line]:
        """Return the messages in the order in which they were written."""
        found = self.row.messages.select_related("by")
        return sorted((self._line(one) for one in found), key=lambda one: one.number)

    def _line(self, row: Message) -> Line:
        said = opened(row.sealed, key=self.key, place=f"concerns.message:{row.key}")
        return Line(int(said["number"]), row.by, row.on, str(said["words"]))


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A letter in clear, with its key."""

    row: Letter
    said: Said
    key: bytes

    def __repr__(self) -> str:
        return "OpenLetter()"


def wrapped(key: bytes, *, school: int, roles: Iterable[str]) -> dict[str, str]:
    """Return a letter's key as it is stored for roles."""
    return {role: b64encode(sealing.wrap(key, to=_reader(school, role))).decode() for role in roles}


def open_letter(letter: Letter) -> OpenLetter:
    """Open a letter for the nightly run. Raises sealing.UnableToOpen."""
    role, stored = next(iter(letter.keys.items()))
    key = sealing.unwrap(b64decode(stored), to=_reader(letter.school_id, role))
    said = opened(letter.sealed, key=key, place=f"concerns.letter:{letter.key}")
    return OpenLetter(letter, quiet.from_value(said), key)


def letters(*, viewer: Person | None, on: date) -> list[OpenLetter]:
    """Return the letters that wait and that the viewer is told of, by a role held on a day; never
    one about the role that they hold. By day, then in no order at all."""
    held = people.roles_of(viewer, on=on) if viewer else frozenset()
    if viewer is None or not held or permissions.ANALYST in held:
        return []
    waiting = Letter.objects.filter(school=viewer.school_id).order_by("on", "key")
    there = [open_letter(one) for one in waiting if not held.isdisjoint(one.keys)]
    return [one for one in there if one.said.about.role not in held]


def talk_with(*, school: School, receipt: receipts.Receipt) -> Talk | None:
    """Return the conversation of a receipt."""
    words = receipts.spoken(receipt)
    row = Conversation.objects.filter(school=school, mark=mark(school, words)).first()
    if row is None:
        return None
    return Talk(row, sealing.unwrap(bytes(row.for_receipt), to=holder(school, words)))


def talk(*, viewer: Person | None, key: str, on: date) -> Talk | None:
    """Return a conversation to who may see its case.

    While its letter waits there is none: an answer would show by when the letter was there.
    """
    row = Conversation.objects.filter(school=viewer.school_id, key=key).first() if viewer else None
    case = case_of(row) if row else None
    if viewer is None or row is None or case is None:
        return None
    if not permissions.may_see(viewer, case, on=on):
        return None
    return Talk(row, key_in_case(queries.opened(case=case, viewer=viewer, on=on), row))


def talks_of(case: keys.Opened) -> list[Talk]:
    """Return the conversations of a case."""
    rows = Conversation.objects.filter(report__case=case.case).order_by("key")
    return [Talk(row, key_in_case(case, row)) for row in rows]


def unread(*, viewer: Person | None, on: date) -> list[Message]:
    """Return what reporters have written in the viewer's cases and nobody has read."""
    cases = permissions.visible_to(viewer, on=on)
    found = Message.objects.filter(read=False, by=None, conversation__report__case__in=cases)
    return list(found.select_related("conversation__report__case__school").order_by("on", "key"))


def case_of(row: Conversation) -> Case | None:
    """Return the case that a conversation belongs to; none while its letter waits."""
    return row.report.case if row.report else None


def key_in_case(case: keys.Opened, row: Conversation) -> bytes:
    """Return the key of a conversation to whoever has opened its case."""
    return b64decode(case.read(row, "for_case"))


def mark(school: School, words: str) -> bytes:
    """Return by what a receipt is found again."""
    return sealing.keyed_hash(words, purpose=f"{school.pk}:receipt")


def holder(school: School, words: str) -> str:
    """Return the name under which a key is wrapped for whoever holds a receipt."""
    return f"{school.pk}:receipt:{words}"


def opened(sealed: bytes | memoryview, *, key: bytes, place: str) -> dict[str, Any]:
    """Return what was sealed as JSON. Raises sealing.UnableToOpen."""
    found: dict[str, Any] = json.loads(sealing.unseal(bytes(sealed), key=key, place=place))
    return found


def _reader(school: int, role: str) -> str:
    return f"{school}:letterbox:{role}"
