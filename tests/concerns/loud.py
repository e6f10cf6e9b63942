"""Settings under which everything that can be logged is logged."""

from __future__ import annotations

from schoolgate.config.settings import *  # noqa: F403
from schoolgate.config.settings import LOGGING

LOGGING["root"]["level"] = "DEBUG"
LOGGING["loggers"] = {
    name: {"level": "DEBUG", "propagate": True}
    for name in ("django", "django.request", "django.security", "django.template", "schoolgate")
}
