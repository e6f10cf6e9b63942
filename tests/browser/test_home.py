"""The home page, as a visitor sees it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, wider_than_the_screen

SCHOOLS = [
    "Ashbrook Infant and Nursery School",
    "Brookside Primary School",
    "Cotmanhay Infant and Nursery School",
    "Thatto Heath Community Primary School",
]


def test_home_lists_the_schools_and_leads_to_their_pages(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "The online-safety policy that answers"
    )
    expect(page.get_by_role("heading", level=3)).to_have_text(SCHOOLS)
    links = page.get_by_role("link", name="at Brookside Primary School")
    assert [link.get_attribute("href") for link in links.all()] == [
        "/brookside/policy/",
        "/brookside/for-me/",
        "/brookside/ask/",
        "/brookside/compare/",
        "/brookside/concerns/tell-us/",
    ]


def test_home_has_no_barrier_that_axe_knows(page: Page) -> None:
    page.goto("/")
    axe(page)


def test_home_fits_a_phone(phone: Page) -> None:
    phone.goto("/")
    assert not wider_than_the_screen(phone)
    axe(phone)


def test_the_first_tab_stop_skips_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_scripts_and_styles_come_from_the_school_alone(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/", wait_until="networkidle")
    assert {url for url in asked if not url.startswith(f"{server}/")} == set()
    assert page.evaluate("document.body.classList.contains('govuk-frontend-supported')")
    fonts = page.evaluate("document.fonts.ready.then(fonts => [...fonts].map(f => f.status))")
    assert fonts == ["loaded", "loaded"]


def test_nothing_but_words_is_printed(page: Page) -> None:
    page.goto("/")
    page.emulate_media(media="print")
    expect(page.locator(".sg-footer")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_missing_page_says_so_and_leads_home(page: Page) -> None:
    page.set_content("")  # the browser itself reports a 404 as an error on the console
    answer = page.request.get("/nowhere/at/all/")
    assert answer.status == 404
    page.set_content(answer.text())
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
