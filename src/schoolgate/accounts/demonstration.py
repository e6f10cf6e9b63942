"""Accounts of the demonstration's people; nobody has a password, links sign in."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from schoolgate.accounts import actions
from schoolgate.accounts.models import Account
from schoolgate.people.actions import DEMONSTRATION, also_show
from schoolgate.people.demonstration import NAMED, SOURCE
from schoolgate.people.models import Person, School

_CLASS: Final = "R Oak"


def show() -> None:
    """Let the demonstration have accounts."""
    also_show("accounts", _set_up)


def _set_up(school: School, at: datetime) -> None:
    wanted = [one.id for one in NAMED]
    without = Person.objects.filter(school=school, source=SOURCE, external_id__in=wanted,
                                    account=None)  # fmt: skip
    for person in without:
        actions.open_account(person=person, by=DEMONSTRATION, at=at)
    if not Account.objects.filter(school=school, class_name=_CLASS).exists():
        actions.open_class_login(school=school, class_name=_CLASS, by=DEMONSTRATION, at=at)
