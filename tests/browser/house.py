"""An installation of its own for one story: invented schools, their people, a worker, a server."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import command
from tests.browser.signing_in import invitation, set_password, set_up_app, sign_in

# Clause 14.3 of Cotmanhay's policy asks for a capital letter and a number.
PASSWORD: Final = "Copper kettle sunrise 7"


@dataclass
class House:
    """An installation in a folder, and whoever has signed in to it, each in a browser of theirs."""

    folder: Path
    address: str
    browser: Browser
    settings: dict[str, str]
    pages: dict[str, Page] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    told: int = 0
    outsiders: frozenset[str] = frozenset()

    def run(self, words: str) -> str:
        """Run a command of the program."""
        return command(self.folder, words, **self.settings)

    def stranger(self) -> BrowserContext:
        """A browser in which nobody has signed in."""
        return self.browser.new_context(
            base_url=self.address, viewport={"width": 1100, "height": 900}
        )

    def enter(self, who: str, role: str = "", *, second_step: bool = True) -> Page:
        """Somebody's first password, second step and page; `who` is a school and an id."""
        appointed = f"{who} --role {role}" if role else who
        name, path = invitation(self.folder, appointed, self.address)
        page = self.stranger().new_page()
        set_password(page, path, PASSWORD)
        sign_in(page, name, PASSWORD)
        if second_step:
            self.keys[who] = set_up_app(page)
        self.pages[who] = page
        return page

    def work(self) -> None:
        """Do the background work that waits."""
        self.run("work --until-empty")

    def acts(self, school: str) -> list[str]:
        """What the journal of a school tells that it did not tell when this was asked last."""
        with sqlite3.connect(self.folder / "schoolgate.db") as database:
            rows = database.execute(
                "SELECT e.sequence, e.verb FROM records_entry e JOIN people_school s "
                "ON s.id = e.school_id WHERE s.slug = ? AND e.sequence > ? ORDER BY e.sequence",
                (school, self.told),
            ).fetchall()
        self.told = rows[-1][0] if rows else self.told
        return [verb for _, verb in rows if not verb.startswith(("accounts:", "people:"))]

    def answers(self, who: str | None, path: str) -> tuple[int, str]:
        """The status that a page answers somebody with, and where they end; None for a stranger."""
        here = self.stranger() if who is None else self.pages[who].context
        answer = here.request.get(path)
        return answer.status, answer.url.removeprefix(self.address)


def closed(house: House, path: str, *but: str) -> None:
    """A page opens neither to a stranger, nor to those whom it is not for."""
    status, where = house.answers(None, path)
    assert status in {403, 404} or where.startswith("/account/login/"), path
    for who in house.outsiders - {*but}:
        assert house.answers(who, path)[0] in {403, 404}, (who, path)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first.click()
    page.wait_for_load_state()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def prove(house: House, who: str) -> None:
    """Give the password again if the page asks; whoever signed in just now is not asked."""
    page = house.pages[who]
    if heading(page) == "Show that it is you":
        page.get_by_label("Password").fill(PASSWORD)
        press(page, "Go on")


def to_do(page: Page) -> str:
    """The Do list of whoever has signed in on this page."""
    page.goto("/elmfield/do/")
    return page.locator("main").inner_text()
