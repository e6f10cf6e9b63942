"""Where accounts are in use: one row a session, and a flag when there are too many at once."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from schoolgate.accounts import rules
from schoolgate.accounts.models import Account, TwoMachines, Use
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.activity import sitting
from schoolgate.people.actions import require
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

WATCH: Final = System("two-machines", "The watch over accounts used twice")


class UnableToSettle(Exception):
    """A flag cannot be settled like this; nothing was changed."""


@transaction.atomic
def begin_use(*, account: Account, machine: str, at: datetime) -> int:
    """Note that a session began on a machine, by the digest of its cookie; return the row's key."""
    made = Use.objects.create(school_id=account.school_id, account=account, machine=machine,
                              began_at=at, seen_at=at)  # fmt: skip
    _look(account, at)
    return made.pk


def go_on(*, use: int, account: Account, at: datetime) -> None:
    """Note that a session is in use still."""
    with transaction.atomic():
        if Use.objects.filter(pk=use, ended_at=None).update(seen_at=at):
            _look(account, at)


def sit(*, account: Account, address: str, since: datetime, at: datetime) -> None:
    """Tell the activity log at which address an account was used, since when and until now; once
    this is stored."""
    school, kind = account.school, "class" if account.is_shared else "person"
    transaction.on_commit(
        lambda: sitting.used(school=school, address=address, user=account.username, kind=kind,
                             since=since, until=at)
    )  # fmt: skip


def end_use(*, use: int, at: datetime) -> None:
    """Note that a session is over."""
    Use.objects.filter(pk=use, ended_at=None).update(ended_at=at)


def forget_old_uses(*, at: datetime) -> int:
    """Delete what nobody has used for 30 days; return how many rows."""
    gone, _ = Use.objects.filter(seen_at__lte=at - rules.USES_KEPT).delete()
    return gone


def _look(account: Account, at: datetime) -> None:
    """Raise a flag when an account is active on more machines at once than one person has.

    Clause: Ashbrook 4.2, Cotmanhay 4.2 and 14.2, Thatto Heath Tech.b8.
    """
    most = rules.most_machines(account.person.kind if account.person else "")
    if most is None:
        return
    since = at - rules.AT_ONCE
    here = Use.objects.filter(account=account, ended_at=None, seen_at__gt=since)
    machines = here.order_by().values("machine").distinct().count()
    if machines > most:
        _notice(account, machines, at)


def _notice(account: Account, machines: int, at: datetime) -> None:
    try:
        with transaction.atomic():
            TwoMachines.objects.create(school_id=account.school_id, account=account,
                                       machines=machines, noticed_at=at)  # fmt: skip
    except IntegrityError:
        return  # noticed already, and nobody has looked yet
    journal.write(school=account.school, by=WATCH, at=at, verb=AccountsVerb.MACHINES_NOTICED,
                  object=account, body={"machines": machines})  # fmt: skip


@transaction.atomic
def settle_machines(*, account: Account, outcome: str, by: Person | System, at: datetime) -> None:
    """Write down what came of a flag, in words. Raises NotAllowed, UnableToSettle."""
    require(by, Capability.ACCOUNT_CLOSE, account.school_id, at)
    flag = TwoMachines.objects.filter(account=account, settled_at=None)
    who = by if isinstance(by, Person) else None
    if flag.update(settled_at=at, settled_by=who, outcome=outcome) != 1:
        raise UnableToSettle("Somebody has settled this already.")
    journal.write(school=account.school, by=by, at=at, verb=AccountsVerb.MACHINES_SETTLED,
                  object=account, body={"outcome": outcome})  # fmt: skip
