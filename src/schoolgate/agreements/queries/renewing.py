"""Whose signature on an older text still holds: theirs to whom nothing new in it speaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from schoolgate.agreements.models import SignedText
from schoolgate.agreements.rules import kinds, standing
from schoolgate.agreements.rules.documents import Document
from schoolgate.agreements.rules.texts import Text, read
from schoolgate.people.models import Appointment, Delegation, Person, School
from schoolgate.people.permissions import in_force
from schoolgate.policies import library
from schoolgate.policies.asking.standing import actors_of

_FEW: Final = 60


class Renewing:
    """What some signed texts lack of those in force, and who some people are to the policy."""

    def __init__(
        self, school: School, people: Sequence[Person], asked: Iterable[tuple[Document, Text]],
        texts: set[int], *, on: date,
    ) -> None:  # fmt: skip
        known = {document.key: (document, text) for document, text in asked}
        self._groups = {key: kinds.ACTORS[one.group] for key, (one, _) in known.items()}
        self._whom = _concerned(school, texts, known)
        narrow = any(them and them != self._groups[key] for key, them in self._whom.values())
        self._actors = actors_of_each(school, people, on=on) if narrow else {}

    def holds(self, signed: int, now: Text, person: Person) -> bool:
        """Tell whether a signed text, by its key, still binds somebody to everything of `now`."""
        key, them = self._whom.get(signed, ("", frozenset()))
        if key != now.document:
            return False
        mine = self._actors.get(person.pk, frozenset())
        return not standing.is_concerned(mine, them, self._groups[key])


def actors_of_each(
    school: School, people: Sequence[Person], *, on: date
) -> dict[int, frozenset[str]]:
    """Return whom the policy sees in each of these people, by key. Two queries."""
    words = library.of(school, on=on).pack.words
    held: dict[int, set[str]] = defaultdict(set)
    keys = [one.pk for one in people] if len(people) <= _FEW else None
    for pk, role in _roles(school, keys, on):
        held[pk].add(role)
    return {
        one.pk: frozenset(actors_of(words, post=one.role, roles=held[one.pk], kind=one.kind))
        for one in people
    }


def _roles(school: School, keys: list[int] | None, on: date) -> Iterable[tuple[int, str]]:
    mine = {} if keys is None else {"person__in": keys}
    given = {} if keys is None else {"to__in": keys}
    own = Appointment.objects.filter(in_force(on), school=school, **mine)
    yield from own.values_list("person", "role")
    handed = Delegation.objects.filter(in_force(on), in_force(on, "appointment__"), school=school,
                                       **given)  # fmt: skip
    yield from handed.values_list("to", "appointment__role")


def _concerned(
    school: School, texts: set[int], known: dict[str, tuple[Document, Text]]
) -> dict[int, tuple[str, frozenset[str]]]:
    """Return whom each signed text no longer binds to all of it, with its agreement, by its key."""
    found: dict[int, tuple[str, frozenset[str]]] = {}
    older: list[int] = []
    rows = SignedText.objects.filter(school=school, pk__in=texts)
    for pk, document, hash_ in rows.values_list("pk", "document", "hash") if texts else ():
        if document in known and known[document][1].hash == hash_:
            found[pk] = (document, frozenset())
        elif document in known:
            older.append(pk)
    for pk, text in rows.filter(pk__in=older).values_list("pk", "text") if older else ():
        before = read(text)
        asked, now = known[before.document]
        group = kinds.ACTORS[asked.group]
        found[pk] = (before.document, standing.concerned(before, now, group))
    return found
