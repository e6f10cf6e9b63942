"""Signing in, in a real browser on a real server: first password, second steps, keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import command, installed, serving
from tests.browser.signing_in import (
    PASSWORD,
    code_of,
    give_code,
    invitation,
    is_in,
    look_at,
    plug_in_key,
    set_password,
    set_up_app,
    sign_in,
    sign_out,
)
from tests.ports import free_port

SECOND_STEP = "Your second step"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with Brookside's people, outside the demonstration."""
    return installed(tmp_path_factory.mktemp("sign-in"))


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """That installation, served."""
    with serving(folder, free_port()) as address:
        yield address


def enter(page: Page, folder: Path, server: str, who: str) -> str:
    """Somebody's first password and first sign-in; their user name."""
    name, address = invitation(folder, f"brookside {who}", server)
    set_password(page, address)
    sign_in(page, name)
    return name


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_a_teacher_sets_a_password_and_then_an_app(page: Page, folder: Path, server: str) -> None:
    name, address = invitation(folder, "brookside S03", server)
    page.goto(address)
    look_at(page, "first-password")
    set_password(page, address)
    look_at(page, "password-set")
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("This address works no longer")
    look_at(page, "address-used")
    sign_in(page, name)
    assert heading(page) == SECOND_STEP
    expect(page.get_by_text("signing in needs a second step")).to_be_visible()
    look_at(page, "second-step-none")
    page.get_by_role("link", name="Set up an authenticator app").click()
    look_at(page, "app")
    page.get_by_label("Code that the app shows now").fill("000000")
    page.get_by_role("button", name="Set up").click()
    expect(page.locator(".govuk-error-message")).to_contain_text("This code is not right")
    look_at(page, "app-wrong")
    page.goto("/account/second-step/")
    set_up_app(page)
    look_at(page, "recovery-codes")
    assert is_in(page)


@pytest.mark.row("PPL-14")
def test_a_code_and_a_recovery_code_sign_in_once_each(
    page: Page, folder: Path, server: str
) -> None:
    name = enter(page, folder, server, "S07")
    secret = set_up_app(page)
    codes = page.locator("#recovery-codes code").all_inner_texts()
    assert len(codes) == 10
    sign_out(page)
    sign_in(page, name)
    look_at(page, "second-step-asked")
    give_code(page, "000000")
    look_at(page, "second-step-wrong")
    code = code_of(secret)
    for given, taken in ((code, True), (code, False), (codes[0], True), (codes[0], False)):
        give_code(page, given)
        assert is_in(page) is taken
        if taken:
            sign_out(page)
            sign_in(page, name)
        else:
            page.goto("/account/second-step/authenticate/")
            assert heading(page) == "The second step"
    listed = command(folder, "accounts brookside").splitlines()
    assert " yes " in next(line for line in listed if line.startswith(name))


def test_wrong_codes_are_stopped_after_ten(page: Page, folder: Path, server: str) -> None:
    name = enter(page, folder, server, "S04")
    secret = set_up_app(page)
    sign_out(page)
    sign_in(page, name)
    for number in range(10):
        give_code(page, f"{number:06d}")
        expect(page.locator(".govuk-error-message")).to_contain_text("This code is not right")
    give_code(page, code_of(secret, 1))
    expect(page.locator(".govuk-error-message")).to_contain_text("Too many wrong")
    assert not is_in(page)


def add_passkey(page: Page) -> None:
    """Add a passkey that signs in by itself."""
    page.get_by_role("link", name="Add a security key or passkey").click()
    page.get_by_label("What you call this key").fill("my telephone")
    page.get_by_label("Sign in with this key alone").check()
    page.get_by_role("button", name="Add it now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")


@pytest.mark.row("PPL-14")
def test_a_passkey_signs_in_without_a_password(page: Page, folder: Path, server: str) -> None:
    plug_in_key(page)
    enter(page, folder, server, "S05")
    add_passkey(page)
    page.goto("/account/second-step/")
    look_at(page, "second-step-key")
    sign_out(page)
    page.goto("/account/login/")
    look_at(page, "sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/brookside/do/")
    page.goto("/brookside/my-account/")
    expect(page.get_by_text("passkey").first).to_be_visible()
    look_at(page, "my-account")


