"""What every test stands on: a stopped clock, the fixed cast, sockets to this machine only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests import cast as people

pytest_plugins = ["pytester", "tests.no_skips"]


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller | None]:
    """Time stands still at `cast.NOW`; `clock.shift(…)` moves it. `real_clock` lets it run."""
    if request.node.get_closest_marker("real_clock"):
        yield None
        return
    with time_machine.travel(people.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(db: None) -> people.Cast:
    """A school's people, and the head of another school."""
    return people.assemble()
