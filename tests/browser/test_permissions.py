"""Permission asked for and granted at Brookside, in a real browser, at a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, sign_in, wider_than_the_screen

ROOM = "/brookside/permissions/"


def test_a_teacher_asks_and_the_head_grants(page: Page) -> None:
    sign_in(page, "Priya Raman")
    page.goto("/brookside/ask/?who=teacher&what=use:smart_speaker&fact=place:classroom")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not allowed yet")
    axe(page)
    page.get_by_role("button", name="Ask the headteacher for permission").click()
    axe(page)
    page.get_by_label("What is it for?").fill("Songs in Year 1")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    axe(page)
    mine = page.url
    sign_in(page, "Amara Okafor")
    page.get_by_role("link", name="Decide: use a smart speaker").click()
    axe(page)
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("There is a problem")).to_be_visible()
    axe(page)
    page.get_by_label("Grant it").check()
    page.get_by_label("Why?").fill("Only for singing.")
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("In force")).to_be_visible()
    sign_in(page, "Priya Raman")
    page.goto("/brookside/ask/?who=teacher&what=use:smart_speaker&fact=place:classroom")
    expect(page.get_by_text("Amara Okafor, headteacher, allowed this in writing")).to_be_visible()
    axe(page)
    page.goto(mine)
    page.get_by_role("button", name="I have read this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Permissions")


@pytest.mark.parametrize("who", ["Amara Okafor", "Priya Raman", "Colin Frost", "Ellie Marsh"])
@pytest.mark.parametrize("path", ["", "what/", "?q=volcano"])
def test_the_lists_fit_a_phone_and_have_no_barrier(phone: Page, who: str, path: str) -> None:
    sign_in(phone, who)
    phone.goto(f"{ROOM}{path}")
    assert not wider_than_the_screen(phone)
    axe(phone)


def test_one_request_fits_a_phone_and_prints(phone: Page) -> None:
    sign_in(phone, "Gareth Pugh")
    phone.goto(ROOM)
    phone.get_by_role("link", name="use a smart speaker").click()
    assert not wider_than_the_screen(phone)
    axe(phone)
    phone.emulate_media(media="print")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    expect(phone.get_by_text("Hana Head")).to_have_count(0)
