"""The pages of access as each of Brookside's people meets them: on a desk and on a phone."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, sign_in, wider_than_the_screen

HEAD, KEEPER, TEACHER, PUPIL = "Amara Okafor", "Sam Adeyemi", "Priya Raman", "Jan Zielinski"
SHOTS = os.environ.get("SHOTS", "")
PAGES = [
    (HEAD, "access/"), (HEAD, "access/guests/"), (HEAD, "access/guests/new/"),
    (HEAD, "access/guests/1/"), (HEAD, "access/joiners/"), (HEAD, "access/lists/1/"),
    (HEAD, "access/leavers/"), (HEAD, "access/lists/2/"), (HEAD, "access/reviews/"),
    (HEAD, "access/reviews/1/"), (HEAD, "access/reviews/1/?which=marked"),
    (HEAD, "access/rights/?q=Priya"), (HEAD, "access/candidates/"), (HEAD, "access/links/"),
    (KEEPER, "access/rights/change/"), (KEEPER, "access/administrators/"),
    (KEEPER, "access/administrators/1/"), (KEEPER, "access/places/"), (KEEPER, "access/places/1/"),
    (KEEPER, "access/ways-in/"), (TEACHER, "access/links/new/"), (TEACHER, "access/rights/mine/"),
    (PUPIL, "access/"), (PUPIL, "access/saw-something/"),
]  # fmt: skip


@pytest.mark.parametrize("width", [1100, 390])
@pytest.mark.parametrize(("who", "address"), PAGES)
def test_a_page_fits_and_has_no_barrier(page: Page, who: str, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page, who)
    page.goto(f"/brookside/{address}")
    if SHOTS:
        name = re.sub(r"\W+", "-", address).strip("-")
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    assert not wider_than_the_screen(page)
    axe(page)


def test_a_guest_is_entered_and_gets_a_login_after_the_agreement(page: Page) -> None:
    sign_in(page, HEAD)
    page.goto("/brookside/access/guests/")
    page.get_by_role("button", name="Enter a guest").click()
    page.get_by_role("button", name="Enter the guest").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter: full name.")
    page.get_by_label("Full name").fill("Ines Ferro")
    page.get_by_label("Visitor").check()
    page.get_by_label("Sponsor").select_option(label=TEACHER)
    page.get_by_label("What the visit is for").fill("Repairs the piano")
    page.get_by_label("First day").fill("1/3/2099")
    page.get_by_label("Last day").fill("28/2/2099")
    page.get_by_role("button", name="Enter the guest").click()
    expect(page.get_by_role("alert")).to_contain_text("The last day comes before the first")
    expect(page.get_by_label("Full name")).to_have_value("Ines Ferro")
    page.get_by_label("Last day").fill("2/3/2099")
    page.get_by_role("button", name="Enter the guest").click()
    page.get_by_role("link", name="Ines Ferro").click()
    expect(page.locator(".govuk-inset-text")).to_contain_text("other guests” is not signed yet")
    page.get_by_text("Waive it").click()
    page.get_by_label("Why").fill("Signed on a sheet in the office")
    page.get_by_role("button", name="Waive", exact=True).click()
    page.get_by_role("button", name="Open the login").click()
    expect(page.locator("dl")).to_contain_text("iferro")


def test_a_line_of_the_review_keeps_what_was_typed_and_is_decided(page: Page) -> None:
    sign_in(page, HEAD)
    page.goto("/brookside/access/reviews/1/?which=marked")
    line = page.locator("#lines > li", has_text="Odile Farrant")
    line.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why")
    line.get_by_label("Why").fill("Left last week")
    line.get_by_role("button", name="Remove").click()
    expect(page.locator("#lines")).not_to_contain_text("Odile Farrant")
    page.get_by_role("link", name="Decided").click()
    expect(page.locator("#lines")).to_contain_text("Remove: Left last week (Amara Okafor")
