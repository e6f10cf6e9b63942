"""The school's own prompt to change passwords, and checks that prove two duties."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from schoolgate.accounts.models import PasswordPrompt
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

LONGEST_PROMPT: Final = 730  # days


class UnableToSet(Exception):
    """A prompt cannot be set like this; nothing was changed."""


@transaction.atomic
def set_prompt(*, school: School, days: int, by: Person | System, at: datetime) -> PasswordPrompt:
    """Ask everybody who has a password for a new one after so many days; 0 asks nobody.

    It is a request on the Do list and never bars a page. Raises NotAllowed, UnableToSet.
    Clause: Cotmanhay 14.3, “regularly, when prompted”.
    """
    require(by, Capability.PROMPT_SET, school.pk, at)
    if not 0 <= days <= LONGEST_PROMPT:
        raise UnableToSet(f"Choose from 1 to {LONGEST_PROMPT} days, or 0 for no prompt.")
    who = by if isinstance(by, Person) else None
    made = PasswordPrompt.objects.create(school=school, days=days, set_by=who, set_at=at)
    journal.write(school=school, by=by, at=at, verb=AccountsVerb.PROMPT_SET, object=school,
                  body={"days": days})  # fmt: skip
    return made


@transaction.atomic
def record_password_check(*, school: School, found: str, by: Person | System, at: datetime) -> None:
    """Record that somebody looked whether the machine enforces the password rules, and what they
    found. Raises NotAllowed. Clause: Thatto Heath Net.b3."""
    require(by, Capability.ACCOUNT_CHECK, school.pk, at)
    journal.write(school=school, by=by, at=at, verb=AccountsVerb.PASSWORD_RULES_CHECKED,
                  object=school, body={"found": found})  # fmt: skip


@transaction.atomic
def record_second_step_check(
    *, school: School, found: str, by: Person | System, at: datetime
) -> None:
    """Record that somebody looked which accounts with personal data lack a second step, and what
    they found. Raises NotAllowed. Clause: Brookside 4.4, Cyber Essentials C7."""
    require(by, Capability.ACCOUNT_CHECK, school.pk, at)
    journal.write(school=school, by=by, at=at, verb=AccountsVerb.TWO_FACTOR_CHECKED,
                  object=school, body={"found": found})  # fmt: skip
