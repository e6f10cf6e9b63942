"""Every read of accounts."""

from __future__ import annotations

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef, QuerySet

from schoolgate.accounts import permissions, rules
from schoolgate.accounts.models import Account, Compromise, PasswordPrompt, TwoMachines, Use
from schoolgate.people import permissions as people
from schoolgate.people import rights
from schoolgate.people.models import Person, School


def accounts(*, viewer: Person | None, on: date) -> QuerySet[Account]:
    """Return the accounts that the viewer may see, by user name."""
    return permissions.visible_to(viewer, on=on)


def compromises(*, viewer: Person | None, on: date) -> QuerySet[Compromise]:
    """Return the reports about accounts that the viewer may see, newest first."""
    mine = permissions.visible_to(viewer, on=on).values("pk")
    return Compromise.objects.filter(account__in=mine).select_related(
        "account__person", "account__school"
    )


def two_machines(*, viewer: Person | None, on: date) -> QuerySet[TwoMachines]:
    """Return the flags about accounts that the viewer may see, newest first."""
    mine = permissions.visible_to(viewer, on=on).values("pk")
    return TwoMachines.objects.filter(account__in=mine).select_related(
        "account__person", "account__school"
    )


def in_use(account: Account, *, viewer: Person | None, at: datetime, on: date) -> QuerySet[Use]:
    """Return the sessions in which an account was active in the last five minutes."""
    mine = permissions.visible_to(viewer, on=on).values("pk")
    return Use.objects.filter(account=account, account__in=mine, ended_at=None,
                              seen_at__gt=at - rules.AT_ONCE)  # fmt: skip


def last_seen(account: Account) -> datetime | None:
    """Return when somebody last signed in with an account."""
    return account.last_login


def prompts(school: School | int) -> QuerySet[PasswordPrompt]:
    """Return a school's prompts to change passwords, the one in force first."""
    return PasswordPrompt.objects.filter(school=school).select_related("set_by")


def prompt_days(school: School | int) -> int:
    """Return after how many days a school asks for a new password; 0 for never."""
    latest = prompts(school).first()
    return latest.days if latest else 0


def without_second_step(*, viewer: Person | None, on: date) -> list[Account]:
    """Return open accounts that reach personal data and have no second step, by user name.

    Not those whose provider said at their last sign-in there that it used two steps.
    """
    found = permissions.visible_to(viewer, on=on).filter(
        ~Exists(Authenticator.objects.filter(user=OuterRef("pk"))),
        is_active=True, person__isnull=False,
    )  # fmt: skip
    links = SocialAccount.objects.filter(user__in=found.values("pk"))
    elsewhere = {link.user_id for link in links if "mfa" in link.extra_data.get("amr", [])}
    return [one for one in found if one.pk not in elsewhere and _must_have_one(one, on)]


def _must_have_one(account: Account, on: date) -> bool:
    person = account.person
    if person is None:
        return False
    if rights.needs_second_step(person.kind, frozenset({person.role})):
        return True
    return rights.needs_second_step(person.kind, people.roles_of(person, on=on))
