"""When a change needs a second person, and when the log of changes is overdue. Pure.

Sources: Thatto Heath Net.b4 (FIL-02), FIL-12, OVR-08. No pack gives a period for the review of the
log; a term is what the committee's meetings have.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from schoolgate.policies.rules import Level, Question, RuleBook

REVIEW_EVERY: Final = timedelta(days=120)  # about a term
SMALLEST_CREW: Final = 2
_WHO: Final = ("it_technician", "network_manager", "teacher")


class Sole(NamedTuple):
    """Whether one person alone may answer for the filter, and the clause that says not."""

    is_forbidden: bool = False
    clause: str = ""


def sole_charge(book: RuleBook, at: datetime) -> Sole:
    """Ask a policy whether one person may have sole charge of the filter."""
    for who in _WHO:
        facts = {"detail": "sole_responsibility"}
        answer = book.decide(Question(who, "manage", "web_filter", facts, at))
        if answer.level not in {Level.SILENT, Level.ALLOWED}:
            return Sole(True, answer.clauses[0] if answer.clauses else "")
    return Sole()


def review_is_due(last: datetime | None, first_unread: datetime | None) -> datetime | None:
    """Return by when the log, last read at `last`, is read; None while nothing is unread."""
    if first_unread is None:
        return None
    return max(first_unread, last or first_unread) + REVIEW_EVERY
