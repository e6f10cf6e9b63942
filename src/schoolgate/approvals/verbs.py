"""The journal's verbs for leave, how they read, and who may read them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.records.verbs import Meaning, Told


class ApprovalsVerb(StrEnum):
    """What is done with leave."""

    APPROVAL_ASKED = "approvals:approval:asked"
    APPROVAL_GRANTED = "approvals:approval:granted"
    APPROVAL_REFUSED = "approvals:approval:refused"
    APPROVAL_REVOKED = "approvals:approval:revoked"
    APPROVAL_USED = "approvals:approval:used"
    APPROVAL_VIEWED = "approvals:approval:viewed"
    APPROVAL_WITHDRAWN = "approvals:approval:withdrawn"
    DECISION_READ = "approvals:decision:read"


# Governors get numbers: an entry names who asked.
_READERS: Final = frozenset({"auditor", "dsl", "headteacher"})


def _granted(told: Told) -> str:
    return (
        f"{told.actor} granted {told.object}, as {told.body['role']}, until {told.body['until']}."
    )


def _meaning(act: str) -> Meaning:
    return Meaning(lambda told: f"{told.actor} {act} {told.object}.", _READERS)


MEANINGS: Final = {
    ApprovalsVerb.APPROVAL_ASKED: _meaning("asked for"),
    ApprovalsVerb.APPROVAL_GRANTED: Meaning(_granted, _READERS),
    ApprovalsVerb.APPROVAL_REFUSED: _meaning("refused"),
    ApprovalsVerb.APPROVAL_REVOKED: _meaning("revoked"),
    ApprovalsVerb.APPROVAL_USED: _meaning("acted on"),
    ApprovalsVerb.APPROVAL_VIEWED: _meaning("looked at"),
    ApprovalsVerb.APPROVAL_WITHDRAWN: _meaning("withdrew the request of"),
    ApprovalsVerb.DECISION_READ: _meaning("read what was decided about"),
}
