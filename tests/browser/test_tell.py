"""Tell in a real browser: on a desk and on a phone, with the keyboard, and without script."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import axe, sign_in, wider_than_the_screen

HEAD, TEACHER = "Amara Okafor", "Priya Raman"
SHOTS = os.environ.get("SHOTS", "")
HERE = "/tell/brookside/"
PAGES = ["", "help/", "child/", "family/", "work/", "receipt/", "receipt/pictures/"]
STAFF = ["concerns/letterbox/", "concerns/posters/", "concerns/papers/"]
_TAPS = ("Sad", "Someone was unkind", "In a game", "My teacher", "Year 2")
# Strings that would run if a page took them for code, in every manner that a page could.
_SCRIPTS = [
    "<script>{}</script>", "<img src=x onerror={}>", "<svg onload={}>", "\"><script>{}</script>",
    "' onmouseover='{}", "javascript:{}", "</textarea><script>{}</script>", "<iframe srcdoc='{}'>",
    "<a href=javascript:{}>x</a>", "</title><script>{}</script>", "{{{{{}}}}}", "<body onload={}>",
    "<details open ontoggle={}>", "<math href=javascript:{}>", "\\u003cscript>{}</script>",
    "%3Cscript%3E{}%3C/script%3E", "<input autofocus onfocus={}>", "]]><script>{}</script>",
    "<!--><script>{}</script>", "<style>@import '{}'</style>",
]  # fmt: skip
_CALLS = [
    "window.hacked=1", "alert(1)", "fetch('//x.example')", "top.hacked=1", "eval('hacked=1')",
    "document.title='hacked'", "print()", "parent.hacked=1", "confirm(1)", "self.hacked=1",
]  # fmt: skip
HOSTILE = [form.format(call) for form in _SCRIPTS for call in _CALLS]


def shot(page: Page, name: str) -> None:
    """Keep a picture, where SHOTS names a folder."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"tell-{name}.png", full_page=True)


def _slug(address: str) -> str:
    return re.sub(r"\W+", "-", address).strip("-")


@pytest.fixture
def plain(chromium: Browser, server: str) -> Iterator[Page]:
    """A page in a browser that runs no script, on a phone."""
    context = chromium.new_context(base_url=server, java_script_enabled=False,
                                   viewport={"width": 390, "height": 844})  # fmt: skip
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("width", [1100, 390])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_tell_fits_and_has_no_barrier(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(HERE + address)
    shot(page, f"{_slug(address) or 'start'}-{width}")
    assert not wider_than_the_screen(page)
    axe(page)
    assert page.context.cookies() == []


@pytest.mark.parametrize("width", [1100, 390])
@pytest.mark.parametrize("address", STAFF)
def test_a_page_for_staff_fits_and_has_no_barrier(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page, HEAD)
    page.goto(f"/brookside/{address}")
    shot(page, f"{_slug(address)}-{width}")
    assert not wider_than_the_screen(page)
    axe(page)


def test_a_page_of_the_log_book_is_printed_and_typed_in(page: Page) -> None:
    sign_in(page, TEACHER)
    page.goto("/brookside/concerns/papers/")
    page.get_by_label("How many pages?").fill("3")
    with page.expect_download():
        page.get_by_role("button", name="Print new pages").click()
    page.reload()
    axe(page)
    page.get_by_role("link", name="Type in L-002").click()
    axe(page)
    shot(page, "type-in")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose one")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("When was it written on paper?").fill("2 November 2026 09:15")
    page.get_by_label("What stands there?").fill("An advertisement covered the page.")
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("main")).to_contain_text("Log book and paper forms")
    expect(page.get_by_role("row", name="L-001")).to_contain_text("Missing")
    page.set_viewport_size({"width": 390, "height": 844})
    axe(page)
    shot(page, "papers-390")
    assert not wider_than_the_screen(page)


def test_a_six_year_old_tells_with_pictures(phone: Page) -> None:
    phone.goto(HERE + "child/")
    expect(phone.get_by_role("button", name="Read it to me")).to_be_visible()
    phone.get_by_role("button", name="Tell with pictures").click()
    for number, name in enumerate(_TAPS):
        axe(phone)
        shot(phone, f"child-{number + 1}")
        assert not wider_than_the_screen(phone)
        phone.get_by_role("button", name=name, exact=True).click()
    axe(phone)
    shot(phone, "child-6")
    phone.get_by_role("button", name="No. Just read it.").click()
    expect(phone.locator("h1")).to_have_text("Well done for telling")
    expect(phone.locator(".tell-noun")).to_have_count(7)
    axe(phone)
    shot(phone, "child-7")
    words = phone.locator(".tell-noun__word").all_inner_texts()
    phone.goto(HERE + "receipt/pictures/")
    for word in words:
        phone.get_by_role("button", name=word, exact=True).click()
    expect(phone.locator("main")).to_contain_text("We have what you told us.")
    axe(phone)
    shot(phone, "child-8-back")
    assert not any(word in phone.url for word in words)


