"""What every test stands on: a stopped clock, the fixed cast, sockets to this machine only."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, settings

from tests import cast as people
from tests.records import triggers

# How long a case takes tells how busy the machine is, and nothing of the program.
settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip
settings.load_profile("unhurried")

pytest_plugins = ["pytester", "tests.no_skips", "tests.post_office"]


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller | None]:
    """Time stands still at `cast.NOW`; `clock.shift(…)` moves it. `real_clock` lets it run."""
    if request.node.get_closest_marker("real_clock"):
        yield None
        return
    with time_machine.travel(people.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def nothing_is_remembered_of_another_test() -> None:
    """What waited for a person of one test is not what waits for the same number in the next."""
    from schoolgate.people import needs

    needs.forget()


@pytest.fixture(autouse=True)
def no_activity_of_another_test() -> Iterator[None]:
    """What a test leaves in a school's activity log is not there for the next."""
    from django.conf import settings

    from schoolgate.activity import opening

    yield
    left = settings.VAR / "activity"
    if left.exists():
        opening._opened.cache_clear()
        shutil.rmtree(left)


@pytest.fixture(scope="session", autouse=True)
def fixtures_write_at_every_school() -> None:
    """What a test itself reads and writes is free; a request sees its own school, as always."""
    from schoolgate.records import tenancy

    tenancy.open_process(because="Tests look at every school.")


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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what an engine can decide: the rest was run on SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    left = [item for item in items if not _meets_the_database(item)]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if _meets_the_database(item)]


def _meets_the_database(item: pytest.Item) -> bool:
    """Tell whether it has rows, starts programs in the machine's own time, or tries the walls."""
    if item.get_closest_marker("one_engine"):
        return False
    fixtures = getattr(item, "fixturenames", ())
    marked = any(item.get_closest_marker(name) for name in ("django_db", "real_clock"))
    return "db" in fixtures or marked or "tenancy" in item.path.parts


@pytest.fixture
def cast(db: None) -> people.Cast:
    """A school's people, and the head of another school."""
    return people.assemble()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--write-table`: write tests/permissions.csv from what the routes do."""
    parser.addoption("--write-table", action="store_true", help="write tests/permissions.csv anew")
