"""Keeping the directory of bodies outside the school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.concerns.actions.storing import UnableToAct
from schoolgate.concerns.models import Body
from schoolgate.concerns.rules.bodies import KINDS
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal


@dataclass(frozen=True, slots=True)
class Keeping:
    """A body as it is to stand in the directory."""

    kind: str
    name: str
    telephone: str = ""
    web: str = ""
    hours: str = ""
    clause: str = ""


@transaction.atomic
def keep(*, keeping: Keeping, by: Person, at: datetime, row: Body | None = None) -> Body:
    """Write a body into the directory, or its row anew; it counts as checked today. Raises
    UnableToAct."""
    _may_keep(by, at)
    if keeping.kind not in KINDS or not keeping.name.strip():
        raise UnableToAct("Say what kind of body it is, and its name.")
    if not (keeping.telephone.strip() or keeping.web.strip()):
        raise UnableToAct("Write a telephone number or an address on the web.")
    if row is not None and row.school_id != by.school_id:
        raise UnableToAct("There is no such body.")
    same = Body.objects.filter(school=by.school_id, name=keeping.name.strip(), until_on=None)
    if (same.exclude(pk=row.pk) if row else same).exists():
        raise UnableToAct("A body of this name is there already. Change that one.")
    kept = row or Body(school_id=by.school_id)
    for name in ("kind", "name", "telephone", "web", "hours", "clause"):
        setattr(kept, name, getattr(keeping, name).strip())
    kept.checked_on, kept.checked_by = timezone.localdate(at), by
    kept.save()
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.BODY_KEPT, object=kept)
    return kept


@transaction.atomic
def check(*, row: Body, by: Person, at: datetime) -> None:
    """Say that a number was rung or looked up today and is right. Raises UnableToAct."""
    _may_keep(by, at)
    there = Body.objects.filter(pk=row.pk, school=by.school_id, until_on=None)
    if there.update(checked_on=timezone.localdate(at), checked_by=by) != 1:
        raise UnableToAct("There is no such body.")
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.BODY_CHECKED, object=row)


@transaction.atomic
def end(*, row: Body, by: Person, at: datetime) -> None:
    """Take a body out of the directory. Raises UnableToAct."""
    _may_keep(by, at)
    there = Body.objects.filter(pk=row.pk, school=by.school_id, until_on=None)
    if there.update(until_on=timezone.localdate(at)) != 1:
        raise UnableToAct("There is no such body.")
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.BODY_ENDED, object=row)


def _may_keep(by: Person, at: datetime) -> None:
    on = timezone.localdate(at)
    if not people.may(by, Capability.BODY_KEEP, school=by.school_id, on=on):
        raise UnableToAct("The office, the safeguarding lead or the headteacher keeps this list.")
