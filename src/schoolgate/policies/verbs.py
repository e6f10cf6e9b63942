"""What this room writes into the journal."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.records.verbs import Meaning, Told


class PoliciesVerb(StrEnum):
    """The verbs of this room."""

    CLAUSES_CHOSEN = "policies:clauses:chosen"
    CONSULTATION_CLOSED = "policies:consultation:closed"
    DEPARTURE_REASONED = "policies:departure:reasoned"
    DRAFT_COMMENTED = "policies:draft:commented"
    EARLY_REVIEW_CLOSED = "policies:early-review:closed"
    EARLY_REVIEW_OPENED = "policies:early-review:opened"
    EDITION_CHECKED = "policies:edition:checked"
    FINDING_WAIVED = "policies:finding:waived"
    ISSUE_OFFERED = "policies:issue:offered"
    POLICY_PUBLISHED = "policies:policy:published"
    POLICY_RELATED = "policies:policy:related"
    POLICY_STORED = "policies:policy:stored"
    POLICY_SUPERSEDED = "policies:policy:superseded"
    PROPOSAL_DRAFTED = "policies:proposal:drafted"
    QUESTION_ASKED = "policies:question:asked"
    REVIEW_APPROVED = "policies:review:approved"
    REVISION_RECORDED = "policies:revision:recorded"
    SERVICE_LISTED = "policies:service:listed"
    SERVICE_UNLISTED = "policies:service:unlisted"
    TIMES_SET = "policies:times:set"
    VERSION_ADOPTED = "policies:version:adopted"
    VERSION_DRAFTED = "policies:version:drafted"
    VERSION_ENDED = "policies:version:ended"
    VERSION_REOPENED = "policies:version:reopened"
    VERSION_SAVED = "policies:version:saved"
    VERSION_WITHDRAWN = "policies:version:withdrawn"


_READERS: Final = frozenset({"auditor", "governor", "headteacher"})
_WRITERS: Final = _READERS | {"chair", "esafety_coordinator"}


def _approved(told: Told) -> str:
    body = told.body
    return (
        f"{told.actor} approved {told.object} for {body['committee']} (minute {body['minute']})"
        f" and signed with {body['method']}."
    )


def _consulted(told: Told) -> str:
    missing = told.body["not consulted"]
    return f"{told.actor} closed the consultation on {told.object}" + (
        f"; not consulted: {missing}." if missing else "."
    )


def _plain(act: str) -> Meaning:
    return Meaning(lambda told: f"{told.actor} {act} {told.object}.", _WRITERS)


MEANINGS: Final = {
    PoliciesVerb.DRAFT_COMMENTED: Meaning(
        lambda told: f"{told.actor} recorded that {told.body['group']} had been consulted on "
        f"{told.object}.", _WRITERS,
    ),
    PoliciesVerb.POLICY_RELATED: _plain("put on the register of related policies:"),
    PoliciesVerb.CLAUSES_CHOSEN: Meaning(
        lambda told: f"{told.actor} took or left clauses of {told.body['issue']}.", _READERS
    ),
    PoliciesVerb.DEPARTURE_REASONED: Meaning(
        lambda told: f"{told.actor} gave a reason for a departure: {told.object}.", _READERS
    ),
    PoliciesVerb.EARLY_REVIEW_CLOSED: Meaning(
        lambda told: f"{told.actor} closed an {told.object}.", _READERS
    ),
    PoliciesVerb.EARLY_REVIEW_OPENED: Meaning(
        lambda told: f"{told.actor} opened an {told.object}.", _READERS
    ),
    PoliciesVerb.EDITION_CHECKED: Meaning(
        lambda told: f"{told.actor} checked which edition holds: {told.object}.", _READERS
    ),
    PoliciesVerb.FINDING_WAIVED: Meaning(
        lambda told: f"{told.actor} waived a finding until {told.body['until']}: {told.object}.",
        _READERS,
    ),
    PoliciesVerb.ISSUE_OFFERED: Meaning(
        lambda told: f"{told.actor} offered {told.object} to the school.", _READERS
    ),
    PoliciesVerb.PROPOSAL_DRAFTED: Meaning(
        lambda told: f"{told.actor} made a draft on {told.body['issue']}.", _READERS
    ),
    PoliciesVerb.POLICY_STORED: Meaning(
        lambda told: f"{told.actor} stored {told.object} ({told.body['pack']}).", _READERS
    ),
    PoliciesVerb.POLICY_SUPERSEDED: Meaning(
        lambda told: f"{told.actor} marked {told.object} as superseded by "
        f"{told.body['instead']}.", _WRITERS,
    ),
    PoliciesVerb.QUESTION_ASKED: Meaning(
        lambda told: f"{told.actor} asked the policy about {told.object}.", _READERS
    ),
    PoliciesVerb.REVISION_RECORDED: _plain("recorded what was revised in"),
    PoliciesVerb.SERVICE_LISTED: _plain("put on the list of social media:"),
    PoliciesVerb.SERVICE_UNLISTED: _plain("took off the list of social media:"),
    PoliciesVerb.TIMES_SET: _plain("set"),
    PoliciesVerb.VERSION_ADOPTED: _plain("adopted from its file:"),
    PoliciesVerb.REVIEW_APPROVED: Meaning(_approved, _WRITERS),
    PoliciesVerb.CONSULTATION_CLOSED: Meaning(_consulted, _WRITERS),
    PoliciesVerb.VERSION_DRAFTED: _plain("began a draft:"),
    PoliciesVerb.VERSION_ENDED: Meaning(
        lambda told: f"{told.actor} ended {told.object} on {told.body['until']}.", _WRITERS
    ),
    PoliciesVerb.POLICY_PUBLISHED: Meaning(
        lambda told: f"{told.actor} put {told.object} in force from {told.body['from']}.", _WRITERS
    ),
    PoliciesVerb.VERSION_REOPENED: _plain("took back to be edited:"),
    PoliciesVerb.VERSION_SAVED: _plain("saved"),
    PoliciesVerb.VERSION_WITHDRAWN: _plain("withdrew"),
}  # fmt: skip
