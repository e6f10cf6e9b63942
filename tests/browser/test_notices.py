"""Notices and “what this means for me” in a browser: on a desk and on a phone."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, sign_in, wider_than_the_screen

HEAD, TEACHER = "Amara Okafor", "Priya Raman"
SHOTS = os.environ.get("SHOTS", "")
ONE = "notices/the-first/"  # of those on the person's list
PAGES = [
    (HEAD, "notices/"), (HEAD, "notices/to-tell/"), (HEAD, "notices/write/"),
    (HEAD, "notices/history/"), (HEAD, "notices/1/told/"), (TEACHER, "notices/"),
    (TEACHER, ONE), ("", "for-me/"), ("", "for-me/teacher/"), ("", "for-me/parent/"),
    ("", "for-me/pupil_ks1/"),
]  # fmt: skip


@pytest.mark.parametrize("width", [1100, 390])
@pytest.mark.parametrize(("who", "address"), PAGES)
def test_a_page_fits_and_has_no_barrier(page: Page, who: str, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    if who:
        sign_in(page, who)
    page.goto("/brookside/notices/" if address == ONE else f"/brookside/{address}")
    if address == ONE:
        page.locator(".sg-needs__title a").first.click()
        page.wait_for_url(re.compile(r"/notices/\d+/$"))
    if SHOTS:
        name = re.sub(r"\W+", "-", address).strip("-")
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    assert not wider_than_the_screen(page)
    axe(page)


def test_a_notice_is_written_looked_at_sent_and_confirmed(page: Page) -> None:
    sign_in(page, HEAD)
    page.goto("/brookside/notices/")
    page.get_by_role("button", name="Write a notice").click()
    page.get_by_label("Subject").fill("Phones in assemblies")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("alert")).to_contain_text("Write what you want to say")
    expect(page.get_by_label("Subject")).to_have_value("Phones in assemblies")
    page.get_by_label("What you want to say").fill("They stay in bags.")
    page.get_by_label("Staff", exact=True).check()
    page.get_by_label("Only on their own page here").check()
    page.get_by_label("Ask everybody").check()
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator("h1")).to_contain_text("Send this notice?")
    page.get_by_role("button", name="Send it now").click()
    expect(page.locator("h1")).to_contain_text("Phones in assemblies")
    sign_in(page, TEACHER)
    page.goto("/brookside/do/")
    page.get_by_role("link", name="Read and confirm: Phones in assemblies").click()
    page.get_by_role("button", name="I have read this").click()
    expect(page.locator("main")).to_contain_text("You said “I have read this”")
