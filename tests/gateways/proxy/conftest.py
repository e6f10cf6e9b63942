"""A school's filter, an origin, and a proxy between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.filtering.schools import make
from tests.gateways.proxy.origins import behaved
from tests.gateways.proxy.running import Running, running

TODAY = date.today()  # noqa: DTZ011  (these tests run in the machine's own time)
LOOPBACK = {"cidr": "127.0.0.0/8", "name": "Classrooms", "profile": "pupil_ks1"}


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The filter of a school whose classrooms are this machine."""
    return make(tmp_path_factory.mktemp("school"), since=TODAY, networks=[LOOPBACK])


@pytest.fixture(scope="session")
def origin() -> Iterator[int]:
    """The port of an origin that behaves."""
    with behaved() as port:
        yield port


@pytest.fixture
def proxy(school: Path, origin: int, tmp_path: Path) -> Iterator[Running]:
    """A running proxy that may tunnel to the origin."""
    with running(school, tmp_path / "log", ports=frozenset({80, 443, origin})) as one:
        yield one
