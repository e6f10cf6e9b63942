"""Joiners and leavers: lists begun by dates, steps ticked, things taken back, lists completed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.access.actions.shared import UnableToRecord, name_of, words
from schoolgate.access.models import Checklist, Step
from schoolgate.access.queries import checklists as steps
from schoolgate.access.rules import checklists as rules
from schoolgate.access.rules.checklists import Joining, Leaving
from schoolgate.access.verbs import AccessVerb
from schoolgate.accounts import actions as accounts
from schoolgate.accounts.models import Account
from schoolgate.people import actions as people
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


@transaction.atomic
def begin_checklist(
    *, person: Person, leaving: bool, by: Person | System, at: datetime
) -> Checklist:
    """Begin the list of a joiner or leaver, from their own date.

    Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.CHECKLIST_KEEP, person.school_id, at)
    day = person.ends_on if leaving else person.starts_on
    if day is None:
        when = "last" if leaving else "first"
        raise UnableToRecord(f"{person} has no {when} day yet. Enter it with the person.")
    try:
        with transaction.atomic():
            made = Checklist.objects.create(
                school_id=person.school_id, person=person, leaving=leaving, day_on=day,
                opened_at=at, opened_by=name_of(by),
            )  # fmt: skip
    except IntegrityError:
        raise UnableToRecord(f"There is a list for {person} already.") from None
    journal.write(school=person.school, by=by, at=at, verb=AccessVerb.CHECKLIST_OPENED,
                  object=made, body={"day": str(day)})  # fmt: skip
    return made


@transaction.atomic
def begin_due_checklists(*, school: School, by: Person | System, at: datetime) -> int:
    """Begin the lists of all who start or leave within a month and have none. Raises NotAllowed."""
    require(by, Capability.CHECKLIST_KEEP, school.pk, at)
    with journal.one_act():
        due = [*steps.without_list(school, timezone.localdate(at))]
        for person, leaving in due:
            begin_checklist(person=person, leaving=leaving, by=by, at=at)
    return len(due)


@transaction.atomic
def close_leavers(*, school: School, by: Person | System, at: datetime) -> int:
    """Close the accounts of all who have left: daily. Raises NotAllowed."""
    require(by, Capability.ACCOUNT_CLOSE, school.pk, at)
    gone = Account.objects.filter(school=school, is_active=True,
                                  person__ends_on__lte=timezone.localdate(at))  # fmt: skip
    with journal.one_act():
        closed = [*gone.select_related("person").order_by("pk")]
        for account in closed:
            accounts.close_account(account=account, by=by, at=at, because="they have left")
        if closed:
            journal.write(school=school, by=by, at=at, verb=AccessVerb.LEAVER_CLOSED,
                          object=school, body={"count": len(closed)})  # fmt: skip
    return len(closed)


@transaction.atomic
def tick(*, checklist: Checklist, step: str, said: str, by: Person | System, at: datetime) -> Step:
    """Tick a step that only people know of: device, channels, data (with its certificate).

    Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.CHECKLIST_KEEP, checklist.school_id, at)
    if step not in ({Leaving.CHANNELS, Leaving.DATA} if checklist.leaving else {Joining.DEVICE}):
        raise UnableToRecord("This step is not ticked by hand.")
    shortest = rules.SHORTEST_CERTIFICATE if step == Leaving.DATA else 3
    line = words(said, steps.what_to_say(step), shortest=shortest)
    done = [one.name for one in steps.steps_of(checklist, at) if one.done]
    if waits := rules.waits_for(step, done):
        raise UnableToRecord(f"First: {', '.join(rules.TITLES[one] for one in waits)}.")
    try:
        with transaction.atomic():
            made = Step.objects.create(
                school_id=checklist.school_id,
                checklist=checklist,
                name=step,
                words=line,
                done_at=at,
                done_by=name_of(by),
            )
    except IntegrityError:
        raise UnableToRecord("Somebody has ticked this already. Look again.") from None
    verb = AccessVerb.DATA_DELETED if step == Leaving.DATA else AccessVerb.CHECKLIST_TICKED
    journal.write(school=checklist.school, by=by, at=at, verb=verb, object=made,
                  body={"words": line})  # fmt: skip
    return made


@transaction.atomic
def close_login(*, checklist: Checklist, by: Person | System, at: datetime) -> None:
    """Close a leaver's account, maybe before their last day. Raises NotAllowed, UnableToRecord."""
    account = Account.objects.filter(person=checklist.person, is_active=True).first()
    if not checklist.leaving or account is None:
        raise UnableToRecord(f"{checklist.person} has no open account.")
    accounts.close_account(account=account, by=by, at=at, because="they leave")


@transaction.atomic
def end_roles(*, checklist: Checklist, by: Person | System, at: datetime) -> int:
    """End the roles that a leaver still holds, with their last day. Raises as people.end_role."""
    require(by, Capability.ROLE_APPOINT, checklist.school_id, at)
    if not checklist.leaving:
        raise UnableToRecord("Only leavers’ roles are ended here.")
    with journal.one_act():
        held = steps.open_roles(checklist)
        for one in held:
            until = max(checklist.day_on, one.from_on + timedelta(days=1))
            people.end_role(appointment=one, until_on=until, by=by, at=at)
    return len(held)


@transaction.atomic
def complete(*, checklist: Checklist, by: Person | System, at: datetime) -> Checklist:
    """Say that a list is done; refused while a step is open. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.CHECKLIST_KEEP, checklist.school_id, at)
    if still := [one.title for one in steps.steps_of(checklist, at) if not one.done]:
        raise UnableToRecord(f"Still open: {', '.join(still)}.")
    if Checklist.objects.filter(pk=checklist.pk, done_at=None).update(done_at=at) != 1:
        raise UnableToRecord("This list is complete already.")
    checklist.done_at = at
    journal.write(school=checklist.school, by=by, at=at, verb=AccessVerb.CHECKLIST_DONE,
                  object=checklist)  # fmt: skip
    return checklist
