"""How the internet is used, in a browser: on a desk and on a phone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, sign_in, wider_than_the_screen

GOVERNOR = "Colin Frost"


@pytest.mark.parametrize("width", [1100, 390])
def test_the_page_is_filled_fits_and_has_no_barrier(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page, GOVERNOR)
    page.goto("/brookside/activity/")
    expect(page.locator("main")).to_contain_text("maths-games.test")
    assert page.locator("main svg").count() >= 4
    assert not wider_than_the_screen(page)
    axe(page)
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"usage-{width}.png", full_page=True)
    page.get_by_role("button", name="Take it away").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    axe(page)
