"""The pages of lists, own entries and changes as Brookside's people meet them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, sign_in, wider_than_the_screen

HEAD, KEEPER, CHAIR = "Amara Okafor", "Sam Adeyemi", "Margaret Doyle"
SHOTS = os.environ.get("SHOTS", "")
PAGES = [
    (HEAD, "filter/lists/"), (KEEPER, "filter/lists/new/"), (KEEPER, "filter/lists/1/"),
    (KEEPER, "filter/lists/2/"), (KEEPER, "filter/lists/read/2/"), (HEAD, "filter/own/"),
    (KEEPER, "filter/own/"), (KEEPER, "filter/own/new/"), (KEEPER, "filter/unlisted/"),
    (CHAIR, "filter/changes/"), (HEAD, "filter/changes/?which=unconfirmed"),
    (HEAD, "filter/changes/2/"),
]  # fmt: skip


@pytest.mark.parametrize("width", [1100, 390])
@pytest.mark.parametrize(("who", "address"), PAGES)
def test_a_page_fits_and_has_no_barrier(page: Page, who: str, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page, who)
    answer = page.goto(f"/brookside/{address}")
    assert answer is not None
    assert answer.status == 200
    if SHOTS:
        name = re.sub(r"\W+", "-", address).strip("-")
        page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)
    assert not wider_than_the_screen(page)
    axe(page)


def test_a_list_is_sent_looked_at_and_let_in(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("name,category\nbet-now.test,gambling\nco.uk,games\n" + "".join(
        f"site{n}.test,games\n" for n in range(30)))  # fmt: skip
    sign_in(page, KEEPER)
    page.goto("/brookside/filter/lists/")
    page.get_by_role("link", name="Invented sites", exact=True).click()
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the file of the list.")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("link", name="See what was read").click()
    page.get_by_text("Lines left out, and why").click()
    expect(page.locator("#progress")).to_contain_text("Line 3: “co.uk” holds the sites of many")
    page.get_by_role("button", name="Let it in").click()
    expect(page.locator("body")).to_contain_text("The list Invented sites is in use: 31")


def test_bad_lines_are_shown_and_the_good_are_added(page: Page) -> None:
    sign_in(page, KEEPER)
    page.goto("/brookside/filter/own/new/")
    page.get_by_label("Sites, one on a line").fill("river-study.test\nco.uk")
    page.get_by_label("Open them").check()
    page.get_by_label("Why").fill("Rivers in Year 5")
    page.get_by_role("button", name="Add them").click()
    expect(page.locator("main")).to_contain_text("Line 2: “co.uk” holds the sites")
    expect(page.get_by_label("Sites, one on a line")).to_have_value("river-study.test\nco.uk")
    axe(page)
    page.get_by_label("Leave these out, and add the other 1 line").check()
    page.get_by_role("button", name="Add them").click()
    expect(page.locator("table")).to_contain_text("river-study.test")
