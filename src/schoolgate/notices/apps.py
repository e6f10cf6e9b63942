"""The notices room."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from schoolgate.notices.verbs import MEANINGS, NoticesVerb
from schoolgate.records import verbs


class Notices(AppConfig):
    """Who was told what, when, by which means; who has read it."""

    name = "schoolgate.notices"
    verbose_name = "notices"

    def ready(self) -> None:
        verbs.register("notices", NoticesVerb, MEANINGS)
        import_module("schoolgate.notices.registering").offer()
