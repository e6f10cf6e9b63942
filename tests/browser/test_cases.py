"""A worry from the form to the procedure, in a browser: told, sorted, evidence kept, stage by
stage; each page on the way without a barrier, on a desk and on a phone."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import axe, sign_in, wider_than_the_screen

HEAD, DSL, TEACHER = "Amara Okafor", "Tom Birdsall", "Priya Raman"
CASES = "/brookside/concerns/"


def fits(page: Page) -> None:
    """Look at a page on a desk and on a phone."""
    for width in (390, 1100):
        page.set_viewport_size({"width": width, "height": 900})
        assert not wider_than_the_screen(page), (page.url, width)
    axe(page)


def somebody(chromium: Browser, server: str, who: str) -> Page:
    """A browser of their own for somebody who has signed in."""
    page = chromium.new_context(base_url=server).new_page()
    sign_in(page, who)
    return page


def test_a_worry_is_told_sorted_and_taken_through_the_procedure(
    chromium: Browser, server: str
) -> None:
    teacher = somebody(chromium, server, TEACHER)
    teacher.goto(f"{CASES}tell/")
    fits(teacher)
    teacher.get_by_role("button", name="No", exact=True).click()
    teacher.get_by_label("What happened?").fill("A parent posts about us.")
    teacher.get_by_role("button", name="Tell", exact=True).click()
    expect(teacher.get_by_role("alert")).to_contain_text("Choose one")
    expect(teacher.get_by_label("What happened?")).to_have_value("A parent posts about us.")
    teacher.get_by_label("No", exact=True).check()
    teacher.get_by_role("button", name="Tell", exact=True).click()
    number = re.search(r"20\d\d/\d{3}", teacher.get_by_role("alert").inner_text())
    assert number
    fits(teacher)
    dsl = somebody(chromium, server, DSL)
    dsl.goto(CASES)
    fits(dsl)
    dsl.get_by_role("link", name=number[0], exact=True).click()
    expect(dsl.get_by_text("A parent posts about us.")).to_be_visible()
    fits(dsl)
    case = dsl.url
    assert teacher.goto(case).status == 404  # type: ignore[union-attr]
    _sort(dsl)
    _go_through(somebody(chromium, server, HEAD), case)


def _sort(page: Page) -> None:
    page.get_by_role("link", name="Sort it", exact=True).click()
    fits(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose one")
    page.get_by_label("What is it?").select_option("abusive-post")
    page.get_by_label("No: not allowed, or not fitting").check()
    page.get_by_label("Why?").fill("Read what came in.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="An abusive post about the school")).to_be_visible()
    fits(page)


def _go_through(page: Page, case: str) -> None:
    page.goto(case)
    page.get_by_role("button", name="Evidence of the case").click()
    expect(page.get_by_role("heading", name="Evidence", exact=True)).to_be_visible()
    fits(page)
    page.goto(case)
    page.get_by_role("link", name="Go through it stage by stage").click()
    fits(page)
    page.get_by_role("link", name=re.compile("It is done.*Keep calm")).click()
    page.get_by_label("How, or why not?").fill("Nobody has answered.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Nobody has answered.")).to_be_visible()
    page.goto("/brookside/concerns/bodies/")
    fits(page)
    page.goto("/brookside/policy/impact/")
    fits(page)
    page.goto("/brookside/concerns/find/")
    for _ in range(2):  # a form on a page that was opened by a form
        page.get_by_role("textbox").last.fill("posts")
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("main")).to_contain_text(re.compile(r"20\d\d/\d{3}"))
    fits(page)
