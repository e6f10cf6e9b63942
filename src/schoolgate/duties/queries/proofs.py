"""What the journal holds of the acts that prove duties. Only that an act was done is read: its
words stay with those who may read the journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NamedTuple

from django.utils import timezone

from schoolgate.duties.rules import Occurrence
from schoolgate.people.models import Person, School
from schoolgate.records import verbs
from schoolgate.records.models import Entry


class Proof(NamedTuple):
    """An entry of the journal, and the day on which it was written in London."""

    sequence: int
    verb: str
    on: date
    actor: str
    about: str


@dataclass
class Proofs:
    """The acts of a time, by their verb."""

    by_verb: dict[str, list[Proof]] = field(default_factory=dict)

    def of(
        self, wanted: Iterable[str], occurrence: Occurrence, person: Person | None = None
    ) -> Proof | None:
        """Return the first act that proves an occurrence; with a person, one by or for them."""
        who = None if person is None else f"person:{person.pk}"
        for verb in wanted:
            for proof in self.by_verb.get(verb, ()):
                if occurrence.covers(proof.on) and who in (None, proof.actor, proof.about):
                    return proof
        return None


def is_written(proofs: Iterable[str]) -> bool:
    """Tell whether some room writes one of these acts by itself."""
    return not set(proofs).isdisjoint(verbs.known())


def proofs(*, school: School, wanted: Iterable[str], since: date) -> Proofs:
    """Return the acts of these verbs from a day on, oldest first."""
    known = sorted(set(wanted) & set(verbs.known()))
    found = Proofs()
    if not known:
        return found
    start = timezone.make_aware(datetime.combine(since, time.min))
    rows = Entry.objects.filter(journal=school.pk, verb__in=known, at__gte=start)
    for sequence, verb, at, actor, kind, key in rows.order_by("sequence").values_list(
        "sequence", "verb", "at", "actor", "object_kind", "object_id"
    ):
        about = f"person:{key}" if kind == "people.person" else ""
        proof = Proof(sequence, verb, timezone.localdate(at), actor, about)
        found.by_verb.setdefault(verb, []).append(proof)
    return found


def begun_on(school: School, today: date) -> date:
    """Return the day on which the school began to work with Schoolgate: of its first entry."""
    first = Entry.objects.filter(journal=school.pk, sequence=1).values_list("at", flat=True).first()
    return min(today, timezone.localdate(first)) if first is not None else today
