"""The room of page furniture."""

from __future__ import annotations

from django.apps import AppConfig

from schoolgate.web import wording


class Web(AppConfig):
    """Base templates, components and forms; knows no other room."""

    name = "schoolgate.web"
    verbose_name = "page furniture"

    def ready(self) -> None:
        """Speak to people in our words."""
        wording.settle()
