"""What accounts ask of somebody on the Do list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from schoolgate.accounts import queries
from schoolgate.accounts.models import Account
from schoolgate.people import permissions
from schoolgate.people.models import Person
from schoolgate.people.needs import Need
from schoolgate.people.rights import Capability


def prompts(person: Person, at: datetime) -> Iterable[Need]:
    """Ask for a new password where the school prompts for one and the last is older.

    It never bars a page: where a policy makes passwords go stale, `passwords.has_expired` does.
    """
    account = Account.objects.filter(person=person, is_active=True).first()
    days = queries.prompt_days(person.school_id) if account else 0
    if not days or account is None or not account.has_usable_password():
        return
    since = account.password_changed_at or account.opened_at
    asked = since + timedelta(days=days)
    if asked <= at:
        title = f"Change your password: it is older than {days} days"
        yield Need(title, reverse("account_change_password"), since=asked, asked_by="The school")


def looked_into(person: Person, at: datetime) -> Iterable[Need]:
    """Ask whoever keeps accounts to look at flags, and at passwords that others may know."""
    on = timezone.localdate(at)
    needed = (Capability.ACCOUNT_SEE, Capability.ACCOUNT_CLOSE)
    if not all(permissions.may(person, one, school=person.school_id, on=on) for one in needed):
        return
    for flag in queries.two_machines(viewer=person, on=on).filter(settled_at=None):
        yield _need(f"Look into {flag}", flag.account, flag.noticed_at, "The watch over accounts")
    for report in queries.compromises(viewer=person, on=on).filter(changed_at=None):
        who = str(report.reported_by or "")
        yield _need(f"See that {report.account} chooses a new password: others may know it",
                    report.account, report.reported_at, who)  # fmt: skip


def _need(title: str, account: Account, since: datetime, who: str) -> Need:
    url = reverse("accounts:account", args=[account.school.slug, account.pk])
    return Need(title, url, since=since, asked_by=who)
