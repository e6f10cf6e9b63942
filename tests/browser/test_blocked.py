"""A closed site at Brookside, in a real browser: for a child on a phone, and for a teacher."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import axe, sign_in, wider_than_the_screen

PAGE = "/brookside/blocked/?site=play.test&category=games&why=category"
ROOM = "/brookside/filter/"


def _blocked(page: Page, query: str = "") -> None:
    answer = page.goto(f"{PAGE}{query}")
    assert answer is not None
    assert answer.status == 403
    for width in (1100, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert not wider_than_the_screen(page)
    axe(page)


@pytest.mark.row("FIL-21")
def test_a_child_meets_pictures_and_comes_to_tell(context: BrowserContext) -> None:
    page = context.new_page()  # a browser notes every 403 on its console
    _blocked(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is closed")
    expect(page.get_by_text("1. Turn it over")).to_be_visible()
    page.get_by_role("link", name="Tell with pictures").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Screen off. Tell a grown-up now.")
    _blocked(page, "&why=floor")
    expect(page.get_by_role("button", name="Staff: ask for it to be opened")).to_have_count(0)


@pytest.mark.row("FIL-08")
def test_a_teacher_asks_with_one_tap_and_the_deputy_opens_it(context: BrowserContext) -> None:
    page = context.new_page()
    sign_in(page, "Priya Raman")
    _blocked(page, "&role=teacher")
    page.get_by_role("button", name="Staff: ask for it to be opened").click()
    axe(page)
    expect(page.get_by_label("Which site?")).to_have_value("play.test")
    page.get_by_label("Why do you need it?").fill("Adding up against the clock")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Asked for", exact=True)).to_be_visible()
    axe(page)
    mine = page.url
    sign_in(page, "Tom Birdsall")
    page.get_by_role("link", name="Decide: open play.test").click()
    axe(page)
    page.get_by_label("Open it", exact=True).check()
    page.get_by_label("Why?").fill("Only for this lesson.")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("left").first).to_be_visible()
    sign_in(page, "Priya Raman")
    page.goto(mine)
    axe(page)
    page.get_by_role("button", name="Close it now").click()
    expect(page.get_by_text("Closed early", exact=True).first).to_be_visible()


@pytest.mark.parametrize("path", [
    "openings/", "openings/?which=open", "openings/new/", "off/", "off/new/", "wrong/",
    "wrong/new/", "faults/", "faults/new/", "lessons/", "lessons/new/",
])  # fmt: skip
def test_the_pages_fit_a_phone_and_have_no_barrier(phone: Page, path: str) -> None:
    sign_in(phone, "Sam Adeyemi")
    phone.goto(f"{ROOM}{path}")
    assert not wider_than_the_screen(phone)
    axe(phone)
