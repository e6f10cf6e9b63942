"""“Shows” 2 in one piece: a parent and a pupil sign; forms are printed, signed, scanned and taken
in, and an account opens by it. Its server and school are its own: what it signs stays signed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import (
    SHOWN,
    axe,
    command,
    demonstration,
    serving,
    wider_than_the_screen,
)
from tests.ports import free_port
from tests.web import scanned

HEAD, PARENT, PUPIL = "Amara Okafor", "Kasia Zielinska", "Jan Zielinski"
ROOM = "/brookside/agreements/"
CLASS = "1 Fir"
SHOTS = os.environ.get("SHOTS", "")


class Place(NamedTuple):
    """An installation: its folder, and the paths that sign its people in."""

    folder: Path
    links: dict[str, str]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The demonstration, for this story alone."""
    folder = tmp_path_factory.mktemp("story")
    return Place(folder, demonstration(folder))


@pytest.fixture(scope="module")
def server(place: Place) -> Iterator[str]:
    """Its server."""
    with serving(place.folder, free_port(), **SHOWN) as address:
        yield address


def look(page: Page, name: str) -> None:
    """A page is whole: without a barrier, on a desk and on a phone."""
    axe(page)
    for width in (390, 1100):
        page.set_viewport_size({"width": width, "height": 900})
        assert not wider_than_the_screen(page), f"{name} at {width}"
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"forms-{name}-{width}.png", full_page=True)


def tick_all(page: Page) -> None:
    """Confirm every statement, by keyboard."""
    for box in page.get_by_role("checkbox").all():
        box.focus()
        page.keyboard.press("Space")
        expect(box).to_be_checked()


def test_a_parent_and_a_pupil_sign_and_a_form_on_paper_opens_an_account(
    page: Page, place: Place, tmp_path: Path
) -> None:
    _parent_signs(page, place)
    _pupil_signs(page, place)
    page.goto(place.links[HEAD])
    _a_child_joins(page)
    _forms_are_printed(page, place)
    sent = _signed_and_scanned(page, tmp_path)
    _taken_in(page, place, sent)
    _account_is_open(page)
    _journal_tells(page)


def _parent_signs(page: Page, place: Place) -> None:
    page.goto(place.links[PARENT])
    page.goto(ROOM)
    page.get_by_role("link", name="for Ola Zielinska").click()
    tick_all(page)
    page.get_by_label("Your full name").fill(PARENT)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Signed for Ola Zielinska")
    look(page, "1-parent-has-signed")


def _pupil_signs(page: Page, place: Place) -> None:
    page.goto(place.links[PUPIL])
    page.goto(ROOM)
    page.get_by_role("link", name="pupils from year 3").click()
    look(page, "2-pupil-reads")
    tick_all(page)
    page.get_by_label("Write your name").fill("Jan")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Signed. This is your copy")


def _a_child_joins(page: Page) -> None:
    """Nia starts today, her mother is named, and her account waits for the agreement."""
    page.goto("/brookside/people/add/")
    page.get_by_label("What are they to the school?").select_option("Pupil")
    page.get_by_label("Given name").fill("Nia")
    page.get_by_label("Family name").fill("Zielinska")
    page.get_by_label("Year").select_option("1")
    page.get_by_label("Class", exact=True).fill(CLASS)
    page.get_by_label("First day").fill(f"{timezone.localdate():%d/%m/%Y}")
    page.locator("main button").click()
    page.goto(f"{re.sub('change/$', '', page.url)}guardian/?q=Kasia")
    page.get_by_label(PARENT).check()
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("alert")).to_contain_text(f"{PARENT} answers for Nia Zielinska now")
    page.goto(f"{ROOM}classes/{CLASS}/")
    expect(page.locator("main")).to_contain_text("1 pupil without an account")
    page.get_by_role("button", name="Open their accounts once signed").click()
    expect(page.get_by_role("alert")).to_contain_text("0 accounts are open. The other 1")


def _print(page: Page, class_name: str, agreement: str = "") -> None:
    page.get_by_label("One class").check()
    page.get_by_label("Which class?").select_option(class_name)
    if agreement:
        page.get_by_label("Which agreement?").select_option(agreement)
    page.get_by_role("button", name="Print", exact=True).click()


