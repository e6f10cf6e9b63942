"""What every action of the room begins with: who acts, under which name, with which words."""

from __future__ import annotations

from schoolgate.people.models import Person
from schoolgate.records import parties
from schoolgate.records.parties import System


class UnableToRecord(Exception):
    """It cannot be recorded like this; nothing was changed. The message says what to change."""


def name_of(by: Person | System) -> str:
    """Return what somebody who acts is called."""
    return parties.actor(by)[1]


def words(text: str, sentence: str, *, shortest: int = 1) -> str:
    """Return a text in one line. Raises UnableToRecord with the sentence when it is too short."""
    line = " ".join(text.split())
    if len(line) < shortest:
        raise UnableToRecord(sentence)
    return line
