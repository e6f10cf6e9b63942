"""A log in a folder of the test's own, and invented events for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolgate.activity.events import WebEvent
from schoolgate.activity.store import Store

KEY = bytes(range(32))
NOON = 1_790_074_800_000  # 22 September 2026, 12:00 in London
HOUR = 3_600_000
DAY = 24 * HOUR
ANN, BEN = "a1" * 8, "b2" * 8


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The log of one school, empty."""
    return opened(tmp_path)


def opened(folder: Path) -> Store:
    """The log as another process opens it."""
    return Store(folder / "activity", school="elmfield", key=KEY)


def event(at: int = NOON, who: str = ANN, host: str = "maps.example", **more: object) -> WebEvent:
    """One request that went through."""
    plain = WebEvent(
        at=at, school="elmfield", who=who, device="", network="", role="pupil_ks2", year="5",
        method="GET", host=host, path="", path_digest="", status=200, received=300, sent=2000,
        took=40, verdict="allow", why="unlisted", category="", clause="", grant="", reference="",
        file="", term="")  # fmt: skip
    return plain._replace(**more)  # type: ignore[arg-type]
