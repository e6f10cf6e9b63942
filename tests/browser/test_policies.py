"""The three pages of a policy, as a visitor meets them: on a desk, on a phone, without a mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import axe, wider_than_the_screen

SCHOOL = "cotmanhay"
PHOTO = "who=teacher&what=photograph:pupil&fact=device:personal"
PAGES = [
    "policy/",
    "policy/?q=phone",
    "ask/",
    "ask/?who=teacher",
    "ask/?who=teacher&find=photo",
    "ask/?who=teacher&what=use:personal_device",
    f"ask/?{PHOTO}",
    "ask/?who=teacher&what=do:something_else",
    "ask/gaps/",
    "policy/aims/",
    "policy/reach/",
    "policy/social-media/?service=new.example&category=social",
    "policy/times/",
    "compare/?a=derbyshire@2&b=cotmanhay",
]


@pytest.mark.parametrize("width", [1100, 390])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_and_has_no_barrier(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"/{SCHOOL}/{address}")
    assert not wider_than_the_screen(page)
    axe(page)


def test_the_document_is_searched_while_one_types(page: Page) -> None:
    page.goto(f"/{SCHOOL}/policy/")
    page.get_by_label("Search this policy").press_sequentially("class dojo")
    expect(page.locator(".sg-count")).to_contain_text("with “class dojo”")
    expect(page.locator("mark").first).to_be_visible()
    expect(page).to_have_url(re.compile("q=class"))


def test_contents_fold_away_on_a_phone(phone: Page) -> None:
    phone.goto(f"/{SCHOOL}/policy/")
    contents = phone.get_by_role("navigation", name="Contents")
    expect(contents).to_be_hidden()
    phone.locator(".sg-contents--small summary").click()
    expect(contents).to_be_visible()
    contents.get_by_role("link").nth(3).click()
    expect(phone).to_have_url(re.compile("#"))


def _asks(page: Page) -> None:
    page.goto(f"/{SCHOOL}/ask/")
    page.get_by_label("Teacher", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Search in plain words").fill("take pictures own device")
    if page.locator(".sg-act").first.is_hidden():
        page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Take pictures of pupils with their own device").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yes, with conditions")


def test_a_question_is_asked_and_answered(page: Page) -> None:
    _asks(page)
    expect(page.get_by_role("link", name="Clause 7.8.photos")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yes, with conditions")


def test_three_schools_give_three_answers(page: Page) -> None:
    page.goto(f"/ashbrook/ask/?{PHOTO}")
    schools = page.locator(".sg-others__item")
    for name, answer in (
        ("Ashbrook", "authorised it in writing"),
        ("Cotmanhay", "it serves learning"),
        ("Thatto Heath", "No, this is not allowed"),
    ):
        expect(schools.filter(has_text=name)).to_contain_text(answer)
    schools.filter(has_text="Thatto Heath").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No, this is not allowed")


def test_a_gate_that_is_not_met_refuses(page: Page) -> None:
    page.goto(f"/ashbrook/ask/?{PHOTO}")
    page.get_by_role("link", name="No, it is not").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No, this is not allowed")
    page.go_back()
    page.get_by_role("link", name="Yes, this is so").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yes, this is allowed")


def test_ask_works_without_a_mouse(page: Page) -> None:
    page.goto(f"/{SCHOOL}/ask/")
    page.locator("#who-teacher").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Continue").focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("What do you want to do?")
    expect(heading).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("own phone")
    expect(page.locator(".sg-act").first).to_be_visible()
    page.locator(".sg-act").first.focus()
    page.keyboard.press("Enter")
    expect(heading).not_to_have_text("What do you want to do?")
    expect(heading).to_be_focused()


def test_ask_works_without_script(context: BrowserContext, server: str) -> None:
    browser = context.browser
    assert browser is not None
    plain = browser.new_context(base_url=server, java_script_enabled=False)
    page = plain.new_page()
    page.goto(f"/{SCHOOL}/ask/")
    page.get_by_label("Teacher", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Search in plain words").fill("own device")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Take pictures of pupils with their own device").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yes, with conditions")
    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
    plain.close()


def test_a_silent_policy_leads_to_the_list_of_gaps(page: Page) -> None:
    page.goto(f"/{SCHOOL}/ask/?who=teacher")
    page.get_by_role("button", name="Something else").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The policy does not say")
    page.get_by_role("link", name="list of gaps").click()
    expect(page.get_by_role("cell", name="Something that is not in the list")).to_be_visible()


def test_comparing_shows_the_lost_authorisation_first(page: Page) -> None:
    page.goto(f"/{SCHOOL}/compare/?a=derbyshire@5&b=cotmanhay&q=photos")
    first = page.locator(".sg-differences").first
    expect(first.get_by_role("heading", level=3)).to_have_text("Side effects")
    expect(first).to_contain_text("authorised it in writing")


def test_comparing_narrows_to_a_kind(page: Page) -> None:
    page.goto(f"/{SCHOOL}/compare/?a=derbyshire@2&b=cotmanhay")
    page.get_by_role("navigation", name="Kinds of difference").get_by_role(
        "link", name="Stricter"
    ).click()
    expect(page.locator(".sg-differences")).to_have_count(1)
