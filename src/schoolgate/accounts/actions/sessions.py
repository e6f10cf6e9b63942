"""What sign-in leaves in the journal, and the wrong guesses that throttling counts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from schoolgate.accounts import rules
from schoolgate.accounts.models import Account, Attempt
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.people.models import Person, School
from schoolgate.records import actions as journal
from schoolgate.records.parties import VISITOR, System, Thing


def owner(account: Account) -> Person | System:
    """Return who acts with an account: its person, or the class login itself."""
    if account.person is not None:
        return account.person
    return System(f"class-login-{account.pk}", f"The {account}")


@transaction.atomic
def record_sign_in(*, account: Account, means: str, at: datetime) -> None:
    """Record that somebody signed in; `means` is `password`, `passkey`, `school account` …"""
    Account.objects.filter(pk=account.pk).update(last_login=at)
    journal.write(school=account.school, by=owner(account), at=at, verb=AccountsVerb.SIGNED_IN,
                  object=account, body={"means": means})  # fmt: skip


@transaction.atomic
def record_sign_out(*, account: Account, at: datetime) -> None:
    """Record that somebody signed out."""
    journal.write(school=account.school, by=owner(account), at=at, verb=AccountsVerb.SIGNED_OUT,
                  object=account)  # fmt: skip


@transaction.atomic
def record_second_step(
    *,
    account: Account,
    act: str,
    by: Person | System,
    at: datetime,
    action_id: UUID | None = None,
) -> None:
    """Record that a second step was added, removed or made anew; every session ends."""
    Account.objects.filter(pk=account.pk).update(epoch=F("epoch") + 1)
    journal.write(
        school=account.school, by=by, at=at, verb=AccountsVerb.SECOND_STEP_CHANGED,
        object=account, body={"act": act}, action_id=action_id,
    )  # fmt: skip


@transaction.atomic
def record_refusal(*, person: Person, route: str, at: datetime) -> None:
    """Record that somebody opened a page that is not theirs to open."""
    journal.write(school=person.school, by=person, at=at, verb=AccountsVerb.PAGE_REFUSED,
                  object=Thing("config.route", route, route))  # fmt: skip


@transaction.atomic
def record_provider_refusal(
    *, school: School, provider: str, account: Account | None, because: str, at: datetime
) -> None:
    """Record that somebody whom a provider sent was refused. Of strangers nothing is kept."""
    what = account or Thing("accounts.account", "", "nobody who has an account")
    journal.write(school=school, by=VISITOR, at=at, verb=AccountsVerb.SIGN_IN_REFUSED, object=what,
                  body={"because": because, "provider": provider})  # fmt: skip


def record_attempt(*, keys: list[str], at: datetime) -> tuple[list[int], bool]:
    """Count a guess under each key before it is tried; False when one has had its share.

    Counted first and asked afterwards, so that guesses at the same time do not slip through: of
    those that see at most ten there are at most ten. Returns what `forgive_attempt` takes.
    """
    since = at - rules.GUESSES_WITHIN
    made = Attempt.objects.bulk_create(Attempt(key=key, at=at) for key in keys)
    counts = [Attempt.objects.filter(key=key, at__gt=since).count() for key in keys]
    return [one.pk for one in made], all(count <= rules.MOST_GUESSES for count in counts)


def forgive_attempt(attempts: list[int]) -> None:
    """Take back a guess that was right."""
    Attempt.objects.filter(pk__in=attempts).delete()
