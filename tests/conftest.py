"""What every test stands on: a stopped clock, the fixed cast, sockets to this machine only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import time_machine

from tests import cast as people
from tests.records import triggers

pytest_plugins = ["pytester", "tests.no_skips"]


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller | None]:
    """Time stands still at `cast.NOW`; `clock.shift(…)` moves it. `real_clock` lets it run."""
    if request.node.get_closest_marker("real_clock"):
        yield None
        return
    with time_machine.travel(people.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="session", autouse=True)
def flush_may_empty_what_only_grows() -> Iterator[None]:
    """Between transactional tests Django empties every table; the journal's triggers refuse."""
    from django.db import connection

    operations = type(connection.ops)
    real = operations.execute_sql_flush

    def flush(self: Any, statements: Iterable[str]) -> None:
        with triggers.switched_off(self.connection):
            real(self, statements)

    operations.execute_sql_flush = flush  # type: ignore[assignment,method-assign]
    yield
    operations.execute_sql_flush = real  # type: ignore[method-assign]


@pytest.fixture
def cast(db: None) -> people.Cast:
    """A school's people, and the head of another school."""
    return people.assemble()