def test_a_key_is_renamed_and_removed_which_ends_other_sessions(
    page: Page, chromium: Browser, folder: Path, server: str
) -> None:
    plug_in_key(page)
    name = enter(page, folder, server, "S08")
    page.get_by_role("link", name="Add a security key or passkey").click()
    look_at(page, "key-add")
    page.goto("/account/second-step/")
    add_passkey(page)
    codes = page.locator("#recovery-codes code").all_inner_texts()
    page.goto("/account/second-step/webauthn/")
    look_at(page, "keys")
    page.get_by_role("link", name="Rename").click()
    look_at(page, "key-rename")
    page.get_by_label("What you call this key").fill("blue telephone")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("blue telephone").first).to_be_visible()
    with chromium.new_context(base_url=server) as elsewhere:
        other = elsewhere.new_page()
        sign_in(other, name)
        give_code(other, codes[0])
        assert is_in(other)
        page.get_by_role("link", name="Remove").click()
        look_at(page, "key-remove")
        page.get_by_role("button", name="Remove it").click()
        expect(page.get_by_text("You have none yet")).to_be_visible()
        assert not is_in(other)
    assert not is_in(page)
    assert heading(page) == SECOND_STEP


def test_a_security_key_is_the_second_step_and_a_missing_one_is_told_plainly(
    page: Page, folder: Path, server: str
) -> None:
    plug_in_key(page)
    name = enter(page, folder, server, "S06")
    page.get_by_role("link", name="Add a security key or passkey").click()
    page.get_by_role("button", name="Add it now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.goto("/brookside/my-account/")
    sign_out(page)
    sign_in(page, name)
    page.get_by_role("button", name="Use a security key or passkey").click()
    page.wait_for_url("**/brookside/do/")
    sign_out(page)
    stranger = page.context.new_page()
    stranger.goto("/account/login/")
    stranger.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new Error('nobody there')); }"
    )
    stranger.get_by_role("button", name="Sign in with a passkey").click()
    expect(stranger.get_by_role("heading", name="The key did not answer")).to_be_visible()
    look_at(stranger, "key-no-answer")


def test_pages_for_who_is_outside_are_plain(page: Page) -> None:
    page.goto("/account/password/reset/")
    look_at(page, "forgotten")
    page.get_by_role("button", name="Send me a link").click()
    look_at(page, "forgotten-empty")
    for path, name in (("password/reset/done", "forgotten-done"), ("inactive", "closed"),
                       ("provider/login/cancelled", "cancelled")):  # fmt: skip
        page.goto(f"/account/{path}/")
        look_at(page, name)
    answer = page.request.get("/account/provider/login/error/")
    assert answer.status == 401  # which the browser itself would report on its console
    assert "did not tell us who you are" in answer.text()
    page.goto("/account/login/")
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Sign in", exact=True).click()
    look_at(page, "sign-in-wrong")


def test_pages_for_who_is_in_are_plain(page: Page, folder: Path, server: str) -> None:
    enter(page, folder, server, "S01")
    set_up_app(page)
    for path, name in (
        ("account/password/change", "change-password"), ("account/logout", "sign-out"),
        ("account/reauthenticate", "again-password"),
        ("account/second-step/reauthenticate", "again-code"),
        ("account/second-step/totp/deactivate", "app-remove"),
        ("account/second-step", "second-step-app"),
        ("account/second-step/recovery-codes/generate", "recovery-codes-new"),
        ("account/second-step/webauthn", "keys-none"), ("brookside/accounts", "accounts"),
        ("brookside/accounts/passwords", "password-rules"),
        ("brookside/accounts/second-steps", "second-steps"),
        ("brookside/accounts/open", "open"),
    ):  # fmt: skip
        page.goto(f"/{path}/")
        look_at(page, name)
    page.goto("/brookside/accounts/?q=oka")
    page.get_by_role("link", name="aokafor").click()
    look_at(page, "account")
    page.goto("/account/password/change/")
    page.get_by_label("Your password now").fill("wrong")
    page.get_by_label("New password", exact=True).fill("short")
    page.get_by_label("New password again").fill("short")
    page.get_by_role("button", name="Change password").click()
    look_at(page, "change-password-wrong")


def test_nothing_that_was_typed_as_a_password_comes_back(page: Page, server: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert PASSWORD not in page.content()
    expect(page.get_by_label("Password")).to_have_value("")


@pytest.mark.row("PPL-13")
@pytest.mark.row("DPR-05")
def test_the_back_button_shows_nothing_after_signing_out(
    page: Page, folder: Path, server: str
) -> None:
    enter(page, folder, server, "S09")
    set_up_app(page)
    assert is_in(page)
    page.goto("/brookside/my-account/")
    sign_out(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.fixture
def context(chromium: Browser, server: str) -> Iterator[BrowserContext]:
    """A browser without cookies, on this module's own server."""
    made = chromium.new_context(base_url=server, viewport={"width": 1100, "height": 900})
    yield made
    made.close()
