"""Opening what is sealed: a case's key for whoever is admitted, and the fields under it."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from schoolgate.concerns.models import Admission, Case
from schoolgate.kernel import canonical
from schoolgate.people.models import Person
from schoolgate.records import sealing


class NotAdmitted(Exception):
    """Nobody who could open the case asks."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A case with its key, for as long as one request lasts. Never kept, never logged."""

    case: Case
    key: bytes

    def __repr__(self) -> str:
        return f"Opened({self.case})"

    def seal(self, row: Model, field: str, said: Any) -> bytes:
        """Return a value of JSON as it is stored in a field of a row."""
        return sealing.seal(canonical.text(said).encode(), key=self.key, place=_place(row, field))

    def read(self, row: Model, field: str) -> Any:
        """Return what a sealed field says; None where it is empty. Raises UnableToOpen."""
        stored = bytes(getattr(row, field))
        if not stored:
            return None
        return json.loads(sealing.unseal(stored, key=self.key, place=_place(row, field)))


def wrapped_for(key: bytes, *, school: int, role: str = "", person: Person | None = None) -> bytes:
    """Return a case's key as it is stored for a role or a person."""
    return sealing.wrap(key, to=_holder(school, role, person.pk if person else None))


def opened(case: Case, admission: Admission) -> Opened:
    """Open a case by an admission that is in force. Raises NotAdmitted, sealing.UnableToOpen."""
    if admission.wrapped is None or admission.case_id != case.pk:
        raise NotAdmitted(f"{admission} is over.")
    to = _holder(case.school_id, admission.role, admission.person_id)
    return Opened(case, sealing.unwrap(bytes(admission.wrapped), to=to))


def locked_in(outer: Opened, inner: Opened) -> bytes:
    """Return a case's key as it is stored once the case was merged into another."""
    return outer.seal(inner.case, "inner", b64encode(inner.key).decode())


def inside(outer: Opened, case: Case) -> Opened:
    """Open a case that was merged into one that is open. Raises sealing.UnableToOpen."""
    return Opened(case, b64decode(outer.read(case, "inner")))


def mark_of(person: Person) -> bytes:
    """Return by what somebody is known in the cases of their school."""
    return sealing.keyed_hash(str(person.pk), purpose=f"{person.school_id}:party")


def mark_of_word(word: str, *, school: int) -> bytes:
    """Return by which 16 bytes a word is found in the cases of a school."""
    return marks_of_words([word], school=school)[0]


def marks_of_words(words: Iterable[str], *, school: int) -> list[bytes]:
    """Return by which 16 bytes each of some words is found in the cases of a school."""
    return [one[:16] for one in sealing.keyed_hashes(words, purpose=f"{school}:case-words")]


def seal_alone(row: Any, said: Any, *, to: str) -> None:
    """Seal a value of JSON into a row of no case (`body`), under a key of its own that is wrapped
    for whoever `to` names (`wrapped`)."""
    key = sealing.new_key()
    row.wrapped = sealing.wrap(key, to=to)
    row.body = sealing.seal(canonical.text(said).encode(), key=key, place=_place(row, "body"))


def read_alone(row: Any, *, to: str) -> Any:
    """Return what was sealed into a row by itself. Raises sealing.UnableToOpen."""
    key = sealing.unwrap(bytes(row.wrapped), to=to)
    return json.loads(sealing.unseal(bytes(row.body), key=key, place=_place(row, "body")))


def said_of(person: Person | None, name: str = "") -> Mapping[str, object]:
    """Return how a party is sealed: id and name, or the name of an outsider."""
    return {"person": person.pk if person else None, "name": person.name if person else name}


def _holder(school: int, role: str, person: int | None) -> str:
    return f"{school}:role:{role}" if role else f"{school}:person:{person}"


def _place(row: Any, field: str) -> str:
    return f"{row._meta.label_lower}:{row.token}:{field}"
