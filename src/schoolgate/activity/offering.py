"""What this room offers to lower ones at start-up."""

from __future__ import annotations

from schoolgate.activity import demonstration, impact, waiting
from schoolgate.people import needs
from schoolgate.people.actions import also_show
from schoolgate.policies.impact import Source, told_by


def offer() -> None:
    """Fill the sections of the impact report, the Do list, and Brookside's log."""
    told_by(Source.INTERNET, impact.internet)
    told_by(Source.MONITORING, impact.network)
    needs.add("activity", waiting.missing)
    also_show("activity", demonstration.show)
