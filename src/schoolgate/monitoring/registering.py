"""What this room offers to lower ones at start-up, when all models are there."""

from __future__ import annotations

from schoolgate.concerns import beside
from schoolgate.monitoring import keeping
from schoolgate.monitoring.demonstration import alerts as alerts_to_show
from schoolgate.monitoring.demonstration import rotas as rotas_to_show
from schoolgate.monitoring.waiting import alerts, lookups, monitors, remote, rotas
from schoolgate.people import needs
from schoolgate.people.actions import also_show


def offer() -> None:
    """Let the Do list show alerts, look-ups and rotas, a case say what the log keeps for it, and
    the demonstration have some."""
    needs.add("monitoring:alerts", alerts.needs)
    needs.add("monitoring:look-ups", lookups.needs)
    needs.add("monitoring:monitors", monitors.needs)
    needs.add("monitoring:remote", remote.needs)
    needs.add("monitoring:rotas", rotas.needs)
    beside.add("monitoring", keeping.told)
    also_show("monitoring", alerts_to_show.show)
    also_show("monitoring-rotas", rotas_to_show.show)
