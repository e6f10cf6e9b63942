"""The jobs room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class Jobs(AppConfig):
    """Background work on leased rows, and what runs when."""

    name = "schoolgate.jobs"
    verbose_name = "jobs"

    def ready(self) -> None:
        autodiscover_modules("jobs")  # each room's tasks and their schedules
