"""Tests of the filter, and the answers to the standards, in a browser: on a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, sign_in, wider_than_the_screen

NETWORK, TEACHER, GOVERNOR = "Sam Adeyemi", "Priya Raman", "Colin Frost"
PAGES = [
    (NETWORK, "checks/"), (GOVERNOR, "checks/?which=wrong"), (TEACHER, "standards/"),
    (GOVERNOR, "standards/?answer=part"), (GOVERNOR, "standards/?q=nonsense"),
]  # fmt: skip


@pytest.mark.parametrize("width", [1100, 390])
@pytest.mark.parametrize(("who", "address"), PAGES)
def test_a_page_fits_and_has_no_barrier(page: Page, who: str, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page, who)
    page.goto(f"/brookside/filter/{address}")
    assert not wider_than_the_screen(page)
    axe(page)


def test_the_filter_is_tested_and_what_followed_is_written_down(page: Page) -> None:
    sign_in(page, NETWORK)
    page.goto("/brookside/filter/checks/")
    page.get_by_role("button", name="Test now").click()
    expect(page.get_by_role("region", name="What was tested")).to_contain_text("Sam Adeyemi")
    page.get_by_role("region", name="What was tested").get_by_role("link").first.click()
    axe(page)
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    axe(page)
    page.get_by_label("What was done, and by whom").fill("The filter was made anew.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("main")).to_contain_text("The filter was made anew. (Sam Adeyemi")
    page.goto("/brookside/filter/checks/")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    axe(page)
