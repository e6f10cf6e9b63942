"""What this room offers to lower ones at start-up, when all models are there."""

from __future__ import annotations

from schoolgate.approvals import demonstration, keeping, waiting
from schoolgate.people import needs
from schoolgate.people.actions import also_show
from schoolgate.policies import grants


def offer() -> None:
    """Let Ask use what was granted, the Do list show what waits, the demonstration have both."""
    grants.keep(keeping.Keeper())
    needs.add("approvals", waiting.needs)
    also_show("approvals", demonstration.show)
