"""The line manager of an adult whom a case is about is kept out of it. CON-15."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.concerns import lines, permissions
from schoolgate.concerns.actions import storing
from schoolgate.concerns.actions.cases import shut_out
from schoolgate.concerns.actions.storing import UnableToAct, open_for, write_entry
from schoolgate.concerns.models import Case, Entry
from schoolgate.concerns.rules.words import Part
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.records import actions as journal

_NOBODY = "Nobody between them and the headteacher"


@transaction.atomic
def bar_line(*, case: Case, manager: Person | None, by: Person, at: datetime) -> Entry:
    """Say who manages the adult whom a case is about, None for nobody but the headteacher, before
    anything of it is read. Whoever it is never sees it, also if it is `by`. Raises UnableToAct."""
    on = timezone.localdate(at)
    if not permissions.may_lead(by, case, on=on):
        raise UnableToAct("Only who leads the case does this: the safeguarding lead or the head.")
    opened = open_for(case, by, at)
    about = lines.waiting(opened)
    if about is None:
        raise UnableToAct("That is answered already. Look again.")
    if manager is not None:
        _refuse(case, manager, about.person, at)
        storing.name_party(opened, part=Part.BARRED, person=manager, at=at)
    said = {"person": about.person, "name": manager.name if manager else _NOBODY}
    entry = write_entry(opened, kind=lines.LINE, said=said, by=by, at=at)
    if manager is not None:
        shut_out(opened, manager, by, at)
    journal.write(school=case.school, by=by, at=at, verb=ConcernsVerb.PARTY_NAMED, object=case)
    return entry


@transaction.atomic
def say_managed(*, case: Case, managed: Iterable[Person], by: Person, at: datetime) -> bool:
    """Say whom `by` manages, before they are told whom a case is about; return whether they may be
    told. If it is about one of those, they are kept out of it at once. Raises UnableToAct."""
    if not permissions.may_lead(by, case, on=timezone.localdate(at)):
        raise UnableToAct("Only who leads the case does this: the safeguarding lead or the head.")
    about = lines.waiting(open_for(case, by, at))
    if about is None:
        raise UnableToAct("That is answered already. Look again.")
    is_head = "headteacher" in people.roles_of(by, on=timezone.localdate(at))
    if about.person in {one.pk for one in managed} and not is_head:
        bar_line(case=case, manager=by, by=by, at=at)
        return False
    journal.write(school=case.school, by=by, at=at, verb=ConcernsVerb.LINE_ANSWERED, object=case)
    return True


def _refuse(case: Case, manager: Person, about: int | None, at: datetime) -> None:
    held = people.roles_of(manager, on=timezone.localdate(at))
    if manager.school_id != case.school_id or not held:
        raise UnableToAct("Name somebody who works at your school now.")
    if manager.pk == about:
        raise UnableToAct("Nobody manages themselves. Name another, or nobody.")
    if "headteacher" in held:
        raise UnableToAct("The headteacher deals with it. Choose “nobody” if they manage them.")
