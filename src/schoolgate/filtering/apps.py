"""The filtering room."""

from __future__ import annotations

from django.apps import AppConfig

from schoolgate.records import verbs


class Filtering(AppConfig):
    """What of the web is open to whom: lists, decisions, requests, the way outside."""

    name = "schoolgate.filtering"
    verbose_name = "filtering"

    def ready(self) -> None:
        from schoolgate.filtering import registering
        from schoolgate.filtering.verbs import (
            MEANINGS,
            MEANINGS_OF_OVERSIGHT,
            FilteringVerb,
            OversightVerb,
        )

        verbs.register("filtering", FilteringVerb, MEANINGS)
        verbs.register("oversight", OversightVerb, MEANINGS_OF_OVERSIGHT)
        registering.offer()
