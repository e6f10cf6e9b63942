"""What the tests of signing in do in the browser: passwords, codes, keys."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import struct
import time
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, command, wider_than_the_screen

PASSWORD: Final = "copper kettle sunrise 7"
# Where screenshots go that somebody wants to look at; none are taken without it.
_TO_SEND: Final = 6  # seconds
PICTURES: Final = os.environ.get("PICTURES", "")


def code_of(secret: str, steps: int = 0) -> str:
    """Return the code of RFC 6238 for a key, now or so many half minutes later. As a half
    minute ends it waits for the next: a code of the one before would be too old when it is sent."""
    if (left := 30 - time.time() % 30) < _TO_SEND:
        time.sleep(left)
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"


def look_at(page: Page, name: str) -> None:
    """Check a page as everybody meets it: axe, and the width of a telephone."""
    axe(page)
    wide = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    assert not wider_than_the_screen(page), name
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}-phone.png"), full_page=True)
    axe(page)
    if wide:
        page.set_viewport_size(wide)
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def invitation(folder: Path, who: str, server: str) -> tuple[str, str]:
    """Invite somebody with the program's own command, by school and id: user name and address."""
    said = command(folder, f"invite {who} --address {server}")
    name = re.search(r"signs in as (\w+),", said)
    address = re.search(r"http\S+", said)
    assert name, said
    assert address, said
    return name[1], address[0]


def set_password(page: Page, address: str, password: str = PASSWORD) -> None:
    """Follow an invitation and choose a password."""
    page.goto(address)
    page.get_by_label("New password", exact=True).fill(password)
    page.get_by_label("New password again").fill(password)
    page.get_by_role("button", name="Save password").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your password is set")


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Give user name and password."""
    page.goto("/account/login/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    """Press the button in the header."""
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def set_up_app(page: Page, steps: int = -1) -> str:
    """Set up an authenticator app, from the page of second steps; return its key."""
    page.get_by_role("link", name="Set up an authenticator app").click()
    secret = page.locator("#totp-key").inner_text()
    page.get_by_label("Code that the app shows now").fill(code_of(secret, steps))
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    return secret


def give_code(page: Page, code: str) -> None:
    """Give a code as the second step."""
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()


def plug_in_key(page: Page) -> None:
    """Put a virtual authenticator into the browser: it always answers, and knows its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip


def is_in(page: Page) -> bool:
    """Tell whether the Do list opens."""
    page.goto("/brookside/do/")
    return urlsplit(page.url).path == "/brookside/do/"
