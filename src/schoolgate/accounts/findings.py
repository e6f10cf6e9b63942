"""What a check of accounts finds, as the page shows it and as the journal keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from schoolgate.accounts import passwords, queries
from schoolgate.accounts.models import Account
from schoolgate.people.models import Person

# Short, without a capital, without a number, everybody's first guess, and good ones.
SAMPLES: Final = ("Abcdef1", "abcdefg1", "Abcdefgh", "Abcdefg1", "passwordpassword",
                  "copper kettle sunrise", "Copper kettle sunrise 7")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """A password that the machine was asked to take, and its answer: empty when it takes it."""

    password: str
    refused: str


@dataclass(frozen=True, slots=True)
class PasswordFindings:
    """What the machine does with samples, and how many accounts stand where."""

    samples: tuple[Sample, ...]
    with_password: int
    stale: int
    departs: tuple[str, ...]
    clause: str

    @property
    def sentence(self) -> str:
        """All of it, for the journal."""
        rule = f"clause {self.clause}" if self.clause else "the advice of NCSC"
        refused = sum(1 for one in self.samples if one.refused)
        return (
            f"the machine enforces {rule}; it refused {refused} of {len(self.samples)} samples; "
            f"{self.with_password} accounts have a password, {self.stale} of them too old; "
            f"the rule departs from national advice in {len(self.departs)} points"
        )


@dataclass(frozen=True, slots=True)
class SecondStepFindings:
    """Who reaches personal data without a second step."""

    without: tuple[Account, ...]
    open_accounts: int

    @property
    def sentence(self) -> str:
        """All of it, for the journal."""
        names = ", ".join(one.username for one in self.without[:20]) or "none"
        more = len(self.without) - 20
        return (
            f"{len(self.without)} of {self.open_accounts} open accounts lack one: {names}"
            f"{f' and {more} more' if more > 0 else ''}; they are sent to set it up at sign-in"
        )


def of_passwords(*, viewer: Person, account: Account, at: datetime) -> PasswordFindings:
    """Try the rule of the viewer's school on samples, and count accounts."""
    rule = passwords.rule_for(account)
    open_ones = queries.accounts(viewer=viewer, on=timezone.localdate(at)).filter(is_active=True)
    having = [one for one in open_ones.select_related("school") if one.has_usable_password()]
    return PasswordFindings(
        tuple(Sample(one, _answer(one, account)) for one in SAMPLES), len(having),
        sum(1 for one in having if passwords.has_expired(one, at)), rule.departs, rule.clause,
    )  # fmt: skip


def _answer(password: str, account: Account) -> str:
    try:
        validate_password(password, account)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def of_second_steps(*, viewer: Person, at: datetime) -> SecondStepFindings:
    """Find who of the viewer's school reaches personal data without a second step."""
    on = timezone.localdate(at)
    every = queries.accounts(viewer=viewer, on=on).filter(is_active=True)
    return SecondStepFindings(
        tuple(queries.without_second_step(viewer=viewer, on=on)), every.count()
    )
