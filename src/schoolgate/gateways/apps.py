"""The gateways room."""

from __future__ import annotations

from django.apps import AppConfig


class Gateways(AppConfig):
    """What comes from other systems and goes to them."""

    name = "schoolgate.gateways"
    verbose_name = "gateways"
