"""A name that is kept back opens with a reason and a second person, for a short while.

Source: CON-21, CON-23 (000 §5.8, 003 §7.9i).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.concerns import identity, permissions
from schoolgate.concerns.actions.storing import UnableToAct, open_for, write_entry
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Case, KeptName, Opening
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people.models import Person, School
from schoolgate.records import actions as journal
from schoolgate.records import sealing

OPEN_FOR: Final = timedelta(hours=1)
_OVER: Final = "This is over: somebody has decided, or the time has passed. Ask again if need be."


@transaction.atomic
def ask_name(*, case: Case, kept: KeptName, why: str, by: Person, at: datetime) -> Opening:
    """Ask that a kept name be opened. Raises UnableToAct."""
    opened = open_for(case, by, at)
    if not permissions.may_ask_name(by, opened.case, on=timezone.localdate(at)):
        raise UnableToAct("Only who leads the case asks for a name.")
    _refuse_without(why)
    _refuse_elsewhere(opened, kept)
    entry = write_entry(opened, kind="name-asked", said={"words": why.strip()}, by=by, at=at)
    try:
        with transaction.atomic():
            row = Opening.objects.create(school_id=case.school_id, kept=kept, by=by, entry=entry,
                                         asked_at=at)  # fmt: skip
    except IntegrityError:
        raise UnableToAct("You have asked already. Somebody else has to decide.") from None
    _journal(ConcernsVerb.NAME_ASKED, opened, row, by, at)
    return row


@transaction.atomic
def decide_name(
    *, case: Case, opening: Opening, agreed: bool, why: str, by: Person, at: datetime
) -> None:
    """Agree that a name is opened to who asked, or refuse. Raises UnableToAct.

    Who decides is somebody else, and both may still see the case at this moment.
    """
    opened, on = open_for(case, by, at), timezone.localdate(at)
    if opening.by_id == by.pk:
        raise UnableToAct("Somebody else has to decide: nobody agrees to what they ask themselves.")
    if not permissions.may_agree(by, opened.case, on=on):
        raise UnableToAct("The headteacher, the deputy, the safeguarding lead or the chair decide.")
    _refuse_without(why)
    _refuse_elsewhere(opened, opening.kept)
    if agreed and not permissions.may_ask_name(opening.by, opened.case, on=on):
        raise UnableToAct("Whoever asked does not lead the case any more. Refuse it.")
    more = _opened_for_a_while(opened, opening, at) if agreed else {}
    undecided = Opening.objects.filter(pk=opening.pk, decided_at=None).exclude(by=by)
    if undecided.update(decided_by=by, decided_at=at, **more) != 1:
        raise UnableToAct(_OVER)
    kind = "name-agreed" if agreed else "name-refused"
    write_entry(opened, kind=kind, said={"words": why.strip()}, by=by, at=at)
    verb = ConcernsVerb.NAME_AGREED if agreed else ConcernsVerb.NAME_REFUSED
    _journal(verb, opened, opening, by, at)


@transaction.atomic
def read_name(*, case: Case, opening: Opening, by: Person, at: datetime) -> dict[str, str]:
    """Return a name that was opened: `name` and `reach`. Each look is kept. Raises UnableToAct."""
    opened = open_for(case, by, at)
    _refuse_elsewhere(opened, opening.kept)
    there = Opening.objects.filter(pk=opening.pk, by=by, until_at__gt=at, wrapped__isnull=False)
    row = there.select_related("kept").first()
    if row is None or not permissions.may_ask_name(by, opened.case, on=timezone.localdate(at)):
        raise UnableToAct(_OVER)
    key = sealing.unwrap(bytes(row.wrapped or b""), to=identity.holder_of(row))
    _journal(ConcernsVerb.NAME_VIEWED, opened, row, by, at)
    return identity.read_with(key, row.kept)


def close_names(*, school: School, at: datetime) -> int:
    """Delete the keys of openings whose time has passed; return how many. Safe to run again."""
    over = Opening.objects.filter(school=school, until_at__lte=at, wrapped__isnull=False)
    return over.update(wrapped=None)


def _opened_for_a_while(opened: Opened, opening: Opening, at: datetime) -> dict[str, object]:
    key = identity.key_of(opened, opening.kept)
    wrapped = sealing.wrap(key, to=identity.holder_of(opening))
    return {"wrapped": wrapped, "until_at": at + OPEN_FOR}


def _refuse_without(why: str) -> None:
    if not why.strip():
        raise UnableToAct("Say why. It is kept in the case.")


def _refuse_elsewhere(opened: Opened, kept: KeptName) -> None:
    case = kept.party.case
    if opened.case.pk not in {case.pk, case.into_id}:
        raise UnableToAct("This name is kept in another case.")


def _journal(
    verb: ConcernsVerb, opened: Opened, row: Opening, by: Person, at: datetime
) -> None:  # fmt: skip
    journal.write(school=opened.case.school, by=by, at=at, verb=verb, object=opened.case,
                  body={"opening": row.pk})  # fmt: skip
