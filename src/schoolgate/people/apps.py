"""The people room."""

from __future__ import annotations

from django.apps import AppConfig


class People(AppConfig):
    """Schools, and the people in them with their roles."""

    name = "schoolgate.people"
    verbose_name = "people"
