"""The policies room."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from schoolgate.policies.verbs import MEANINGS, PoliciesVerb
from schoolgate.records import verbs


class Policies(AppConfig):
    """Packs read, checked, asked, compared and shown."""

    name = "schoolgate.policies"
    verbose_name = "policies"

    def ready(self) -> None:
        verbs.register("policies", PoliciesVerb, MEANINGS)
        import_module("schoolgate.policies.registering").offer()  # when the models are there
