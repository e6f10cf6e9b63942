"""What this room puts on people's Do lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from schoolgate.approvals import queries
from schoolgate.approvals.models import Approval
from schoolgate.people.models import Person
from schoolgate.people.needs import Need


def needs(person: Person, at: datetime) -> Iterator[Need]:
    """Yield the requests that somebody decides, and the decisions that they have not read."""
    for one in queries.to_decide(viewer=person, at=at):
        yield Need(f"Decide: {one.words}", _page("decide", one), one.asked_at, str(one.asker),
                   one.clause)  # fmt: skip
    for one in queries.to_read(viewer=person, at=at):
        decided, revoked = one.decided, one.revoked
        since = revoked.revoked_at if revoked else decided.decided_at if decided else one.asked_at
        outcome = "revoked" if revoked else decided.outcome if decided else ""
        yield Need(f"Read what was {outcome}: {one.words}", _page("one", one), since,
                   clause=one.clause)  # fmt: skip


def _page(name: str, approval: Approval) -> str:
    return reverse(f"approvals:{name}", args=[approval.school.slug, approval.pk])
