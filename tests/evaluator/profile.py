"""How hypothesis runs here: the same cases every time, nothing kept."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "schoolgate-hypothesis")


def cases(number: int) -> settings:
    """Return settings for so many cases; fixed, so that a failure comes again."""
    return settings(
        max_examples=number,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
