"""One installation and one server for all stories of a worry: Brookside, and another school."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import SHOWN, command, demonstration, serving
from tests.browser.house import House
from tests.browser.stories.brookside import OTHER, PUPIL, STAFF, TECHNICIAN
from tests.ports import free_port

_THERE: Final = "Id,Name,Kind,Job\nB1,Vera Kestrelmere,Staff,Class teacher\n"


@dataclass
class Place:
    """An installation: its folder, its address, the paths that sign people in, and whom the other
    school's headteacher is to a browser once they have signed in."""

    folder: Path
    links: dict[str, str]
    address: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    other: Any = None


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The demonstration with another school beside it, served under the address that it prints."""
    folder = tmp_path_factory.mktemp("worries")
    made = Place(folder, demonstration(folder))
    port = free_port()
    made.settings = SHOWN | {"SCHOOLGATE_PORT": str(port)}
    (folder / "there.csv").write_text(_THERE, "utf-8")
    command(folder, "school add oakhurst Oakhurst --pack brookside", **made.settings)
    command(folder, f"roster apply oakhurst {folder}/there.csv", **made.settings)
    with serving(folder, port, **made.settings) as made.address:
        yield made


@pytest.fixture
def house(everybody: House) -> House:
    """Everybody, and a journal of which everything so far is known."""
    everybody.acts("brookside")
    return everybody


@pytest.fixture(scope="module")
def everybody(place: Place, chromium: Browser) -> House:
    """Everybody whom a story needs, each in a browser of theirs."""
    outsiders = frozenset({PUPIL, TECHNICIAN, OTHER})
    made = House(place.folder, place.address, chromium, place.settings, outsiders=outsiders)
    for who in (*STAFF, PUPIL, TECHNICIAN):
        made.pages[who] = made.stranger().new_page()
        made.pages[who].goto(place.links[who])
    if place.other is None:
        made.enter(OTHER, "headteacher")
        place.other = made.pages[OTHER].context.storage_state()
    else:
        there = chromium.new_context(base_url=place.address, storage_state=place.other)
        made.pages[OTHER] = there.new_page()
    return made
