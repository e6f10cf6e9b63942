"""What this room offers to lower ones at start-up, when all models are there."""

from __future__ import annotations

from schoolgate.monitoring.waiting import alerts, lookups, remote, rotas
from schoolgate.people import needs


def offer() -> None:
    """Let the Do list show alerts, look-ups and rotas."""
    needs.add("monitoring:alerts", alerts.needs)
    needs.add("monitoring:look-ups", lookups.needs)
    needs.add("monitoring:remote", remote.needs)
    needs.add("monitoring:rotas", rotas.needs)
