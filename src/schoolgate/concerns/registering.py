"""What this room offers to lower ones at start-up, when all models are there."""

from __future__ import annotations

from schoolgate.concerns import (
    demonstration,
    happening,
    holding,
    permissions,
    term_reports,
    waiting,
)
from schoolgate.duties import events
from schoolgate.duties.rules import Event
from schoolgate.evidence import entitled
from schoolgate.people import named_roles, needs
from schoolgate.people.actions import also_show
from schoolgate.policies import impact


def offer() -> None:
    """Let duties hear of serious incidents, the Do list show what waits in cases, the vault ask us
    about their folders, the report on the policy count them, and the demonstration have two."""
    needs.add("concerns", waiting.needs)
    needs.add("asked", waiting.asked)
    needs.add("gate", waiting.at_the_gate)
    needs.add("kept-names", waiting.of_names)
    needs.add("letterbox", waiting.in_letterbox)
    impact.told_by(impact.Source.INCIDENTS, term_reports.incidents)
    events.told_by(Event.INCIDENT, happening.incidents)
    named_roles.offer(permissions.ANALYST)
    also_show("concerns", demonstration.show)
    entitled.by(holding.PREFIX, holding.rules())
