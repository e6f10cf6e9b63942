"""Agreements in a browser: a parent and a pupil sign, a tablet goes round; a phone, and axe."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, sign_in, wider_than_the_screen

HEAD, PARENT, PUPIL = "Amara Okafor", "Kasia Zielinska", "Jan Zielinski"


def tick_all(page: Page) -> None:
    """Confirm every statement."""
    for box in page.get_by_role("checkbox").all():
        box.check()


def test_a_parent_signs_on_a_phone_and_has_the_copy(phone: Page) -> None:
    sign_in(phone, PARENT)
    phone.goto("/brookside/agreements/")
    axe(phone)
    phone.get_by_role("link", name="for Ola Zielinska").click()
    assert not wider_than_the_screen(phone)
    axe(phone)
    phone.get_by_label("Your full name").fill(PARENT)
    phone.get_by_role("button", name="Sign", exact=True).click()
    expect(phone.get_by_role("alert").first).to_contain_text("Tick each one")
    expect(phone.get_by_label("Your full name")).to_have_value(PARENT)
    tick_all(phone)
    phone.get_by_role("button", name="Sign", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("Signed for Ola Zielinska")
    axe(phone)


def test_a_pupil_reads_simple_words_and_signs(page: Page) -> None:
    sign_in(page, PUPIL)
    page.goto("/brookside/agreements/")
    page.get_by_role("link", name="pupils from year 3").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Our computer rules")
    axe(page)
    tick_all(page)
    page.get_by_label("Write your name").fill("Jan")
    page.get_by_role("button", name="I sign").click()
    expect(page.get_by_role("alert")).to_contain_text("Signed. This is your copy")


def test_a_tablet_goes_round_and_what_is_drawn_is_kept(page: Page) -> None:
    sign_in(page, HEAD)
    page.goto("/brookside/agreements/meeting/?q=Priya")
    axe(page)
    page.get_by_role("link", name="Priya Raman").click()
    axe(page)
    tick_all(page)
    page.get_by_label("Your full name").fill("Priya Raman")
    pad = page.locator("[data-pad] svg")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=5)
    page.mouse.up()
    assert page.locator("#id_mark").input_value().startswith("M ")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Thank you, Priya Raman")
    page.goto("/brookside/agreements/roster/?q=Priya")
    expect(page.locator("table")).to_contain_text("Signed")


def test_the_pages_of_who_keeps_the_roster(page: Page) -> None:
    sign_in(page, HEAD)
    paths = ("roster/", "asked/", "chasing/", "training/", "home-school/", "classes/",
             "classes/2%20Oak/", "devices-and-channels/", "asked/staff-for-staff/")  # fmt: skip
    for path in paths:
        page.goto(f"/brookside/agreements/{path}")
        axe(page)
        page.set_viewport_size({"width": 390, "height": 844})
        assert not wider_than_the_screen(page), path
        page.set_viewport_size({"width": 1100, "height": 900})
