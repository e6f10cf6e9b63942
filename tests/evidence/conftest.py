"""A folder that a room of the tests keeps: the head and the DSL hold its keys."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from schoolgate.evidence import actions, entitled, storing
from schoolgate.evidence.actions import Coming
from schoolgate.evidence.entitled import Rules, Until
from schoolgate.evidence.models import Folder, Item
from schoolgate.people.models import Person
from tests.cast import NOW, Cast
from tests.evidence import samples

ROOM = "tests:case"
HOLDERS = ("elmfield:role:dsl", "elmfield:role:headteacher")
CLOSED = f"{ROOM}-closed"  # folders into which nothing is ever put
OVER = f"{ROOM}-over"  # folders whose period is over
NO_FILES = "This may be illegal to hold. Nothing is attached: ring the police."


def held_by(keeper: str, viewer: Person, on: date) -> tuple[str, ...]:
    """Whoever has one of the two roles."""
    holder = f"elmfield:role:{viewer.role}"
    return (holder,) if holder in HOLDERS else ()


def _only_the_dsl(keeper: str, viewer: Person, on: date) -> str:
    return "" if viewer.role == "dsl" else "Only the DSL makes bundles."


def _nothing(keeper: str) -> str:
    return NO_FILES


def _reporter(keeper: str) -> tuple[str, ...]:
    return ("Rhoda Reporter",)


def _until_yesterday(keeper: str) -> Until:
    return Until(NOW.date() - timedelta(days=1), "Kept for 6 years (clause 15.2).")


def _in_the_case(keeper: str, viewer: Person) -> tuple[str, ...]:
    return ("Kit Falke", "Nora Falke")


entitled.by(OVER, Rules(held_by, until=_until_yesterday, people=_in_the_case))
entitled.by(ROOM, Rules(held_by, hidden=_reporter, export=_only_the_dsl))
entitled.by(CLOSED, Rules(held_by, attach=_nothing))


@pytest.fixture(autouse=True)
def vault(tmp_path: Path, settings: Any) -> Path:
    """A vault of the test's own."""
    settings.VAR = tmp_path
    return tmp_path / "evidence"


def opened(cast: Cast, keeper: str = "") -> Folder:
    """A new folder, opened by the DSL."""
    return actions.open_folder(school=cast.school, keeper=keeper or f"{ROOM}:{uuid4().hex[:8]}",
                               holders=HOLDERS, by=cast.dsl, at=NOW)  # fmt: skip


def coming(data: bytes, name: str = "file.bin", words: str = "", address: str = "",
           captured_at: datetime | None = None) -> Coming:  # fmt: skip
    """A file that has come in."""
    return Coming(storing.receive([data]), name, words, address, captured_at)


def attached(cast: Cast, folder: Folder, data: bytes | None = None, name: str = "a.jpg") -> Item:
    """An item that the DSL put into a folder."""
    return actions.attach(folder=folder, coming=coming(data or samples.jpeg(1), name),
                          by=cast.dsl, at=NOW)  # fmt: skip


@pytest.fixture
def folder(cast: Cast) -> Folder:
    """An open folder of the school."""
    return opened(cast)
