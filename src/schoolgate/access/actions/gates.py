"""Gates recorded by hand, waived by the headteacher; and the account that waits for them."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from schoolgate.access import gates
from schoolgate.access.actions.shared import UnableToRecord, name_of, words
from schoolgate.access.models import GateRecord
from schoolgate.access.verbs import AccessVerb
from schoolgate.accounts import actions as accounts
from schoolgate.accounts.models import Account
from schoolgate.people.actions import require
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


@transaction.atomic
def pass_gate(
    *, person: Person, gate: str, evidence: str, by: Person | System, at: datetime
) -> GateRecord:
    """Record by hand that somebody passed a gate which no room proves yet.

    Nobody passes their own. Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.GATE_RECORD, person.school_id, at)
    if by == person:
        raise UnableToRecord("Nobody records their own gate. Ask a colleague.")
    if not _asked(person, gate).by_hand:
        raise UnableToRecord("This gate is passed in the room that keeps it, not by hand.")
    said = words(evidence, "Say what shows it: a date, a place, a signed sheet.", shortest=5)
    return _record(person, gate, said, waived=False, by=by, at=at)


@transaction.atomic
def waive_gate(
    *, person: Person, gate: str, because: str, by: Person | System, at: datetime
) -> GateRecord:
    """Let somebody through without passing: the headteacher. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.GATE_WAIVE, person.school_id, at)
    if by == person:
        raise UnableToRecord("Nobody waives their own gate. Ask the chair of governors.")
    _asked(person, gate)
    said = words(because, "Say why nothing is lost by it, in a sentence.", shortest=10)
    return _record(person, gate, said, waived=True, by=by, at=at)


@transaction.atomic
def open_login(*, person: Person, by: Person | System, at: datetime) -> Account:
    """Open somebody's account, or open it again, once every gate is passed or waived.

    The gates are asked by `accounts` too, whichever way an account is opened. Raises NotAllowed,
    accounts.UnableToOpen.
    """
    closed = Account.objects.filter(person=person, is_active=False).first()
    if closed is not None:
        return accounts.reopen_account(account=closed, by=by, at=at)
    return accounts.open_account(person=person, by=by, at=at)


def _asked(person: Person, name: str) -> gates.Gate:
    gate = gates.named(name)
    if gate is None or not gate.applies_to(person):
        raise UnableToRecord(f"{person} has no such gate to pass.")
    return gate


def _record(
    person: Person, gate: str, said: str, *, waived: bool, by: Person | System, at: datetime
) -> GateRecord:
    try:
        with transaction.atomic():
            made = GateRecord.objects.create(
                school_id=person.school_id, person=person, gate=gate, waived=waived, words=said,
                recorded_at=at, recorded_by=name_of(by),
            )  # fmt: skip
    except IntegrityError:
        raise UnableToRecord("Somebody has recorded this already. Look again.") from None
    verb = AccessVerb.GATE_WAIVED if waived else AccessVerb.GATE_PASSED
    journal.write(school=person.school, by=by, at=at, verb=verb, object=made, body={"words": said})
    return made
