"""The filter switched off: two people, a process, a reason, an end. The floor stays in any case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from schoolgate.approvals.actions import UnableToUse, use_grant
from schoolgate.approvals.models import Approval
from schoolgate.filtering import naming, policy
from schoolgate.filtering.actions.storing import (
    UnableToAct,
    log_change,
    moment,
    require,
    require_words,
    stored,
    tell_gateways,
    token,
)
from schoolgate.filtering.models import SwitchOff
from schoolgate.filtering.models.switching import LONGEST
from schoolgate.filtering.queries import openings as queries
from schoolgate.filtering.rules.openings import LONGEST_OFF, Span, State, too_long
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.policies.asking.leave import Leave
from schoolgate.records import actions as journal

_HEAD: Final = "headteacher"
_NOT_YOURS: Final = "Who keeps the network and the headteacher switch the filter off. Ask them."


@dataclass(frozen=True, slots=True)
class Stop:
    """What somebody asks for: off for one person, or for all where that is None; why; how long."""

    reason: str
    from_at: datetime
    until_at: datetime
    person: Person | None = None
    ticket: UUID = field(default_factory=uuid4)


@transaction.atomic
def switch_off(*, stop: Stop, by: Person, at: datetime) -> SwitchOff:
    """Switch the filter off under the permission that the policy asks for; where it speaks of none,
    ask a second person, who agrees (`agree`). Raises UnableToAct.

    The same ticket twice is once. The permission is looked up and cited at this moment; whoever
    gave it is the second person.
    """
    sent = SwitchOff.objects.filter(school=by.school_id, asker=by, ticket=stop.ticket)
    if before := sent.first():
        return before
    require(by, Capability.SWITCH_OFF_MAKE, at, _NOT_YOURS)
    require_words(stop.reason, most=LONGEST)
    if fault := too_long(Span(stop.from_at, stop.until_at), at, longest=LONGEST_OFF):
        raise UnableToAct(fault)
    if stop.person is not None and stop.person.school_id != by.school_id:
        raise UnableToAct("Name somebody of your school.")
    if stop.person is not None and not queries.users_of(stop.person):
        raise UnableToAct(f"{stop.person} has no account, so the filter cannot know them.")
    if fault := policy.forbids_switching_off(by, for_all=stop.person is None, at=at):
        raise UnableToAct(fault)
    with journal.one_act():
        return _switched(stop, naming.for_switching_off(by.school), by, at)


def _switched(stop: Stop, leave: Leave | None, by: Person, at: datetime) -> SwitchOff:
    process = _process(leave, stop, by, at) if leave else None
    made = stored(SwitchOff(
        school=by.school, ticket=stop.ticket, token=token(), asker=by, person=stop.person,
        reason=stop.reason.strip(), clause=leave.clause if leave else "", process=process,
        from_at=max(stop.from_at, at), until_at=stop.until_at, asked_at=at,
    ), "Somebody else was faster. Look again.")  # fmt: skip
    _write(made, FilteringVerb.SWITCH_OFF_ASKED, by, at)
    if process is not None and process.decided is not None:
        _agree(made, process.decided.by, at)
    return made


def _process(leave: Leave, stop: Stop, by: Person, at: datetime) -> Approval:
    """Return the permission in force that covers this. Raises UnableToAct."""
    try:
        found = use_grant(school=by.school, for_=leave.key, by=by, at=at)
    except UnableToUse as error:
        raise UnableToAct(
            f"The filter stays on: {leave.given_by} has to allow this first (clause "
            f"{leave.clause}). {error}"
        ) from error
    decided = found.decided
    if decided is None or decided.by_id == by.pk:
        raise UnableToAct("It takes two people: whoever allowed it does not do it alone.")
    if decided.until_at is not None and stop.until_at > decided.until_at:
        raise UnableToAct(f"It is allowed until {moment(decided.until_at)}. Give an earlier end.")
    return found


def may_agree(row: SwitchOff, *, by: Person, at: datetime) -> bool:
    """Tell whether somebody is the second person: the headteacher to whoever else asked; to the
    headteacher somebody who keeps the network. Only where the policy names no process."""
    on = timezone.localdate(at)
    held = people.roles_of(by, on=on)
    if row.state(at) is not State.WAITING or row.clause or by.school_id != row.school_id:
        return False
    if by.pk in {row.asker_id, row.person_id}:
        return False
    if _HEAD in people.roles_of(row.asker, on=on):
        return not held.isdisjoint({"it_technician", "network_manager"})
    return _HEAD in held


@transaction.atomic
def agree(*, row: SwitchOff, by: Person, at: datetime) -> None:
    """Agree, as the second person; from then on the filter is off. Raises UnableToAct."""
    if not may_agree(row, by=by, at=at):
        raise UnableToAct("Two people switch the filter off, and one of them is the headteacher. "
                          "This is not yours to agree to, or it is decided.")  # fmt: skip
    with journal.one_act():
        _agree(row, by, at)


def _agree(row: SwitchOff, by: Person, at: datetime) -> None:
    open_rows = SwitchOff.objects.filter(pk=row.pk, agreed_at=None, ended_at=None)
    if not open_rows.update(agreed_by=by, agreed_at=at):
        raise UnableToAct("Somebody else was faster. Look again.")
    row.agreed_by, row.agreed_at = by, at
    _write(row, FilteringVerb.SWITCH_OFF_AGREED, by, at)
    what = f"switched the filter off for {row.whom}, until {moment(row.until_at)}"
    log_change(school=row.school, object=row, what=what, by=row.asker, second=by, at=at,
               why=row.reason)  # fmt: skip
    tell_gateways(row.school)


@transaction.atomic
def switch_on(*, row: SwitchOff, by: Person, at: datetime) -> None:
    """Switch the filter on again before the end, or take the request back. Raises UnableToAct."""
    on = timezone.localdate(at)
    capable = people.may(by, Capability.SWITCH_OFF_MAKE, school=row.school_id, on=on)
    if not capable and by.pk != row.asker_id:
        raise UnableToAct(_NOT_YOURS)
    if row.state(at) not in {State.WAITING, State.NOT_BEGUN, State.IN_FORCE}:
        raise UnableToAct("The filter is on. Look again.")
    if not SwitchOff.objects.filter(pk=row.pk, ended_at=None).update(ended_by=by, ended_at=at):
        raise UnableToAct("Somebody else was faster. Look again.")
    row.ended_by, row.ended_at = by, at
    _write(row, FilteringVerb.SWITCH_OFF_ENDED, by, at)
    tell_gateways(row.school)


def _write(row: SwitchOff, verb: FilteringVerb, by: Person, at: datetime) -> None:
    journal.write(school=row.school, by=by, at=at, verb=verb, object=row, clause=row.clause,
                  body={"until": moment(row.until_at)})  # fmt: skip
