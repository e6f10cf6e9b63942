"""Withdrawing access to the internet after misuse, and giving it back (MON-23)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from schoolgate.filtering import naming
from schoolgate.filtering.actions.storing import (
    UnableToAct,
    moment,
    require_words,
    stored,
    tell_gateways,
)
from schoolgate.filtering.models import Withdrawal
from schoolgate.filtering.models.withdrawals import LONGEST
from schoolgate.filtering.queries import openings
from schoolgate.filtering.rules.withdrawing import State, Term, fault
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people.models import Person
from schoolgate.records import actions as journal

_OPEN: Final = frozenset({State.BLOCKED, State.REVIEW})
_FASTER: Final = "Somebody else was faster. Look again."


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whose access is withdrawn, why, and for how long."""

    person: Person
    reason: str
    term: Term
    ticket: UUID = field(default_factory=uuid4)


@transaction.atomic
def withdraw(*, outcome: Outcome, by: Person, at: datetime) -> Withdrawal:
    """Withdraw somebody's access to the internet; the filter obeys within two seconds. The same
    ticket twice is once. Raises UnableToAct."""
    sent = Withdrawal.objects.filter(school=by.school_id, by=by, ticket=outcome.ticket)
    if before := sent.first():
        return before
    person, on = outcome.person, timezone.localdate(at)
    post, role = _deciding(person, by, at)
    require_words(outcome.reason, most=LONGEST)
    if wrong := fault(outcome.term, at=at, on=on):
        raise UnableToAct(wrong)
    if not openings.users_of(person):
        raise UnableToAct(f"{person} has no account, so the filter cannot know them.")
    there = Withdrawal.objects.filter(school=by.school_id, person=person, ended_at=None)
    if any(one.state(at) in _OPEN for one in there):
        raise UnableToAct(f"The access of {person} is withdrawn already.")
    made = stored(Withdrawal(
        school=by.school, ticket=outcome.ticket, person=person, by=by, role=role,
        reason=outcome.reason.strip(), clause=post.clause, from_at=at,
        until_at=outcome.term.until_at, review_on=outcome.term.review_on,
    ), _FASTER)  # fmt: skip
    _write(made, FilteringVerb.WITHDRAWAL_MADE, by, at)
    tell_gateways(by.school)
    return made


def _deciding(person: Person, by: Person, at: datetime) -> tuple[naming.Post, str]:
    """Return whom the policy lets decide, and the role in which somebody does. Raises
    UnableToAct."""
    if person.school_id != by.school_id:
        raise UnableToAct("Name somebody of your school.")
    post, role = naming.for_withdrawing(person, by=by, on=timezone.localdate(at))
    if not role:
        raise UnableToAct(f"This is not yours to decide. Ask {post.given_by}.")
    return post, role


def may_give_back(row: Withdrawal, *, by: Person, at: datetime) -> bool:
    """Tell whether somebody may give the access back now: whoever could withdraw it."""
    if row.state(at) not in _OPEN or by.school_id != row.school_id:
        return False
    return bool(naming.for_withdrawing(row.person, by=by, on=timezone.localdate(at))[1])


@transaction.atomic
def give_back(*, row: Withdrawal, reason: str, by: Person, at: datetime) -> None:
    """Give somebody's access back before its end, with a reason. Raises UnableToAct."""
    _deciding(row.person, by, at)
    require_words(reason, most=LONGEST)
    if row.state(at) not in _OPEN:
        raise UnableToAct("It is not withdrawn any more. Look again.")
    there = Withdrawal.objects.filter(pk=row.pk, ended_at=None)
    if not there.update(ended_by=by, ended_at=at, end_reason=reason.strip()):
        raise UnableToAct(_FASTER)
    _write(row, FilteringVerb.WITHDRAWAL_ENDED, by, at)
    tell_gateways(row.school)


@transaction.atomic
def note_withdrawal_read(*, row: Withdrawal, by: Person, at: datetime) -> None:
    """Record that somebody has read that their access is withdrawn. Read twice is read once."""
    unread = Withdrawal.objects.filter(pk=row.pk, person=by, read_at=None)
    if unread.update(read_at=at):
        _write(row, FilteringVerb.WITHDRAWAL_READ, by, at)


def _write(row: Withdrawal, verb: FilteringVerb, by: Person, at: datetime) -> None:
    until = moment(row.until_at) if row.until_at else f"a review on {row.review_on:%d/%m/%Y}"
    journal.write(school=row.school, by=by, at=at, verb=verb, object=row, clause=row.clause,
                  body={"until": until, "role": row.role.replace("_", " ")})  # fmt: skip
