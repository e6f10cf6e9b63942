"""The approvals room."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from schoolgate.approvals.verbs import MEANINGS, ApprovalsVerb
from schoolgate.records import verbs


class Approvals(AppConfig):
    """Leave asked for, decided by whoever the clause names, and used."""

    name = "schoolgate.approvals"
    verbose_name = "approvals"

    def ready(self) -> None:
        verbs.register("approvals", ApprovalsVerb, MEANINGS)
        import_module("schoolgate.approvals.registering").offer()
