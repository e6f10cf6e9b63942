"""Elmfield with a log of its own, empty at the beginning of each test."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def log(settings: Settings, tmp_path: Path) -> None:
    """A folder of the test's own for keys and logs."""
    settings.VAR = tmp_path
