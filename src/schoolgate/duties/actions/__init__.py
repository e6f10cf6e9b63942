"""Every write to duties: who acts (`by`) and when (`at`) is always said."""

from __future__ import annotations

from schoolgate.duties.actions.doing import UnableToRecord, Wrote, acknowledge, do, skip
from schoolgate.duties.actions.feeds import close_feed, open_feed
from schoolgate.duties.actions.keeping import UnableToChoose, choose_period, hand_over
from schoolgate.duties.actions.showing import look_at_evidence
from schoolgate.duties.actions.weekly import tell_week

__all__ = [
    "UnableToChoose", "UnableToRecord", "Wrote", "acknowledge", "choose_period", "close_feed", "do",
    "hand_over", "look_at_evidence", "open_feed", "skip", "tell_week",
]  # fmt: skip
