"""A house with workers in processes of its own, and schedules that a test chooses itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolgate.jobs import schedule
from schoolgate.jobs.schedule import Schedule
from tests.jobs import programs
from tests.jobs.programs import House


@pytest.fixture
def house(tmp_path: Path, transactional_db: None) -> Iterator[House]:
    """An empty installation; whoever still runs in it at the end is ended."""
    one = programs.house(tmp_path)
    yield one
    for process in one.started:
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def schedules(monkeypatch: pytest.MonkeyPatch) -> dict[str, Schedule]:
    """No schedule but what the test adds."""
    mine: dict[str, Schedule] = {}
    monkeypatch.setattr(schedule, "_known", mine)
    return mine
