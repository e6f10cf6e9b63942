"""The journal's verbs for notices, how they read, and who may read them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.records.verbs import Meaning, Told


class NoticesVerb(StrEnum):
    """What is done with notices. Delivery, reading and reminding leave entries of their own."""

    LETTERS_ASKED = "notices:letters:asked"
    LETTERS_FETCHED = "notices:letters:fetched"
    LETTERS_PRINTED = "notices:letters:printed"
    NOTICE_ACKNOWLEDGED = "notices:notice:acknowledged"
    NOTICE_CHASED = "notices:notice:chased"
    NOTICE_READ = "notices:notice:read"
    NOTICE_RECORDED = "notices:notice:recorded"
    NOTICE_SENT = "notices:notice:sent"
    NOTICE_UNDELIVERABLE = "notices:notice:undeliverable"
    TELLINGS_VIEWED = "notices:tellings:viewed"


# Who read what is for those who send, and for whoever answers for the school.
_READERS: Final = frozenset({
    "auditor", "deputy_headteacher", "dsl", "esafety_coordinator", "headteacher",
})  # fmt: skip


def _meaning(act: str) -> Meaning:
    return Meaning(lambda told: f"{told.actor} {act} {told.object}.", _READERS)


def _count(act: str, of: str) -> Meaning:
    def says(told: Told) -> str:
        count = told.body.get("count", "some")
        return f"{told.actor} {act} {told.object}: {count} {of}."

    return Meaning(says, _READERS)


MEANINGS: Final = {
    NoticesVerb.LETTERS_ASKED: _count("had letters printed of", "letters"),
    NoticesVerb.LETTERS_FETCHED: _meaning("took away"),
    NoticesVerb.LETTERS_PRINTED: _count("printed", "letters"),
    NoticesVerb.NOTICE_ACKNOWLEDGED: _meaning("said “I have read this” of"),
    NoticesVerb.NOTICE_CHASED: _count("reminded of", "people"),
    NoticesVerb.NOTICE_READ: _meaning("read"),
    NoticesVerb.NOTICE_RECORDED: Meaning(
        lambda told: f"{told.actor} wrote down of {told.object}: {told.body.get('what', '')}, "
        f"{told.body.get('count', 'some')} people.", _READERS,
    ),
    NoticesVerb.NOTICE_SENT: _count("sent", "people"),
    NoticesVerb.NOTICE_UNDELIVERABLE: _meaning("could not deliver"),
    NoticesVerb.TELLINGS_VIEWED: _meaning("looked at who was told of"),
}  # fmt: skip