def _forms_are_printed(page: Page, place: Place) -> None:
    page.goto(f"{ROOM}roster/")
    page.get_by_role("link", name="Print forms").click()
    page.get_by_label("One class").check()
    page.get_by_role("button", name="Print", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a class")
    expect(page.get_by_label("One class")).to_be_checked()
    look(page, "3-choose-for-whom")
    _print(page, "4 Oak", "Acceptable-use agreement for pupils from year 3")
    expect(page.locator("#runs")).to_contain_text("0 of 30 forms made")
    expect(page.locator("#runs progress")).to_have_attribute("value", "0")
    look(page, "4-forms-are-being-made")
    command(place.folder, "work --until-empty", **SHOWN)
    expect(page.locator("#runs")).to_contain_text("file 1 of 1", timeout=10_000)  # by itself
    _print(page, CLASS)
    expect(page.get_by_role("alert")).to_contain_text("The forms are ready below")


def _printed(page: Page, name: str) -> list[Image.Image]:
    """The pages of a file of forms, as a scanner sees them."""
    link = page.locator("#runs").get_by_role("link", name=f"for class {name}")
    answer = page.request.get(link.get_attribute("href") or "")
    assert answer.headers["content-type"] == "application/pdf"
    return scanned.pages_of(answer.body())


def _signed_and_scanned(page: Page, folder: Path) -> Path:
    """Nia's page upside down and grey, one of 4 Oak photographed, and a page of text by mistake."""
    nia, oak = _printed(page, CLASS), _printed(page, "4 Oak")
    if SHOTS:
        nia[0].save(Path(SHOTS) / "forms-5-printed-page-1.png")
        nia[1].save(Path(SHOTS) / "forms-5-printed-page-2.png")
    hers = scanned.signed_by_hand(nia[0]).convert("L").rotate(180).convert("RGB")
    his = scanned.CONDITIONS["photographed"](scanned.signed_by_hand(oak[0]))
    sent = folder / "forms of today.pdf"
    sent.write_bytes(scanned.as_pdf([hers, his, nia[1]]))
    return sent


def _taken_in(page: Page, place: Place, sent: Path) -> None:
    page.goto(f"{ROOM}scans/")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a file")
    page.get_by_label("Files").set_input_files(sent)
    look(page, "6-scans")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#scan")).to_contain_text("The pages are being read")
    command(place.folder, "work --until-empty", **SHOWN)
    expect(page.locator("#scan")).to_contain_text("3 pages to look at", timeout=10_000)
    expect(page.locator("#scan")).to_contain_text("No code can be read on this page")
    for picture in page.locator("#scan img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
    look(page, "7-pages-beside-their-forms")
    page.get_by_role("button", name="Take in the ticked pages").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the pages that are signed")
    for box in page.get_by_label("It is signed").all():
        box.check()
    page.get_by_role("button", name="Take in the ticked pages").click()
    expect(page.get_by_role("alert")).to_contain_text("2 signatures are taken in")
    page.get_by_role("button", name="Set aside page 3").click()
    expect(page.get_by_role("alert")).to_contain_text("Page 3 is set aside")
    expect(page.locator("#scan")).to_contain_text("Every page is dealt with")
    look(page, "8-every-page-is-dealt-with")


def _account_is_open(page: Page) -> None:
    page.goto(f"{ROOM}classes/{CLASS}/")
    expect(page.get_by_role("row").filter(has_text="Nia")).to_contain_text("Signed")
    expect(page.locator("main")).not_to_contain_text("without an account")
    page.goto(f"{ROOM}roster/?q=Nia")
    page.get_by_role("link", name=re.compile("copy of Nia")).click()
    expect(page.locator("main")).to_contain_text("On paper, kept: page 1 of scan")
    look(page, "9-copy-of-what-was-signed")
    kept = page.get_by_role("link", name="See the page that was signed").get_attribute("href") or ""
    assert page.request.get(kept).headers["content-type"] == "image/jpeg"


def _journal_tells(page: Page) -> None:
    page.goto("/brookside/journal/")
    for said in (
        "opened an account for Nia Zielinska", "for Nia Zielinska on paper",
        "The reader of scans read",
        "asked for agreement forms for class 4 Oak", "set aside page 3",
        "looked at the pages of scan",
        "Kasia Zielinska signed", "Jan Zielinski signed",
    ):  # fmt: skip
        expect(page.locator("main")).to_contain_text(said)
