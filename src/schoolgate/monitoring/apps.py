"""The monitoring room."""

from __future__ import annotations

from django.apps import AppConfig

from schoolgate.records import verbs


class Monitoring(AppConfig):
    """What must be seen, and nothing else: alerts, and look-ups that the head authorised."""

    name = "schoolgate.monitoring"
    verbose_name = "monitoring"

    def ready(self) -> None:
        from schoolgate.monitoring import registering
        from schoolgate.monitoring.verbs import (
            MEANINGS,
            OVERSIGHT_MEANINGS,
            PUBLISHING_MEANINGS,
            MonitoringVerb,
            OversightVerb,
            PublishingVerb,
        )

        verbs.register("monitoring", MonitoringVerb, MEANINGS)
        verbs.register("publishing", PublishingVerb, PUBLISHING_MEANINGS)
        verbs.register("oversight", OversightVerb, OVERSIGHT_MEANINGS)
        registering.offer()
