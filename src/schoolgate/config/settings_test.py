"""Settings of the test suite: a folder of its own, and no stamped file names for static files."""

from __future__ import annotations

import os

from schoolgate.config import environment

os.environ.setdefault("SCHOOLGATE_VAR", str(environment.ROOT / "var" / "test"))
os.environ.setdefault("SCHOOLGATE_SECRET_KEY", "only-for-tests-" + "0" * 50)

from schoolgate.config.settings import *  # noqa: F403
from schoolgate.config.settings import STATIC_ROOT, STORAGES

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a folder that is not there
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
