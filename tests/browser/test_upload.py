"""A large file shows how far it has come; without script the form is sent as every other."""

from __future__ import annotations

import io
import re
import struct

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.conftest import axe, sign_in, wider_than_the_screen
from tests.evidence import samples

CASES = "/brookside/concerns/"


def film(number: int, size: int) -> FilePayload:
    """A video of some size: the rest of it is free space."""
    made = io.BytesIO()
    made.write(samples.mp4(number))
    made.write(struct.pack(">I4s", size, b"free") + bytes(size - 8))
    return {"name": f"film-{number}.mp4", "mimeType": "video/mp4", "buffer": made.getvalue()}


@pytest.fixture(scope="module")
def folder(chromium: Browser, server: str) -> str:
    """The address of the evidence of a new case."""
    page = chromium.new_context(base_url=server).new_page()
    sign_in(page, "Tom Birdsall")
    page.goto(f"{CASES}tell/?illegal=no")
    page.get_by_label("What happened?").fill("Somebody filmed a fight.")
    page.get_by_label("No", exact=True).first.check()
    page.get_by_role("button", name="Tell", exact=True).click()
    number = re.search(r"20\d\d/\d{3}", page.get_by_role("alert").inner_text())
    assert number
    page.goto(CASES)
    page.get_by_role("link", name=number[0], exact=True).click()
    page.get_by_role("button", name="Evidence of the case").click()
    expect(page.get_by_role("heading", name="Evidence", exact=True)).to_be_visible()
    return page.url


def at(chromium: Browser, folder: str, *, script: bool = True) -> Page:
    """The folder, opened by the safeguarding lead."""
    server = folder.partition("/brookside")[0]
    page = chromium.new_context(base_url=server, java_script_enabled=script).new_page()
    sign_in(page, "Tom Birdsall")
    page.goto(folder)
    return page


def test_a_large_file_shows_how_far_it_has_come(chromium: Browser, folder: str) -> None:
    page = at(chromium, folder)
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 700_000,
    })  # fmt: skip
    page.get_by_label("Files").set_input_files(film(1, 3_000_000))
    page.get_by_role("button", name="Put into the vault").click()
    bar = page.get_by_role("progressbar")
    expect(bar).to_be_visible()
    page.wait_for_function("() => { const one = document.querySelector('[data-upload] progress');"
                           " return one && one.value > 5 && one.value < 95; }")  # fmt: skip
    expect(page.get_by_role("status")).to_contain_text("per cent sent")
    axe(page)
    expect(page.get_by_role("alert")).to_contain_text("1 file is in the vault.", timeout=20_000)
    expect(page.get_by_text("film-1.mp4")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 900})
    assert not wider_than_the_screen(page)


def test_what_is_refused_is_said_and_the_form_can_be_sent_again(
    chromium: Browser, folder: str
) -> None:
    page = at(chromium, folder)
    bad: FilePayload = {"name": "x.exe", "mimeType": "image/png", "buffer": b"MZ" + bytes(900)}
    page.get_by_label("Where does it come from?").fill("A stick")
    page.get_by_label("Files").set_input_files(bad)
    page.get_by_role("button", name="Put into the vault").click()
    expect(page.get_by_role("alert")).to_contain_text("It is a program.")
    expect(page.get_by_label("Where does it come from?")).to_have_value("A stick")
    page.context.set_offline(True)
    page.get_by_label("Files").set_input_files(bad)
    page.get_by_role("button", name="Put into the vault").click()
    expect(page.get_by_role("status")).to_contain_text("The connection broke")
    expect(page.get_by_role("button", name="Put into the vault")).to_be_enabled()


def test_without_script_it_is_sent_as_well(chromium: Browser, folder: str) -> None:
    page = at(chromium, folder, script=False)
    page.get_by_label("Files").set_input_files(film(2, 50_000))
    page.get_by_role("button", name="Put into the vault").click()
    expect(page.get_by_role("alert")).to_contain_text("1 file is in the vault.")
