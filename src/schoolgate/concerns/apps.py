"""The room of concerns."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from schoolgate.concerns.verbs import MEANINGS, ConcernsVerb
from schoolgate.records import verbs


class Concerns(AppConfig):
    """Reports, cases, and what is done about them."""

    name = "schoolgate.concerns"
    verbose_name = "concerns"

    def ready(self) -> None:
        verbs.register("concerns", ConcernsVerb, MEANINGS)
        import_module("schoolgate.concerns.registering").offer()
