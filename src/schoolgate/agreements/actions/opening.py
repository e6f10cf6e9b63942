"""What signing opens: accounts that waited for it, own devices, channels."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from schoolgate.access.actions import gates
from schoolgate.access.actions.shared import name_of
from schoolgate.accounts import bars
from schoolgate.accounts.models import Account
from schoolgate.agreements import queries
from schoolgate.agreements.models import AccountWish, Use
from schoolgate.agreements.rules.kinds import ON_DEMAND, Kind
from schoolgate.agreements.verbs import AgreementsVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

SIGNED: Final = System("agreement-signed", "The agreement that was signed")


class UnableToAllow(Exception):
    """It is not open to this person yet. The message names what is missing."""


@transaction.atomic
def open_once_signed(*, person: Person, by: Person | System, at: datetime) -> bool:
    """Open somebody's account, or let it wait for the signature; True when it is open.

    Raises NotAllowed, accounts.UnableToOpen.
    """
    require(by, Capability.ACCOUNT_OPEN, person.school_id, at)
    if not bars.against(person, at):
        gates.open_login(person=person, by=by, at=at)
        return True
    try:
        with transaction.atomic():
            made = AccountWish.objects.create(
                school=person.school, person=person, asked_by=name_of(by), asked_at=at
            )
    except IntegrityError:
        return False
    journal.write(school=person.school, by=by, at=at, verb=AgreementsVerb.ACCOUNT_WANTED,
                  object=made)  # fmt: skip
    return False


def open_accounts(
    *, people: Iterable[Person], by: Person | System, at: datetime
) -> list[bool]:  # fmt: skip
    """Do so for several at once, as one act. Raises as `open_once_signed`."""
    with transaction.atomic(), journal.one_act():
        return [open_once_signed(person=one, by=by, at=at) for one in people]


def open_what_waited(person: Person, *, at: datetime) -> bool:
    """Open the account that waited for a signature, if nothing else is in its way."""
    waits = AccountWish.objects.filter(person=person, opened_at=None)
    if not waits.exists() or bars.against(person, at):
        return False
    if waits.update(opened_at=at) != 1 or Account.objects.filter(person=person, is_active=True):
        return False
    gates.open_login(person=person, by=SIGNED, at=at)
    return True


@transaction.atomic
def allow_use(*, person: Person, kind: Kind, thing: str, by: Person | System, at: datetime) -> Use:
    """Let somebody use an own device, or write in a channel, once its agreement is signed.

    Raises NotAllowed, UnableToAllow with the name of what is missing.
    """
    require(by, Capability.USE_ALLOW, person.school_id, at)
    if kind not in ON_DEMAND:
        raise UnableToAllow("Choose an own device or a channel.")
    line = " ".join(thing.split())[:120]
    if not line:
        raise UnableToAllow("Say which device or channel it is.")
    found = queries.of_kind(person, kind, at=at)
    if left := queries.missing(person, kind, at=at):
        raise UnableToAllow(f"{person} has not signed “{left[0].title}”. Ask for that first.")
    try:
        with transaction.atomic():
            made = Use.objects.create(
                school=person.school, person=person, thing=line, allowed_by=name_of(by),
                document=found[0].document.key if found else str(kind), from_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise UnableToAllow(f"{person} has {line} already.") from None
    journal.write(school=person.school, by=by, at=at, verb=AgreementsVerb.USE_ALLOWED, object=made)
    return made


@transaction.atomic
def end_use(*, use: Use, by: Person | System, at: datetime) -> None:
    """End the use of a device or channel. Raises NotAllowed, UnableToAllow."""
    require(by, Capability.USE_ALLOW, use.school_id, at)
    if Use.objects.filter(pk=use.pk, until_at=None).update(until_at=at) != 1:
        raise UnableToAllow("That has ended already.")
    journal.write(school=use.school, by=by, at=at, verb=AgreementsVerb.USE_ENDED, object=use)
