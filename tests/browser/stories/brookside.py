"""What the stories of a worry share: who is at Brookside, a night, a case, its forms."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Page, expect

from tests.browser.conftest import environment
from tests.browser.house import House, closed, press
from tests.browser.signing_in import look_at

HEAD, DSL, CHAIR, TEACHER = "Amara Okafor", "Tom Birdsall", "Margaret Doyle", "Priya Raman"
PUPIL, TECHNICIAN, OTHER = "Jan Zielinski", "Ellie Marsh", "oakhurst B1"
STAFF: Final = (HEAD, DSL, CHAIR, TEACHER)
TELL: Final = "/tell/brookside/"
ROOM: Final = "/brookside/concerns/"
_NIGHT: Final = (
    "import django; django.setup(); from schoolgate.concerns.jobs import empty_letterboxes; "
    "empty_letterboxes.call()"
)


def see(page: Page, name: str) -> None:
    """Look at a step as everybody meets it: on a desk, on a phone, with axe."""
    look_at(page, f"worry-{name}")


@contextmanager
def phone(house: House, *, script: bool = True) -> Iterator[Page]:
    """A telephone that nobody has signed in on; not one cookie may be left on it."""
    context = house.browser.new_context(
        base_url=house.address, java_script_enabled=script, has_touch=True,
        viewport={"width": 390, "height": 844},
    )  # fmt: skip
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def night(house: House) -> None:
    """A night passes: what came today came yesterday, and the letterbox is emptied."""
    with sqlite3.connect(house.folder / "schoolgate.db") as database:
        for table in ("concerns_letter", "concerns_message"):
            database.execute(f"""UPDATE {table} SET "on" = date("on", '-1 day')""")
    line = [sys.executable, "-c", _NIGHT]
    subprocess.run(line, env=environment(house.folder, house.settings), check=True)


def do_list(page: Page) -> str:
    """What waits for whoever has signed in on this page."""
    page.goto("/brookside/do/")
    return page.locator("main").inner_text()


def new_case(page: Page) -> tuple[str, str]:
    """Open the newest concern on the Do list: its number, and its path."""
    waiting = re.findall(r"Read a new concern: case (G?\d{4}/\d{3,})", do_list(page))
    newest = max(waiting)
    page.get_by_role("link", name=f"Read a new concern: case {newest}").click()
    page.wait_for_load_state()
    return newest, re.sub(r"^https?://[^/]+", "", page.url)


def fill(page: Page, answers: Mapping[str, str]) -> None:
    """Answer the questions of a form, each by its label: typed, chosen from a list, or ticked."""
    for label, answer in answers.items():
        group = page.get_by_role("group", name=label, exact=True)
        if group.count():
            group.get_by_label(answer, exact=True).check()
            continue
        box = page.get_by_label(label, exact=True)
        if box.evaluate("box => box.tagName") == "SELECT":
            box.select_option(label=answer)
        else:
            box.fill(answer)


def go(page: Page, link: str | re.Pattern[str]) -> None:
    """Follow a link of exactly this name."""
    page.get_by_role("link", name=link, exact=True).first.click()
    page.wait_for_load_state()


def write(page: Page, case: str, link: str | re.Pattern[str], answers: Mapping[str, str]) -> None:
    """Follow a link of a case, or of the procedure, and write down what its form asks for."""
    page.goto(case)
    go(page, link)
    fill(page, answers)
    press(page, "Write it down")
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


def act(page: Page, case: str, link: str, answers: Mapping[str, str], button: str) -> None:
    """Do something in a case: its page has a form of its own."""
    page.goto(case)
    go(page, link)
    fill(page, answers)
    press(page, button)
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


def only_for(house: House, case: str, *hidden: str) -> None:
    """A case and what belongs to it opens to nobody outside of it."""
    for path in (case, f"{case}sort/", f"{case}write/note/", f"{case}file/"):
        closed(house, path)
        for who in hidden:
            assert house.answers(who, path)[0] in {403, 404}, (who, path)
