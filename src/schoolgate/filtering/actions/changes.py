"""The log of changes: written with every change, confirmed by a second person, signed as read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from schoolgate.access.actions.shared import UnableToRecord, name_of
from schoolgate.filtering import permissions
from schoolgate.filtering.models import Change, Confirmation, LogReading
from schoolgate.filtering.queries import changes as queries
from schoolgate.filtering.verbs import FilteringVerb, OversightVerb
from schoolgate.people import permissions as rights
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

_GOVERNORS: Final = frozenset({"chair", "governor"})


def record(  # noqa: PLR0913 the questions that the log answers
    *,
    school: School,
    verb: FilteringVerb,
    object: Model,
    what: str,
    by: Person | System,
    at: datetime,
    before: Sequence[str] = (),
    after: Sequence[str] = (),
    why: str = "",
    asked: bool = False,
) -> Change:
    """Write a change into the log and the journal; in the transaction of the change, last of all.

    `what` goes on from a name: “closed 3 sites”. `asked`: a second person has to look in any case.
    """
    sole = queries.sole_charge(school, at)
    person = by if isinstance(by, Person) else None
    made = Change.objects.create(
        school=school, what=what, before=[*before], after=[*after], why=why, at=at, by=person,
        by_label=name_of(by), needs_second=asked or (sole.is_forbidden and person is not None),
        clause=sole.clause,
    )  # fmt: skip
    body = {"what": what, "before": [*before], "after": [*after], "why": why}
    journal.write(school=school, by=by, at=at, verb=verb, object=object, clause=sole.clause,
                  body=body)  # fmt: skip
    return made


@transaction.atomic
def confirm_change(*, change: Change, by: Person, at: datetime) -> Confirmation:
    """Stand by somebody else's change. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.FILTER_CONFIRM, change.school_id, at)
    made = note_second(change=change, by=by, at=at)
    body = {"what": change.what, "author": change.by_label}
    journal.write(school=change.school, by=by, at=at, verb=FilteringVerb.CHANGE_CONFIRMED,
                  object=change, clause=change.clause, body=body)  # fmt: skip
    return made


def note_second(*, change: Change, by: Person, at: datetime) -> Confirmation:
    """Note who the second person is; inside another act. Raises UnableToRecord."""
    if change.by_id == by.pk:
        raise UnableToRecord("This is your own change. Somebody else has to look at it.")
    try:
        with transaction.atomic():
            return Confirmation.objects.create(school_id=change.school_id, change=change, by=by,
                                               by_label=name_of(by), at=at)  # fmt: skip
    except IntegrityError:
        raise UnableToRecord("This change is confirmed already.") from None


@transaction.atomic
def sign_log(
    *, school: School, up_to: datetime, second: Person, by: Person, at: datetime, words: str = ""
) -> LogReading:
    """Sign, two together, that the log is read up to an instant.

    Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.FILTER_LOG_SIGN, school.pk, at)
    today = timezone.localdate(at)
    if second == by or second.school_id != school.pk:
        raise UnableToRecord("Choose somebody else, with whom you read the log.")
    if not permissions.may_sign(second, on=today):
        raise UnableToRecord(f"{second} is neither governor nor e-safety coordinator.")
    if up_to > at:
        raise UnableToRecord("This day has not come yet. Give the last day that you have read.")
    last = queries.last_reading(school)
    if last is not None and up_to <= last.up_to:
        raise UnableToRecord(f"The log is read up to {last.up_to:%d/%m/%Y} already.")
    made = LogReading.objects.create(
        school=school, up_to=up_to, signed_at=at, by=by, by_label=name_of(by), second=second,
        second_label=name_of(second), words=" ".join(words.split()),
    )  # fmt: skip
    said = f"{timezone.localtime(up_to):%d/%m/%Y %H:%M}"
    body = {"up_to": said, "second": str(second), "words": made.words}
    with journal.one_act():
        journal.write(school=school, by=by, at=at, verb=FilteringVerb.CHANGE_LOG_SIGNED,
                      object=made, body=body)  # fmt: skip
        if not _GOVERNORS.isdisjoint(rights.roles_of(by, on=today)):
            journal.write(school=school, by=by, at=at, verb=OversightVerb.FILTER_LOG_READ,
                          object=made, body={"up_to": said})  # fmt: skip
    return made
