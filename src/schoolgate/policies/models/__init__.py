"""The rows of this room."""

from __future__ import annotations

from schoolgate.policies.models.issues import Issue
from schoolgate.policies.models.life import (
    Consultation,
    RelatedPolicy,
    Revision,
    SignOff,
    Typing,
)
from schoolgate.policies.models.proposals import ClauseChoice, Proposal
from schoolgate.policies.models.reasons import Reason
from schoolgate.policies.models.reviews import EarlyReview, Edition, ReviewEnd
from schoolgate.policies.models.social import SocialService
from schoolgate.policies.models.stored import Asked, PolicyInForce
from schoolgate.policies.models.times import SchoolTimes
from schoolgate.policies.models.versions import Version

__all__ = [
    "Asked", "ClauseChoice", "Consultation", "EarlyReview", "Edition", "Issue", "PolicyInForce",
    "Proposal", "Reason", "RelatedPolicy", "ReviewEnd", "Revision", "SchoolTimes", "SignOff",
    "SocialService", "Typing", "Version",
]  # fmt: skip
