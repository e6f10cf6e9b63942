"""The evidence room."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from schoolgate.evidence.verbs import MEANINGS, EvidenceVerb
from schoolgate.records import verbs


class Evidence(AppConfig):
    """Files as they came, sealed, and who handled them."""

    name = "schoolgate.evidence"
    verbose_name = "evidence"

    def ready(self) -> None:
        verbs.register("evidence", EvidenceVerb, MEANINGS)
        import_module("schoolgate.evidence.jobs")
