"""A school's mail in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolgate.activity.store import Store
from schoolgate.gateways.mail.keeping import Arrival, Keeper
from tests.gateways.mail.samples import letter

KEY = bytes(range(32))
MAIL_KEY = bytes(range(32, 64))
NOW = 1_791_970_200_000  # 14 October 2026, 10:30 in London
INSIDE = frozenset({"elmfield.example"})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The school's log, empty."""
    made = log_in(tmp_path)
    yield made
    made.close()


@pytest.fixture
def keeper(tmp_path: Path, store: Store) -> Keeper:
    """What records the school's mail."""
    return keeper_in(tmp_path, store)


def log_in(folder: Path) -> Store:
    """The log as another process opens it."""
    return Store(folder / "activity", school="elmfield", key=KEY)


def keeper_in(folder: Path, store: Store) -> Keeper:
    """What records mail there, as another process makes it."""
    return Keeper(folder / "activity" / "mail", key=MAIL_KEY, log=store, inside=INSIDE)


def arrival(raw: bytes | None = None, **more: object) -> Arrival:
    """A message that has just come."""
    plain = Arrival(letter() if raw is None else raw, NOW, "mail-365")
    return plain._replace(**more)  # type: ignore[arg-type]
