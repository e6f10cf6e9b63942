"""Links with pupils and families: declared by staff, decided by those whom the policy names."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.access import permissions, verdicts
from schoolgate.access.actions import erasing
from schoolgate.access.actions.shared import UnableToRecord, name_of, words
from schoolgate.access.models import Declaration
from schoolgate.access.rules.declarations import About, Tie, keep_until
from schoolgate.access.verbs import AccessVerb
from schoolgate.people import permissions as people
from schoolgate.people.actions import NotAllowed, require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.people.rules import Kind
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

_GONE = erasing.Erasing(
    Declaration,
    {"about_name": "", "words": "", "decision": "", "known": None},
    AccessVerb.RELATIONSHIP_ERASED,
)


@transaction.atomic
def declare(  # noqa: PLR0913 a declaration is all of these
    *,
    about: About,
    name: str,
    tie: Tie,
    by: Person,
    at: datetime,
    own_phone: bool = False,
    said: str = "",
) -> Declaration:
    """Declare one's own link with a pupil or parent; the policy's answer is kept beside it.

    Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.RELATIONSHIP_DECLARE, by.school_id, at)
    called = words(name, "Enter the name of the pupil or parent.")
    reading = verdicts.on_link(by, about, tie, at)
    made = Declaration.objects.create(
        school_id=by.school_id, person=by, about=about, about_name=called, tie=tie,
        known=_known(by, about, called, at), own_phone=own_phone, words=" ".join(said.split()),
        verdict=reading.verdict, sentence="\n".join(reading.sentences),
        clauses=" ".join(reading.clauses), declared_at=at,
        recipients=f" {' '.join(sorted(verdicts.recipients(by.school, at)))} ",
    )  # fmt: skip
    journal.write(school=by.school, by=by, at=at, verb=AccessVerb.RELATIONSHIP_DECLARED,
                  object=made, clause=reading.clauses[0] if reading.clauses else "",
                  body={"verdict": str(reading.verdict)})  # fmt: skip
    return made


def _known(by: Person, about: About, name: str, at: datetime) -> Person | None:
    """Return whom the name means, if the declarer can see exactly one of that name."""
    kinds = [Kind.PARENT, Kind.RELATIVE] if about == About.PARENT else [Kind.PUPIL]
    seen = people.visible_to(by, on=timezone.localdate(at))
    found = list(seen.filter(name__iexact=name, kind__in=kinds).exclude(pk=by.pk)[:2])
    return found[0] if len(found) == 1 else None


@transaction.atomic
def decide(*, declaration: Declaration, decision: str, by: Person, at: datetime) -> Declaration:
    """Record what a leader decided; not the declarer. Raises NotAllowed, UnableToRecord."""
    today = timezone.localdate(at)
    if by == declaration.person:
        raise UnableToRecord("Nobody decides on their own declaration.")
    if not permissions.hears(by, declaration, on=today):
        raise NotAllowed("The policy sends this declaration to somebody else.")
    said = words(decision, "Say what was decided, in a sentence.", shortest=5)
    open_ones = Declaration.objects.filter(pk=declaration.pk, decided_at=None, erased_at=None)
    if open_ones.update(decided_at=at, decided_by=name_of(by), decision=said) != 1:
        raise UnableToRecord("Somebody else has decided on this already. Look again.")
    declaration.refresh_from_db()
    journal.write(school=declaration.school, by=by, at=at, verb=AccessVerb.RELATIONSHIP_DECIDED,
                  object=declaration)  # fmt: skip
    return declaration


@transaction.atomic
def end_link(*, declaration: Declaration, by: Person, at: datetime) -> Declaration:
    """Declare that a link is over: its declarer. Its words go a year later.

    Raises NotAllowed, UnableToRecord.
    """
    if by != declaration.person:
        raise NotAllowed("Only the person who declared a link can say that it is over.")
    today = timezone.localdate(at)
    here = Declaration.objects.filter(pk=declaration.pk, ended_on=None, erased_at=None)
    until = keep_until(today, by.ends_on)
    if here.update(ended_on=today, keep_until_on=until) != 1:
        raise UnableToRecord("This link is over already.")
    declaration.refresh_from_db()
    journal.write(school=declaration.school, by=by, at=at, verb=AccessVerb.RELATIONSHIP_ENDED,
                  object=declaration)  # fmt: skip
    return declaration


@transaction.atomic
def record_look(*, declaration: Declaration, by: Person, at: datetime) -> None:
    """Record that somebody other than the declarer looked at a declaration."""
    journal.write(school=declaration.school, by=by, at=at, verb=AccessVerb.RELATIONSHIP_SEEN,
                  object=declaration)  # fmt: skip


def date_links(*, school: School, by: System, at: datetime) -> int:
    """Give the links of whoever has left their last day, and take it away from whoever is back;
    return how many changed. Daily, each in a transaction of its own.
    """
    today = timezone.localdate(at)
    kept = Declaration.objects.filter(school=school, erased_at=None).select_related("person")
    return sum(_date(one, today, by, at) for one in kept.order_by("pk"))


@transaction.atomic
def _date(one: Declaration, today: date, by: System, at: datetime) -> int:
    left = one.person.ends_on
    until = keep_until(one.ended_on, left if left and left <= today else None)
    here = Declaration.objects.filter(pk=one.pk, erased_at=None, ended_on=one.ended_on,
                                      keep_until_on=one.keep_until_on)  # fmt: skip
    if until == one.keep_until_on or here.update(keep_until_on=until) != 1:
        return 0
    journal.write(school=one.school, by=by, at=at, verb=AccessVerb.RELATIONSHIP_DATED, object=one,
                  body={"until": until.isoformat() if until else ""})  # fmt: skip
    return 1


def erase_past(*, school: School, by: System, at: datetime) -> int:
    """Blank the links whose time is over, and the words of their entries; return how many."""
    return erasing.erase_past(_GONE, school=school, by=by, at=at)
