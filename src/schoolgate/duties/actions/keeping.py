"""What a school decides about its duties: how often, and whose they are."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.duties import permissions, queries
from schoolgate.duties.models import LONGEST, Choice, Handover
from schoolgate.duties.queries import Item
from schoolgate.duties.rules import CHOICES, Unit
from schoolgate.duties.verbs import DutiesVerb
from schoolgate.people import rules as roles
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person
from schoolgate.people.rules import STAFF_KINDS, Kind
from schoolgate.records import actions as journal


class UnableToChoose(Exception):
    """This cannot be chosen or handed over like this; nothing was changed."""


@transaction.atomic
def choose_period(*, duty: str, period: str, begins_on: date, by: Person, at: datetime) -> Choice:
    """Answer how often a duty falls due whose clause says only “regularly”.

    Raises NotAllowed, UnableToChoose, PackError.
    """
    item = _item(duty, by, at)
    _require_keeper(by, at)
    if period not in CHOICES:
        raise UnableToChoose("Choose one of the periods.")
    if item.duty.period.unit is not Unit.OPEN:
        raise UnableToChoose("The policy itself says how often. Change the policy instead.")
    made = Choice.objects.create(
        school=by.school, duty=duty, what=item.duty.what[:400], clause=item.duty.clause,
        period=period, begins_on=begins_on, by=by, at=at,
    )  # fmt: skip
    journal.write(school=by.school, by=by, at=at, verb=DutiesVerb.PERIOD_CHOSEN, object=made,
                  clause=made.clause, body={"period": CHOICES[period].in_words(), "duty": duty,
                                            "begins": str(begins_on)})  # fmt: skip
    return made


@transaction.atomic
def hand_over(*, duty: str, to: Person | None, because: str, by: Person, at: datetime) -> Handover:
    """Give a duty to somebody of the staff or the governors; None gives it back to the role.

    Its owner may, and whoever keeps duties. Raises NotAllowed, UnableToChoose, PackError.
    """
    item = _item(duty, by, at)
    if by not in item.owners.people and not permissions.keeps(by, on=timezone.localdate(at)):
        raise NotAllowed("Only its owner or the headteacher hands this over.")
    if not because.strip() or len(because) > LONGEST:
        raise UnableToChoose("Write down why, in a sentence or two.")
    if item.owners.each:
        raise UnableToChoose("Each has a part of this. Nobody can do it for the others.")
    if to is not None:
        _refuse_stranger(to, by, timezone.localdate(at))
    made = Handover.objects.create(
        school=by.school, duty=duty, what=item.duty.what[:400], clause=item.duty.clause, to=to,
        because=because.strip(), by=by, at=at,
    )  # fmt: skip
    journal.write(school=by.school, by=by, at=at, verb=DutiesVerb.DUTY_HANDED_OVER, object=made,
                  clause=made.clause,
                  body={"to": str(to or ""), "because": made.because, "duty": duty})  # fmt: skip
    return made


def _item(duty: str, by: Person, at: datetime) -> Item:
    found = queries.one(viewer=by, key=duty, on=timezone.localdate(at))
    if found is None:
        raise NotAllowed("There is no such duty for you at this school.")
    return found[1]


def _require_keeper(by: Person, at: datetime) -> None:
    if not permissions.keeps(by, on=timezone.localdate(at)):
        raise NotAllowed("The headteacher or the e-safety coordinator answers this. Ask them.")


def _refuse_stranger(to: Person, by: Person, today: date) -> None:
    if to.school_id != by.school_id or not roles.is_current(today, to.starts_on, to.ends_on):
        raise UnableToChoose("Choose somebody who is at this school.")
    if to.kind not in STAFF_KINDS | {Kind.GOVERNOR}:
        raise UnableToChoose("Choose somebody of the staff, or a governor.")
