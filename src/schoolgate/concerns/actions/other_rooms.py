"""What a case tells other rooms: that something happened, and never what."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.words import Seriousness
from schoolgate.policies import actions as policies
from schoolgate.policies.rules.reviewing import Trigger
from schoolgate.records.parties import System

CONCERNS: Final = System("concerns", "Concerns")
_WHAT: Final = "A serious incident was closed. Whoever led it knows what was learned from it."


def closed(case: Case, at: datetime) -> None:
    """Let the policy open its early review after a serious incident, once for each. A case that
    governors lead is told to nobody: the headteacher would learn that there is one. Route 37."""
    if case.series or case.seriousness == Seriousness.ORDINARY:
        return
    policies.happened(school=case.school, trigger=Trigger.INCIDENT, what=_WHAT,
                      mark=f"concern {case.token}", by=CONCERNS, at=at)  # fmt: skip
