"""The one decision about a request: the database takes the first and no other."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime

from schoolgate.approvals.models import Approval, Decision
from schoolgate.approvals.rules import Outcome
from schoolgate.approvals.verbs import ApprovalsVerb
from schoolgate.people.models import Person
from schoolgate.records import actions as journal

_VERB: Final = {
    Outcome.GRANTED: ApprovalsVerb.APPROVAL_GRANTED,
    Outcome.REFUSED: ApprovalsVerb.APPROVAL_REFUSED,
    Outcome.WITHDRAWN: ApprovalsVerb.APPROVAL_WITHDRAWN,
}


class DecidedAlready(Exception):
    """Somebody was faster. The message says who, and what they decided."""


def moment(at: datetime) -> str:
    """Return an instant as a sentence says it: 14 October 2026, 15:30."""
    return date_format(localtime(at), "j F Y, H:i")


def store(decision: Decision, *, action_id: UUID | None = None) -> Decision:
    """Store a decision with its entry in the journal. Raises DecidedAlready."""
    approval = decision.approval
    try:
        with transaction.atomic():
            decision.save(force_insert=True)
    except IntegrityError:
        first = Decision.objects.select_related("by").filter(approval=approval).first()
        if first is None:
            raise
        raise DecidedAlready(f"{first.by} has {first.outcome} this already. Look again.") from None
    body = {"role": decision.role.replace("_", " ")}
    if decision.until_at is not None:
        body["until"] = moment(decision.until_at)
    journal.write(
        school=approval.school, by=decision.by, at=decision.decided_at, object=approval, body=body,
        verb=_VERB[Outcome(decision.outcome)], clause=approval.clause, action_id=action_id,
    )  # fmt: skip
    return decision


def same_school(by: Person, approval: Approval) -> bool:
    """Tell whether somebody acts at their own school."""
    return by.school_id == approval.school_id
