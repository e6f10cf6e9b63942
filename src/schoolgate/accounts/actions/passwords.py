"""Passwords changed, and reports that somebody else may know one."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F

from schoolgate.accounts.models import Account, Compromise
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.jobs import letters
from schoolgate.people.actions import require
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

LINK: Final = "accounts:link"


def send_link(*, account: Account | None) -> None:
    """Have a link sent with which an account's owner sets a new password.

    For nobody's address the same work is done, and no letter comes of it: how long it takes tells
    nobody whether an address has an account.
    """
    school = account.school_id if account else None
    letters.post(LINK, school=school, account=account.pk if account else 0)


@transaction.atomic
def change_password(*, account: Account, password: str, by: Person | System, at: datetime) -> None:
    """Set a password that has passed the school's rule. Every other session ends with it.

    Clause: Ashbrook 12.3, Cotmanhay 14.3, Thatto Heath Tech.b6.
    """
    account.set_password(password)
    account.password_changed_at, account.must_change = at, False
    account.save(update_fields=["password", "password_changed_at", "must_change"])
    Compromise.objects.filter(account=account, changed_at=None).update(changed_at=at)
    journal.write(school=account.school, by=by, at=at, verb=AccountsVerb.PASSWORD_CHANGED,
                  object=account)  # fmt: skip


@transaction.atomic
def report_compromise(
    *, account: Account, by: Person | System, at: datetime, note: str = ""
) -> Compromise:
    """Record that others may know a password: sessions end, and a new one must be set.

    The owner may, and whoever keeps accounts. Raises NotAllowed. Clause: Ashbrook 12.5,
    Cotmanhay 14.5, Thatto Heath Tech.b8.
    """
    if by != account.person:
        require(by, Capability.ACCOUNT_CLOSE, account.school_id, at)
    report = Compromise(
        school_id=account.school_id, account=account, reported_at=at, note=note,
        reported_by=by if isinstance(by, Person) else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError:
        return Compromise.objects.get(account=account, changed_at=None)
    Account.objects.filter(pk=account.pk).update(must_change=True, epoch=F("epoch") + 1)
    account.refresh_from_db()
    journal.write(school=account.school, by=by, at=at, verb=AccountsVerb.COMPROMISE_REPORTED,
                  object=account)  # fmt: skip
    return report
