"""The life of a policy as the people of Brookside meet it: on a desk and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, sign_in, wider_than_the_screen

HEAD, CHAIR = "Amara Okafor", "Margaret Doyle"
ROOM = "/brookside/policy/versions/"
LOST = re.compile(r"Lost\?\s*$")


def _draft(page: Page) -> str:
    """Begin a draft as the head and return its address."""
    sign_in(page, HEAD)
    page.goto(ROOM)
    page.get_by_role("button", name="Begin a draft of the main policy").click()
    expect(page.get_by_role("button", name="Write", exact=True)).to_be_visible()
    return page.url


@pytest.mark.parametrize("width", [1100, 390])
def test_the_pages_fit_and_have_no_barrier(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    here = _draft(page)
    parts = ("", "text/", "edit/", "edit/?piece=2", "header/", "revise/", "consult/",
             "step/withdraw/")  # fmt: skip
    for address in (ROOM, "/brookside/policy/related/", *(f"{here}{part}" for part in parts)):
        page.goto(address)
        assert not wider_than_the_screen(page), address
        axe(page)


def test_what_is_typed_is_checked_kept_and_given_back(page: Page) -> None:
    here = _draft(page)
    page = page.context.new_page()  # a dropped connection is an error on the console
    page.goto(f"{here}edit/?piece=2")
    field = page.get_by_label("Text", exact=True)
    field.press("Control+End")
    field.press_sequentially("\n```rule\nwhoo: staff\n```\n")
    expect(page.locator("#checked")).to_contain_text("Did you mean 'who'?")
    expect(page.locator("#kept")).to_contain_text("Kept at")
    page.context.set_offline(True)
    field.press_sequentially("Lost?")
    expect(page.locator("#kept")).to_contain_text("there is no connection")
    page.context.set_offline(False)
    expect(page.locator("#kept")).to_contain_text("Kept at", timeout=15_000)
    page.goto(f"{here}edit/?piece=2")
    expect(page.get_by_label("Text", exact=True)).to_have_value(LOST)
    page.get_by_role("button", name="Throw away what I typed").click()
    expect(page.get_by_label("Text", exact=True)).not_to_have_value(LOST)


def test_the_chair_approves_and_signs_what_was_consulted_on(page: Page) -> None:
    here = _draft(page)
    page.get_by_role("button", name="Fill in the header").click()
    page.get_by_label("Partial", exact=True).check()
    page.get_by_role("button", name="Save the header").click()
    page.get_by_role("button", name="Record a consultation").click()
    page.get_by_label("Which group was consulted?").fill("Staff")
    page.get_by_label("On which day?").fill("1/9/2026")
    page.get_by_label("How?").fill("Staff meeting")
    page.get_by_role("button", name="Add to the consultation record").click()
    expect(page.get_by_text("Not consulted:")).to_be_visible()
    page.get_by_role("button", name="Close the consultation").click()
    sign_in(page, CHAIR)
    page.goto("/brookside/do/")
    page.get_by_role("link", name=re.compile("Approve: Staying safe online")).first.click()
    page.goto(f"{here}approve/")
    axe(page)
    page.get_by_role("button", name="Approve and sign").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box if you sign this version")
    page.get_by_label("Number of the minute").fill("7")
    page.get_by_label("Day of the meeting").fill("1/9/2026")
    page.get_by_label("I have read this version").check()
    page.get_by_role("button", name="Approve and sign").click()
    expect(page.get_by_text("Margaret Doyle (chair)")).to_be_visible()
