"""The school's own rule for passwords, asked of its policy; NCSC's where the policy is silent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils import timezone

from schoolgate.accounts import rules
from schoolgate.accounts.models import Account
from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.rules import Answer, Level, Question
from schoolgate.records import tenancy

_SET = ("set", "own_password")
_KEEP = ("keep", "own_password")
_DENIED = CommonPasswordValidator()


@dataclass(frozen=True, slots=True)
class PasswordRule:
    """What a new password must have, in sentences; `clause` is empty for NCSC's rule.

    `departs` says where the school's rule asks for less, or for more, than NCSC advises.
    """

    sentences: tuple[str, ...]
    clause: str
    departs: tuple[str, ...]


def rule_for(account: Account) -> PasswordRule:
    """Return the rule for an account as its page shows it."""
    answer = _decide(account, _SET, {"length": "0", "capital": "no", "number": "no"})
    if answer is None or answer.level == Level.SILENT:
        least = f"at least {rules.NCSC_LENGTH} characters; three words together are a good start"
        return PasswordRule(
            (least, "not one of the passwords that everybody guesses first"), "", ()
        )
    wanted = [fact.phrase for rule in answer.rules for fact in (*rule.only_if, *rule.unless)]
    return PasswordRule(tuple(wanted), answer.clauses[0], tuple(_departures(account)))


def _departures(account: Account) -> list[str]:
    found = []
    if _passes(account, "Aa1" + "x" * 5):
        found.append(f"NCSC advises {rules.NCSC_LENGTH} characters or more; this rule takes 8.")
    if not _passes(account, "x" * 20):
        found.append(
            "NCSC advises against asking for capitals and numbers; this rule asks for them."
        )
    if expires(account):
        found.append(
            "NCSC advises against changing passwords by the calendar; this rule asks for it."
        )
    return found


def _passes(account: Account, password: str) -> bool:
    answer = _decide(account, _SET, rules.facts_about(password))
    return answer is not None and answer.level <= Level.ALLOWED


def expires(account: Account) -> bool:
    """Tell whether the policy lets a password go stale with the terms."""
    answer = _decide(account, _KEEP, {"age": "3_term"})
    return answer is not None and answer.level > Level.ALLOWED


def has_expired(account: Account, at: datetime) -> bool:
    """Tell whether a password must be changed now: set in an earlier term than the rule bears.

    Clause: Ashbrook 12.3, Thatto Heath Tech.b6. Without a pack that reads, nothing expires.
    """
    changed = account.password_changed_at
    if changed is None or not account.has_usable_password() or account.person is None:
        return False
    book = _book(account)
    starts = [term.first for term in book.calendar.terms] if book else []
    days = timezone.localdate(changed), timezone.localdate(at)
    answer = _decide(account, _KEEP, {"age": rules.age_in_terms(*days, starts)})
    return answer is not None and answer.level > Level.ALLOWED


def _decide(account: Account, act: tuple[str, str], facts: dict[str, str]) -> Answer | None:
    book = _book(account)
    with tenancy.acting_for(account.school_id):  # also while a link sets the first password
        who = account.person.role if account.person else "pupil_ks1"
    return book.decide(Question(who, *act, facts)) if book else None


def _book(account: Account) -> Any:
    try:
        return library.of(account.school).pack.book
    except PackError:
        return None


class SchoolsOwnRule:
    """Django's password validator: refuses what the policy of the account's school refuses."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError with one sentence that says what is missing."""
        if user is None or user.school_id is None:
            return _refuse_by_ncsc(password, user)
        answer = _decide(user, _SET, rules.facts_about(password))
        if answer is None or answer.level == Level.SILENT:
            return _refuse_by_ncsc(password, user)
        if answer.level > Level.ALLOWED:
            wanted = "; ".join(rule_for(user).sentences)
            raise ValidationError(f"Clause {answer.clauses[0]} asks for this: {wanted}.")
        return None

    def get_help_text(self) -> str:
        """Return nothing: the page shows the rule of the account's own school."""
        return ""


def _refuse_by_ncsc(password: str, user: Account | None) -> None:
    if len(password) < rules.NCSC_LENGTH:
        raise ValidationError(
            f"Use at least {rules.NCSC_LENGTH} characters. Three words together are a good start."
        )
    plain = password.lower().strip()
    if plain in _DENIED.passwords or rules.repeated(plain) != plain:
        raise ValidationError("Everybody guesses this one first. Choose another.")
    if user is not None and user.username and user.username.lower() in password.lower():
        raise ValidationError("Do not put your user name into your password.")
