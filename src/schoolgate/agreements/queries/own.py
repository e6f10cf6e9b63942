"""What somebody may sign, and whether anything stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from schoolgate.access.models import GateRecord
from schoolgate.access.queries.gates import statuses
from schoolgate.agreements import permissions
from schoolgate.agreements.models import Signature, SignedText
from schoolgate.agreements.queries import standing
from schoolgate.agreements.queries.renewing import actors_of_each
from schoolgate.agreements.queries.standing import Line
from schoolgate.agreements.rules.kinds import ACTORS
from schoolgate.agreements.rules.standing import Change, State, changes
from schoolgate.people.models import Person, School
from schoolgate.people.rules import STAFF_KINDS, Kind

TRAINING: Final = "induction"  # the gate that holds who was trained, until there are lessons


def mine(*, viewer: Person | None, at: datetime) -> list[Line]:
    """Return what the viewer is asked to sign or has signed, for themselves and for children."""
    if viewer is None:
        return []
    whom = [viewer, *Person.objects.filter(guarded_by__guardian=viewer).order_by("name")]
    here = standing.bound(viewer.school, on=timezone.localdate(at))
    known = {one.pk: one for one in here.filter(pk__in=[one.pk for one in whom])}
    every = standing.lines(viewer.school, [known[one.pk] for one in whom if one.pk in known], at=at)
    return [one for one in every if viewer.pk in one.signers]


def to_sign(*, viewer: Person | None, at: datetime) -> list[Line]:
    """Return what waits for the viewer's signature: not what was declined."""
    waits = {State.OUTSTANDING, State.CHANGED}
    return [one for one in mine(viewer=viewer, at=at) if one.state in waits]


def may_also_sign(*, viewer: Person, at: datetime) -> list[Line]:
    """Return the agreements that open something to whoever wants it, not signed yet."""
    known = standing.in_force(viewer.school, on=timezone.localdate(at))
    keys = [key for key, one in known.items() if one.document.on_demand]
    found = [standing.line(viewer.school, viewer, key, at=at) for key in keys]
    return [one for one in found if one is not None and one.state is State.OUTSTANDING]


def line_for(*, viewer: Person | None, key: str, pk: int, at: datetime) -> Line | None:
    """Return an agreement that the viewer may sign for somebody; None where there is none."""
    if viewer is None:
        return None
    person = permissions.bound_visible_to(viewer, on=timezone.localdate(at)).filter(pk=pk).first()
    if person is None:
        return None
    found = standing.line(viewer.school, person, key, at=at)
    return found if found is not None and viewer.pk in found.signers else None


def is_trained(person: Person, at: datetime) -> bool:
    """Tell whether there is a record that somebody was trained; not asked of others than staff."""
    if person.kind not in STAFF_KINDS:
        return True
    return any(one.done for one in statuses(person, at) if one.gate.name == TRAINING)


def untrained(people: Iterable[Person]) -> set[int]:
    """Return the keys of those staff of whom no training is recorded. One query."""
    staff = [one.pk for one in people if one.kind in STAFF_KINDS]
    done = GateRecord.objects.filter(gate=TRAINING, person__in=staff)
    return set(staff) - set(done.values_list("person", flat=True))


def last_text(*, line: Line) -> SignedText | None:
    """Return the text that was signed last, where another one is in force now."""
    if line.signed is None or line.state is not State.CHANGED:
        return None
    return SignedText.objects.filter(pk=line.signed.text).first()


def changed(line: Line, *, at: datetime) -> list[Change]:
    """Return what is new for somebody in an agreement since it was signed last; else nothing."""
    before = last_text(line=line)
    if before is None:
        return []
    actors = actors_of_each(line.person.school, [line.person], on=timezone.localdate(at))
    mine = actors[line.person.pk] & ACTORS[line.document.group]
    return [*changes(before.shown, line.text, mine)]


def copies(*, viewer: Person | None, on: date) -> QuerySet[Signature]:
    """Return the signatures that the viewer may see, newest first."""
    seen = permissions.signatures_visible_to(viewer, on=on)
    return seen.select_related("signer", "for_person", "text", "witness", "school")


def my_copies(*, viewer: Person, on: date) -> QuerySet[Signature]:
    """Return what the viewer signed, or somebody signed for them, newest first."""
    own = Q(signer=viewer) | Q(for_person=viewer) | Q(for_person__guarded_by__guardian=viewer)
    return copies(viewer=viewer, on=on).filter(own).distinct()


def first_asked(school: School, lines: Iterable[Line]) -> dict[str, datetime]:
    """Return since when each text is asked for at a school, by its hash. One query."""
    hashes = {one.text.hash for one in lines}
    rows = SignedText.objects.filter(school=school, hash__in=hashes)
    return dict(rows.values_list("hash", "first_at"))


def acknowledged_monitoring_on(person: Person) -> date | None:
    """Return when somebody last confirmed that use is monitored (MON-04); None where never."""
    told = Signature.objects.filter(signer=person, statements__contains="monitored").first()
    return None if told is None else timezone.localdate(told.signed_at)


def parent_must_sign_first(person: Person, *, at: datetime) -> bool:
    """Tell whether a parent has to sign before anything of a child is shown (002 L187, AGR-15)."""
    if person.kind != Kind.PARENT:
        return False
    own = standing.lines(person.school, [person], at=at)
    return any(one.document.must and one.state is not State.SIGNED for one in own)
