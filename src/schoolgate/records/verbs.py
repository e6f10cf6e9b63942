"""The verbs of the journal: each room registers its own at start-up, and no other is written.

A room keeps a `StrEnum` of `room:thing:act` in alphabetical order and calls `register`. A verb that
is no longer written stays in its enum, so that old entries keep their readers and their sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

_FORM: Final = re.compile(r"[a-z]+(-[a-z]+)*(:[a-z]+(-[a-z]+)*){2}")
# What a formatter does with a body that an older version wrote differently.
_OLD_DATA: Final = (AttributeError, IndexError, KeyError, TypeError, ValueError)


class BadVerb(Exception):
    """A verb is unknown, twice there or out of form. The message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as a formatter sees it. Body and labels of an erased entry are empty."""

    verb: str
    actor: str
    object: str
    clause: str
    body: Mapping[str, Any]


Sentence = Callable[[Told], str]
OneOf = TypeVar("OneOf", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a room says about a verb: how it reads, and the roles that may read its entries."""

    sentence: Sentence
    readers: frozenset[str] = frozenset()


class RecordsVerb(StrEnum):
    """The verbs of this room."""

    BODY_ERASED = "records:body:erased"
    JOURNAL_EXPORTED = "records:journal:exported"
    JOURNAL_READ = "records:journal:read"


_known: dict[str, Meaning] = {}


def register(room: str, verbs: type[OneOf], meanings: Mapping[OneOf, Meaning]) -> None:
    """Make a room's verbs known. Raises BadVerb, and then none of them is."""
    names = [str(verb) for verb in verbs]
    if missing := [verb for verb in verbs if verb not in meanings]:
        raise BadVerb(f"“{missing[0]}” has no meaning. Say how it reads and who may read it.")
    for name in names:
        if not _FORM.fullmatch(name) or not name.startswith(f"{room}:"):
            raise BadVerb(f"“{name}” is not a verb of {room}. Write {room}:thing:act.")
        if name in _known:
            raise BadVerb(f"“{name}” is registered already. Choose another name.")
    if names != sorted(names):
        raise BadVerb(f"The verbs of {room} are out of order. Sort them by the alphabet.")
    _known.update((str(verb), meanings[verb]) for verb in verbs)


def require(verb: str) -> None:
    """Raise BadVerb for a verb that no room has registered."""
    if verb not in _known:
        raise BadVerb(f"No room has the verb “{verb}”. Register it before writing it.")


def known() -> list[str]:
    """Return every verb, by the alphabet."""
    return sorted(_known)


def readable_by(role: str) -> frozenset[str]:
    """Return the verbs whose entries the role may read. A role that nobody named reads none."""
    return frozenset(verb for verb, meaning in _known.items() if role in meaning.readers)


def sentence(told: Told) -> str:
    """Put an entry into words; never fails, however old or odd its data is."""
    meaning = _known.get(told.verb)
    try:
        return meaning.sentence(told) if meaning else _plain(told)
    except _OLD_DATA:
        return _plain(told)


def _plain(told: Told) -> str:
    _, _, act = told.verb.rpartition(":")
    return f"{told.actor}: {act.replace('-', ' ')}, {told.object}."
