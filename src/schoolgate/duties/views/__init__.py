"""Pages of the room, a file for each noun."""

from __future__ import annotations

from schoolgate.duties.views.acting import answer, done, hand_over, skip
from schoolgate.duties.views.evidence import clause, clauses
from schoolgate.duties.views.feeds import feed, feeds
from schoolgate.duties.views.governors import governors
from schoolgate.duties.views.listing import listing
from schoolgate.duties.views.month import month
from schoolgate.duties.views.one import one

__all__ = [
    "answer",
    "clause",
    "clauses",
    "done",
    "feed",
    "feeds",
    "governors",
    "hand_over",
    "listing",
    "month",
    "one",
    "skip",
]
