"""The activity room."""

from __future__ import annotations

from django.apps import AppConfig

from schoolgate.records import verbs


class Activity(AppConfig):
    """What passed on the web and by mail, under pseudonyms, for as long as the policy keeps it."""

    name = "schoolgate.activity"
    verbose_name = "activity"

    def ready(self) -> None:
        from schoolgate.activity import offering
        from schoolgate.activity.verbs import MEANINGS, ActivityVerb

        verbs.register("activity", ActivityVerb, MEANINGS)
        offering.offer()
