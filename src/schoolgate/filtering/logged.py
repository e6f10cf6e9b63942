"""What the filter knows of a log: who a user name is, what is not kept, what was opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils import timezone

from schoolgate.accounts.models import Account
from schoolgate.activity import days, registering
from schoolgate.activity.intake.known import Known
from schoolgate.filtering.actions import openings
from schoolgate.filtering.lists.wellknown import help_sites
from schoolgate.people.models import School
from schoolgate.records.parties import System

GATEWAY: Final = System("gateway", "The log of the proxy")


def offer() -> None:
    """Say it to the activity log."""
    registering.offer_names(_names)
    registering.offer_hidden("filtering", help_sites)
    registering.when_opened("filtering", _used)


def _names(school: School) -> Mapping[str, Known]:
    accounts = Account.objects.filter(school=school).select_related("person")
    return {one.username.casefold(): _known(one) for one in accounts}


def _known(one: Account) -> Known:
    if one.person is None:
        return Known("class")
    return Known("person", "" if one.person.year is None else str(one.person.year))


def _used(school: School, token: str, at: int) -> None:
    openings.note_use(token=token, school=school.pk, used_at=days.moment(at),
                      by=GATEWAY, at=timezone.now())  # fmt: skip
