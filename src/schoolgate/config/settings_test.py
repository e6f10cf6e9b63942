"""Settings of the test suite: a folder for each worker, no stamped file names for static files."""

from __future__ import annotations

import os

from schoolgate.config import environment

_EVERYBODYS = environment.ROOT / "var" / "test"
if os.environ.setdefault("SCHOOLGATE_VAR", str(_EVERYBODYS)) == str(_EVERYBODYS):
    os.environ["SCHOOLGATE_VAR"] = str(_EVERYBODYS / os.environ.get("PYTEST_XDIST_WORKER", ""))
os.environ.setdefault("SCHOOLGATE_SECRET_KEY", "only-for-tests-" + "0" * 50)

from schoolgate.config.settings import *  # noqa: E402, F403
from schoolgate.config.settings import STATIC_ROOT, STORAGES  # noqa: E402

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a folder that is not there
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
