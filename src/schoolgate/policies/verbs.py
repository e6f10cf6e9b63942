"""What this room writes into the journal."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.records.verbs import Meaning


class PoliciesVerb(StrEnum):
    """The verbs of this room."""

    POLICY_STORED = "policies:policy:stored"
    QUESTION_ASKED = "policies:question:asked"


_READERS: Final = frozenset({"auditor", "governor", "headteacher"})

MEANINGS: Final = {
    PoliciesVerb.POLICY_STORED: Meaning(
        lambda told: f"{told.actor} stored {told.object} ({told.body['pack']}).", _READERS
    ),
    PoliciesVerb.QUESTION_ASKED: Meaning(
        lambda told: f"{told.actor} asked the policy about {told.object}.", _READERS
    ),
}
