"""Which gates somebody has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from schoolgate.access import gates
from schoolgate.access.gates import Gate, Missing
from schoolgate.access.models import Checklist, GateRecord, Guest
from schoolgate.access.rules.checklists import AHEAD
from schoolgate.people.demonstration import SOURCE
from schoolgate.people.models import Person
from schoolgate.people.rules import Kind


@dataclass(frozen=True, slots=True)
class Status:
    """A gate of one person: passed or not, and the words that say so."""

    gate: Gate
    done: bool
    words: str
    record: GateRecord | None = None


def statuses(person: Person, at: datetime) -> list[Status]:
    """Return the gates that somebody has to pass, in order. What was recorded by hand counts."""
    records = {one.gate: one for one in GateRecord.objects.filter(person=person)}
    return [_status(gate, records.get(gate.name), person, at) for gate in gates.of(person)]


def _status(gate: Gate, record: GateRecord | None, person: Person, at: datetime) -> Status:
    if record is not None:
        said = f"Waived by {record.recorded_by}: " if record.waived else ""
        return Status(gate, True, said + record.words, record)
    found = gate.passed(person, at)
    if isinstance(found, Missing):
        return Status(gate, False, found.sentence)
    return Status(gate, True, found.words)


def binds(person: Person, at: datetime) -> bool:
    """Tell whether gates come before somebody's account: joiners, guests and community users.

    Whoever was here before Schoolgate came keeps their account: no first day is known of them, or
    it is more than a month ago and no list was begun. The demonstration's people were here too.
    """
    today = timezone.localdate(at)
    if person.kind == Kind.COMMUNITY_USER:
        return True
    starts = person.starts_on if person.source != SOURCE else None
    if starts is not None and starts >= today - AHEAD:
        return True
    joining = Checklist.objects.filter(person=person, leaving=False, done_at=None)
    return joining.exists() or Guest.objects.filter(person=person).exists()


def why_closed(person: Person, at: datetime) -> str:
    """Return why no account may be opened for somebody yet, as sentences; empty when it may."""
    if not binds(person, at):
        return ""
    return " ".join(one.words for one in statuses(person, at) if not one.done)
