"""The agreements room."""

from __future__ import annotations

from django.apps import AppConfig

from schoolgate.agreements.verbs import MEANINGS, AgreementsVerb
from schoolgate.records import verbs


class Agreements(AppConfig):
    """What a policy asks people to sign, who signed which words, and what that opens."""

    name = "schoolgate.agreements"
    verbose_name = "agreements"

    def ready(self) -> None:
        from schoolgate.agreements import demonstration, gates, monitored, publishing, waiting
        from schoolgate.approvals import spoken_of
        from schoolgate.people import needs
        from schoolgate.people.actions import also_show
        from schoolgate.policies import judging

        verbs.register("agreements", AgreementsVerb, MEANINGS)
        gates.open_by_signing()
        judging.also_block("agreements", publishing.unmonitored)
        needs.add("agreements", waiting.needs)
        spoken_of.told_by("agreements", monitored.known)
        also_show("agreements", demonstration.show)