def test_a_parent_tells_without_script_and_comes_back(plain: Page) -> None:
    plain.goto(HERE)
    plain.get_by_role("link", name="A parent, a carer").click()
    expect(plain.get_by_text("0800 1111").first).to_be_visible()
    plain.get_by_role("button", name="Go on").click()
    expect(plain.get_by_role("alert")).to_contain_text("Choose one")
    plain.get_by_label("No", exact=True).first.check()
    plain.get_by_label("No", exact=True).last.check()
    plain.get_by_role("button", name="Go on").click()
    shot(plain, "family-words-no-script")
    plain.get_by_role("button", name="Send it").click()
    expect(plain.get_by_role("alert")).to_contain_text("Write down in a few words what happened")
    plain.get_by_label("What happened?").fill("A child was left out of the class chat.")
    plain.get_by_label("Without my name", exact=True).check()
    plain.get_by_role("button", name="Send it").click()
    expect(plain.locator("h1")).to_have_text("Thank you for telling us")
    shot(plain, "family-told-no-script")
    receipt = " ".join(plain.locator(".tell-noun__word").all_inner_texts())
    plain.goto(HERE + "receipt/")
    plain.get_by_label("Your seven words").fill(receipt.title())
    plain.get_by_role("button", name="Open").click()
    plain.get_by_label("Write more").fill("It was on Monday.")
    plain.get_by_role("button", name="Send it").click()
    expect(plain.locator("main")).to_contain_text("It was on Monday.")
    assert plain.context.cookies() == []


def test_staff_tell_of_the_headteacher_and_the_page_says_who_reads_it(page: Page) -> None:
    page.goto(HERE + "work/")
    page.get_by_label("No", exact=True).first.check()
    page.get_by_label("Yes: the headteacher").check()
    page.get_by_role("button", name="Go on").click()
    axe(page)
    shot(page, "work-head")
    expect(page.locator("main")).to_contain_text("The headteacher never")


def test_the_branch_for_what_may_be_illegal_has_no_room_for_a_file(page: Page) -> None:
    page.goto(HERE + "family/")
    page.get_by_label("Yes, or I am not sure").check()
    page.get_by_label("No", exact=True).last.check()
    page.get_by_role("button", name="Go on").click()
    axe(page)
    shot(page, "illegal")
    expect(page.locator("input[type=file]")).to_have_count(0)
    expect(page.locator("textarea")).to_have_count(0)
    expect(page.get_by_label("Is it turned over and put away?")).to_have_count(0)
    expect(page.get_by_text("Is it turned over and put away?")).to_be_visible()


def test_leaving_takes_the_page_out_of_the_history(page: Page) -> None:
    page.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="Sunny"))
    page.goto(HERE)
    page.goto(HERE + "family/")
    page.get_by_role("link", name="Leave this page").click()
    expect(page.locator("body")).to_have_text("Sunny")
    page.go_back()
    expect(page).to_have_url(re.compile(r"/tell/brookside/$"))


def test_everything_can_be_done_with_the_keyboard(page: Page) -> None:
    page.goto(HERE + "child/")
    page.get_by_role("button", name="Tell with pictures").focus()
    page.keyboard.press("Enter")
    for _ in range(5):
        page.locator(".tell-tile").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    page.get_by_label("Yes. My name is").fill("Kit")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("A grown-up will come and talk to you.")


def test_two_hundred_hostile_strings_are_shown_as_text(page: Page) -> None:
    assert len(set(HOSTILE)) == 200
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    for start in range(0, len(HOSTILE), 50):
        some = HOSTILE[start : start + 50]
        page.goto(HERE + "family/")
        page.get_by_label("No", exact=True).first.check()
        page.get_by_label("No", exact=True).last.check()
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("What happened?").fill("\n".join(some))
        for number, label in enumerate(("Who is it about?", "Where was it?", "When was it?")):
            page.get_by_label(label).fill(some[number])
        page.get_by_label("Without my name", exact=True).check()
        page.get_by_role("button", name="Send it").click()
        receipt = " ".join(page.locator(".tell-noun__word").all_inner_texts())
        page.goto(HERE + "receipt/")
        page.get_by_label("Your seven words").fill(receipt)
        page.get_by_role("button", name="Open").click()
        page.get_by_label("Write more").fill("\n".join(some))
        page.get_by_role("button", name="Send it").click()
        for one in some:
            assert one in page.locator("main").inner_text()
    sign_in(page, HEAD)
    page.goto("/brookside/concerns/letterbox/")
    shown = page.locator("main").inner_text()
    assert [one for one in HOSTILE if one not in shown] == []
    assert page.evaluate("window.hacked === undefined && document.title !== 'hacked'")
    assert said == []
