"""Leave granted, refused, revoked, and what was decided read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.approvals import permissions, queries, rules
from schoolgate.approvals.actions.storing import DecidedAlready, same_school, store
from schoolgate.approvals.models import LONGEST, Approval, Decision, Reading, Revocation
from schoolgate.approvals.rules import Deciders, Outcome, Span, State
from schoolgate.approvals.verbs import ApprovalsVerb
from schoolgate.kernel import canonical
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.records import actions as journal


class UnableToDecide(Exception):
    """This cannot be decided, not by this person or not like this; nothing was written."""


class UnableToRevoke(Exception):
    """This leave cannot be taken back, or not by this person; nothing was written."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How leave is granted. Spans that are not given are those that were asked for."""

    reason: str
    conditions: str = ""
    from_at: datetime | None = None
    until_at: datetime | None = None


@transaction.atomic
def grant(*, approval: Approval, terms: Terms, by: Person, at: datetime) -> Decision:
    """Grant leave, for the time asked for or less. Raises UnableToDecide, PackError.

    It begins at `at` where that is later than asked: leave never reaches back.
    """
    found, role = _deciding(approval, terms.reason, by, at)
    span = _span(approval, terms, at)
    does = approval.doer_id
    if approval.about_id is not None and (fault := rules.not_separate(
        approves=by.pk, does=does, about=approval.about_id, reviews=None
    )):  # fmt: skip
        raise UnableToDecide(fault)
    leave = queries.leaves_of(approval.school).get(approval.key)
    if leave is None:
        raise UnableToDecide("The policy has changed and asks for this no longer. Refuse it.")
    facts = leave.facts(approval.roles[0] if found.instead else role)
    return _stored(
        Decision(school=approval.school, approval=approval, outcome=Outcome.GRANTED, by=by,
                 role=role, reason=terms.reason.strip(), conditions=terms.conditions.strip(),
                 from_at=span.from_at, until_at=span.until_at, facts=canonical.text(facts),
                 decided_at=at)
    )  # fmt: skip


@transaction.atomic
def refuse(*, approval: Approval, reason: str, by: Person, at: datetime) -> Decision:
    """Refuse leave. Raises UnableToDecide, PackError."""
    _, role = _deciding(approval, reason, by, at)
    return _stored(Decision(school=approval.school, approval=approval, outcome=Outcome.REFUSED,
                            by=by, role=role, reason=reason.strip(), decided_at=at))  # fmt: skip


def _stored(decision: Decision) -> Decision:
    try:
        return store(decision)
    except DecidedAlready as error:
        raise UnableToDecide(str(error)) from None


def _deciding(approval: Approval, reason: str, by: Person, at: datetime) -> tuple[Deciders, str]:
    """Return who decides and the role in which `by` does. Raises UnableToDecide."""
    found = queries.deciders(approval, holders=queries.Holders(timezone.localdate(at)))
    role = found.role_of(by.pk) if same_school(by, approval) else ""
    if by.pk in {approval.asker_id, approval.about_id}:
        raise UnableToDecide(f"Nobody decides their own request. {_who(found)}")
    if not role:
        raise UnableToDecide(f"This is not yours to decide. {_who(found)}")
    _refuse_bare(reason)
    state = approval.state(at)
    if state is State.TOO_LATE:
        raise UnableToDecide("The time that was asked for is over. Ask again for a later time.")
    if state is not State.WAITING:
        decided = approval.decided
        who = f"{decided.by} has {decided.outcome} this already" if decided else "It is decided"
        raise UnableToDecide(f"{who}. Look again.")
    return found, role


def _who(found: Deciders) -> str:
    names = ", ".join(str(person) for person in queries.names(found))
    if not names:
        return "Nobody here can: appoint somebody to the role first."
    return f"Ask {names}."


def _refuse_bare(reason: str) -> None:
    if not reason.strip():
        raise UnableToDecide("Write down the reason.")
    if len(reason) > LONGEST:
        raise UnableToDecide(f"Write at most {LONGEST} characters.")


def _span(approval: Approval, terms: Terms, at: datetime) -> Span:
    asked = approval.asked_span
    from_at = max(asked.from_at, terms.from_at or at, at)
    until_at = terms.until_at or asked.until_at
    if (terms.from_at or asked.from_at) < asked.from_at or until_at > asked.until_at:
        raise UnableToDecide("Grant the time that was asked for, or less.")
    if until_at <= from_at:
        raise UnableToDecide("It would end before it begins. Give a later end.")
    return Span(from_at, until_at)


@transaction.atomic
def revoke(*, approval: Approval, reason: str, by: Person, at: datetime) -> Revocation:
    """Take leave back, as one who decides it; or give it back, as the one who has it.

    Raises UnableToRevoke.
    """
    if not may_revoke(approval, by=by, at=at):
        raise UnableToRevoke("This is not yours to take back. Ask the headteacher.")
    if not reason.strip():
        raise UnableToRevoke("Write down the reason.")
    if approval.state(at) not in {State.IN_FORCE, State.NOT_BEGUN}:
        raise UnableToRevoke("This permission is not in force. Look again.")
    made = Revocation(school=approval.school, approval=approval, by=by, reason=reason.strip(),
                      revoked_at=at)  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise UnableToRevoke("Somebody else has just revoked this. Look again.") from None
    journal.write(school=approval.school, by=by, at=at, verb=ApprovalsVerb.APPROVAL_REVOKED,
                  object=approval, clause=approval.clause)  # fmt: skip
    return made


def may_revoke(approval: Approval, *, by: Person, at: datetime) -> bool:
    """Tell whether somebody may take leave back: who asked, who granted, or who decides now."""
    on = timezone.localdate(at)
    if not permissions.may_see(by, approval, on=on) or not people.roles_of(by, on=on):
        return False
    decided = approval.decided
    if by.pk == approval.asker_id or (decided is not None and decided.by_id == by.pk):
        return True
    return by.pk in queries.deciders(approval, holders=queries.Holders(on)).people


@transaction.atomic
def note_reading(*, approval: Approval, by: Person, at: datetime) -> None:
    """Take a decision off the asker's Do list. Read twice is read once."""
    revoked = approval.revoked is not None
    if by.pk != approval.asker_id or approval.decided is None:
        return
    _, is_new = Reading.objects.get_or_create(
        approval=approval, person=by, revoked=revoked,
        defaults={"school": approval.school, "read_at": at},
    )  # fmt: skip
    if is_new:
        journal.write(school=approval.school, by=by, at=at, verb=ApprovalsVerb.DECISION_READ,
                      object=approval, clause=approval.clause)  # fmt: skip


@transaction.atomic
def note_view(*, approval: Approval, by: Person, at: datetime) -> None:
    """Write down that somebody looked at a request about a person."""
    if approval.about_id is not None:
        journal.write(school=approval.school, by=by, at=at, verb=ApprovalsVerb.APPROVAL_VIEWED,
                      object=approval, clause=approval.clause)  # fmt: skip
