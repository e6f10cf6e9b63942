"""Staff asked to stay out of a discussion, and their word that they will."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.concerns.actions.storing import UnableToAct, open_for, write_entry
from schoolgate.concerns.models import Case, Entry, StandDown
from schoolgate.concerns.rules import posts, standing_down
from schoolgate.concerns.rules.words import State
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.records import actions as journal


@transaction.atomic
def ask_to_stand_down(*, case: Case, whom: Iterable[Person], by: Person, at: datetime) -> Entry:
    """Show the notice to staff who have not had it in this case. Raises UnableToAct."""
    opened, on = open_for(case, by, at), timezone.localdate(at)
    if not posts.may_run(people.roles_of(by, on=on)):
        raise UnableToAct("The headteacher, the deputy or the chair asks staff.")
    if opened.case.state not in {State.NEW, State.OPEN}:
        raise UnableToAct("The case is closed. Open it again first.")
    asked = set(StandDown.objects.filter(case=case).values_list("person", flat=True))
    new = [one for one in whom if one.pk not in asked]
    if not new:
        raise UnableToAct("Choose somebody who has not been asked yet.")
    for one in new:
        if one.school_id != case.school_id or one.kind not in STAFF_KINDS:
            raise UnableToAct("Choose people who work at your school.")
    StandDown.objects.bulk_create(
        StandDown(school=case.school, case=case, person=one, asked_by=by, asked_at=at)
        for one in new
    )
    said = {"whom": ", ".join(one.name for one in new), "words": "\n".join(standing_down.NOTICE)}
    entry = write_entry(opened, kind="stand-down", said=said, by=by, at=at)
    journal.write(school=case.school, by=by, at=at, verb=ConcernsVerb.STAND_DOWN_ASKED,
                  object=case, body={"count": len(new)})  # fmt: skip
    return entry


@transaction.atomic
def confirm_stand_down(*, row: StandDown, by: Person, at: datetime) -> bool:
    """Write that whoever was asked will stay out of it; False where they had said so. Nobody says
    it for them. Raises UnableToAct."""
    if row.person_id != by.pk:
        raise UnableToAct("Somebody else was asked.")
    waiting = StandDown.objects.filter(pk=row.pk, confirmed_at=None)
    if waiting.update(confirmed_at=at) != 1:
        return False
    journal.write(school=by.school, by=by, at=at, verb=ConcernsVerb.STAND_DOWN_CONFIRMED,
                  object=row)  # fmt: skip
    return True
