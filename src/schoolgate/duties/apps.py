"""The duties room."""

from __future__ import annotations

from django.apps import AppConfig

from schoolgate.duties.verbs import MEANINGS, DutiesVerb
from schoolgate.records import verbs


class Duties(AppConfig):
    """What each clause obliges, of whom, by when, with what proof."""

    name = "schoolgate.duties"
    verbose_name = "duties"

    def ready(self) -> None:
        from schoolgate.duties import permissions, waiting  # when the models are there
        from schoolgate.people import needs
        from schoolgate.policies.reading import beside

        verbs.register("duties", DutiesVerb, MEANINGS)
        beside.add(beside.Link("What proves this", "duties:clause",
                               lambda who, on: permissions.sees_all(who, on=on)))  # fmt: skip
        needs.add("duties", waiting.needs)
