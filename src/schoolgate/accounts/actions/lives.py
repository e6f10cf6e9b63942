"""Accounts opened, closed and opened again."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from schoolgate.accounts import bars, rules
from schoolgate.accounts.models import Account
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.people.rules import is_current
from schoolgate.records import actions as journal
from schoolgate.records.parties import System
from schoolgate.records.tenancy import everywhere


class UnableToOpen(Exception):
    """An account cannot be opened or closed like this; nothing was changed."""


@transaction.atomic
def open_account(*, person: Person, by: Person | System, at: datetime) -> Account:
    """Open somebody's own account, without a password: `invite` lets them set one.

    Raises NotAllowed, and UnableToOpen for somebody who has one or has left.
    """
    require(by, Capability.ACCOUNT_OPEN, person.school_id, at)
    if not is_current(timezone.localdate(at), None, person.ends_on):
        raise UnableToOpen(f"{person} has left. Somebody who comes back is entered anew.")
    if Account.objects.filter(person=person).exists():
        raise UnableToOpen(f"{person} has an account already.")
    if why := bars.against(person, at):
        raise UnableToOpen(why)
    email = "" if _is_taken(person.email) else person.email
    account = Account(school_id=person.school_id, person=person, email=email,
                      username=_username(person))  # fmt: skip
    _open(account, by, at)
    if email:  # allauth asks for a verified address before a second step may be added
        EmailAddress.objects.create(user=account, email=email, primary=True, verified=True)
    return account


@transaction.atomic
def open_class_login(
    *, school: School, class_name: str, by: Person | System, at: datetime
) -> Account:
    """Open the one login of a class of young children. Raises NotAllowed, UnableToOpen.

    For a class with pupils up to year 2 only: older pupils and adults sign in as themselves.
    """
    require(by, Capability.ACCOUNT_OPEN, school.pk, at)
    pupils = Person.objects.filter(school=school, class_name=class_name, kind="pupil")
    if not pupils.exists():
        raise UnableToOpen(f"There is nobody in a class called “{class_name}”.")
    if pupils.exclude(role="pupil_ks1").exists():
        raise UnableToOpen(
            f"{class_name} has pupils of year 3 or above. They sign in as themselves."
        )
    name = next(name for name in rules.usernames("", f"class{class_name}") if _is_free(name))
    account = Account(school=school, class_name=class_name, username=name)
    _open(account, by, at)
    return account


def _username(person: Person) -> str:
    given, family = person.given_name, person.family_name
    if not family:
        given, _, family = person.name.partition(" ")
    return next(name for name in rules.usernames(given, family) if _is_free(name))


def _is_free(name: str) -> bool:
    with everywhere(because="A user name is one account's, whatever the school."):
        return not Account.objects.filter(username=name).exists()


def _is_taken(email: str) -> bool:
    if not email:
        return False
    with everywhere(because="Nobody signs in by an address that two have, at any school."):
        return Account.objects.filter(email__iexact=email).exists()


def _open(account: Account, by: Person | System, at: datetime) -> None:
    account.issuer = by.label if isinstance(by, System) else str(by)
    account.opened_at = at
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise UnableToOpen(f"There is an account for {account} already.") from None
    journal.write(school=account.school, by=by, at=at, verb=AccountsVerb.ACCOUNT_OPENED,
                  object=account, body={"username": account.username})  # fmt: skip


@transaction.atomic
def invite(*, account: Account, by: Person | System, at: datetime) -> str:
    """Return the path of a page where the account's owner sets a password, once, within 3 days.

    Raises NotAllowed, UnableToOpen.
    """
    require(by, Capability.ACCOUNT_OPEN, account.school_id, at)
    if not account.is_active:
        raise UnableToOpen(f"The account of {account} is closed. Open it again first.")
    journal.write(school=account.school, by=by, at=at, verb=AccountsVerb.INVITATION_MADE,
                  object=account)  # fmt: skip
    words = {
        "uidb36": user_pk_to_url_str(account),
        "key": default_token_generator.make_token(account),
    }
    return reverse("account_reset_password_from_key", kwargs=words)


@transaction.atomic
def close_account(*, account: Account, by: Person | System, at: datetime, because: str) -> Account:
    """Close an account; its sessions end at once. Raises NotAllowed, UnableToOpen."""
    require(by, Capability.ACCOUNT_CLOSE, account.school_id, at)
    here = Account.objects.filter(pk=account.pk, is_active=True)
    if here.update(is_active=False, closed_at=at, epoch=F("epoch") + 1) != 1:
        raise UnableToOpen(f"The account of {account} is closed already.")
    account.refresh_from_db()
    journal.write(school=account.school, by=by, at=at, verb=AccountsVerb.ACCOUNT_CLOSED,
                  object=account, body={"because": because})  # fmt: skip
    return account


@transaction.atomic
def reopen_account(*, account: Account, by: Person | System, at: datetime) -> Account:
    """Open a closed account again; a new invitation sets its password. Raises as `open_account`."""
    require(by, Capability.ACCOUNT_OPEN, account.school_id, at)
    person = account.person
    if person is not None and not is_current(timezone.localdate(at), None, person.ends_on):
        raise UnableToOpen(f"{person} has left. The account stays closed.")
    if person is not None and (why := bars.against(person, at)):
        raise UnableToOpen(why)
    here = Account.objects.filter(pk=account.pk, is_active=False)
    account.set_unusable_password()
    if here.update(is_active=True, closed_at=None, password=account.password) != 1:
        raise UnableToOpen(f"The account of {account} is open already.")
    account.refresh_from_db()
    journal.write(school=account.school, by=by, at=at, verb=AccountsVerb.ACCOUNT_REOPENED,
                  object=account)  # fmt: skip
    return account


@transaction.atomic
def end_sessions(*, account: Account, by: Person | System, at: datetime, because: str) -> None:
    """End every session of an account at once. Raises NotAllowed."""
    if by != account.person:
        require(by, Capability.ACCOUNT_CLOSE, account.school_id, at)
    Account.objects.filter(pk=account.pk).update(epoch=F("epoch") + 1)
    account.refresh_from_db()
    journal.write(school=account.school, by=by, at=at, verb=AccountsVerb.SESSIONS_ENDED,
                  object=account, body={"because": because})  # fmt: skip


@transaction.atomic
def reset_second_step(*, account: Account, by: Person | System, at: datetime) -> None:
    """Take away every second step of somebody who has lost theirs; their sessions end.

    They set up a new one at the next sign-in. Whoever does this must know that it is they who ask.
    Raises NotAllowed, UnableToOpen.
    """
    require(by, Capability.ACCOUNT_CLOSE, account.school_id, at)
    if by == account.person:
        raise UnableToOpen("Change your own second step on the page of your own account.")
    found = list(Authenticator.objects.filter(user=account))
    if not found:
        raise UnableToOpen(f"{account} has no second step.")
    act = uuid4()
    for one in found:
        one.changed_by = by, act
        one.delete()
