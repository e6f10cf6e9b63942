"""Elmfield with a log of its own, empty at the beginning of each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.cast import Cast
from tests.monitoring.logs import Log


@pytest.fixture(autouse=True)
def log(settings: Settings, tmp_path: Path) -> None:
    """A folder of the test's own for keys and logs."""
    settings.VAR = tmp_path


@pytest.fixture
def grown(cast: Cast, log: None, tmp_path: Path) -> Log:
    """Elmfield's proxy log, empty."""
    return Log(cast, tmp_path / "access.log")
