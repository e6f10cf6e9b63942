"""The gateways room."""

from __future__ import annotations

from django.apps import AppConfig


class Gateways(AppConfig):
    """What comes from other systems and goes to them."""

    name = "schoolgate.gateways"
    verbose_name = "gateways"

    def ready(self) -> None:
        from schoolgate.activity import registering
        from schoolgate.gateways import waiting  # when the models are there
        from schoolgate.gateways.sources import actions
        from schoolgate.gateways.verbs import MEANINGS, GatewaysVerb
        from schoolgate.people import needs
        from schoolgate.records import verbs

        verbs.register("gateways", GatewaysVerb, MEANINGS)
        needs.add("gateways:held", waiting.held)
        needs.add("gateways:silent", waiting.silent)
        registering.when_taken("gateways", actions.note_log)
