"""Signing in through the school's provider: a real one, in a process of its own."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import command, installed, serving
from tests.browser.signing_in import (
    code_of,
    give_code,
    invitation,
    look_at,
    set_password,
    set_up_app,
    sign_in,
    sign_out,
)
from tests.ports import free_port

TENANT = "5b0c8f2e-0000-4000-8000-000000000001"
STAFF = """Staff Code,Full Name,Job Title,Work Email
E1,Hana Headley,Headteacher,head@ashbrook.example
E2,Tara Fieldgate,Teacher,tara@ashbrook.example
E3,Mo Fieldgate,Teacher,mo@ashbrook.example
E4,Kit Fieldgate,Teacher,kit@ashbrook.example
E5,Uma Fieldgate,Teacher,uma@ashbrook.example
E6,Vic Fieldgate,Teacher,vic@ashbrook.example
E7,Wyn Fieldgate,Teacher,wyn@ashbrook.example
"""
PROVIDERS = """
[[provider]]
name = "Microsoft"
issuer = "{issuer}"
client_id = "schoolgate"
client_secret = "only-for-tests"
tenant = "{tenant}"
schools = ["ashbrook"]

[[provider]]
name = "Google"
issuer = "{issuer}"
client_id = "schoolgate-google"
client_secret = "only-for-tests"
domain = "ashbrook.example"
schools = ["ashbrook"]
"""
NOT_LIKE_THIS = "You cannot sign in like this"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The provider's address."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-m", "tests.provider", str(port)])
    address = f"http://localhost:{port}"
    for _ in range(200):
        try:
            urllib.request.urlopen(f"{address}/jwks", timeout=2).close()
            break
        except OSError:
            assert process.poll() is None, "the provider stopped"
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation in which Ashbrook has staff with addresses, each with an account."""
    made = installed(tmp_path_factory.mktemp("elsewhere"))
    staff = made / "staff.csv"
    staff.write_text(STAFF)
    command(made, f"roster apply ashbrook {staff}")
    for line in STAFF.splitlines()[1:]:
        command(made, f"invite ashbrook {line.rpartition(',')[2]}")
    return made


@pytest.fixture(scope="module")
def server(folder: Path, issuer: str) -> Iterator[str]:
    """That installation, served, with two providers."""
    said = folder / "providers.toml"
    said.write_text(PROVIDERS.format(issuer=issuer, tenant=TENANT))
    with serving(folder, free_port(), SCHOOLGATE_OIDC=str(said)) as address:
        yield address


@pytest.fixture
def context(chromium: Browser, server: str) -> Iterator[BrowserContext]:
    """A browser without cookies, on this module's own server."""
    made = chromium.new_context(base_url=server, viewport={"width": 1100, "height": 900})
    yield made
    made.close()


def put(issuer: str, sub: str, **claims: Any) -> None:
    """Make somebody known to the provider."""
    told = {"email": f"{sub}@ashbrook.example", "tid": TENANT} | claims
    body = json.dumps({name: value for name, value in told.items() if value is not None})
    asked = urllib.request.Request(f"{issuer}/users/{sub}", body.encode(), method="PUT",
                                   headers={"Content-Type": "application/json"})  # fmt: skip
    urllib.request.urlopen(asked, timeout=10).close()


def come_as(page: Page, sub: str, provider: str = "Microsoft") -> str:
    """Sign in through a provider as somebody; what the page's heading says then."""
    page.goto("/account/login/")
    page.get_by_role("button", name=f"Sign in with {provider}").click()
    page.locator("input[name=sub]").fill(sub)
    with page.expect_navigation(url=lambda url: "oauth2" not in url):
        page.get_by_role("button", name="Authorize").click()
    page.wait_for_load_state()
    return page.get_by_role("heading", level=1).inner_text()


def rows(folder: Path, sql: str) -> list[Any]:
    """What stands in the installation's database."""
    with sqlite3.connect(folder / "schoolgate.db") as database:
        return database.execute(sql).fetchall()


def refused_sign_ins(folder: Path) -> list[dict[str, str]]:
    found = rows(folder, "SELECT body FROM records_entry WHERE verb = 'accounts:sign-in:refused' "
                         "ORDER BY sequence")  # fmt: skip
    return [json.loads(body) for (body,) in found]


def links(folder: Path) -> int:
    count: int = rows(folder, "SELECT count(*) FROM socialaccount_socialaccount")[0][0]
    return count


def refused(page: Page, folder: Path) -> str:
    """The sentence of the refusal, after checking that it stands in the journal."""
    assert page.get_by_role("heading", level=1).inner_text() == NOT_LIKE_THIS
    said = page.locator("main p").first.inner_text()
    assert refused_sign_ins(folder)[-1]["because"] == said
    page.goto("/ashbrook/do/")
    assert "/account/login/" in page.url
    return said


@pytest.fixture
def page(context: BrowserContext, server: str) -> Iterator[Page]:
    """A page; the test fails at its end if one of our own pages wrote an error to its console."""
    made = context.new_page()
    problems: list[str] = []
    made.on("console", lambda m: problems.append(m.text)
            if m.type == "error" and m.location["url"].startswith(server) else None)  # fmt: skip
    yield made
    assert problems == []


@pytest.fixture
def quiet(context: BrowserContext) -> Page:
    """A page on which a refusal may be told on the console: 403 is one."""
    return context.new_page()


def test_a_teacher_on_the_roster_comes_in_and_sets_up_a_second_step(
    page: Page, folder: Path, issuer: str, server: str
) -> None:
    put(issuer, "tara")
    page.goto("/account/login/")
    look_at(page, "sign-in-providers")
    policy = page.request.get("/account/login/").headers["content-security-policy"]
    assert f"form-action 'self' {issuer}" in policy
    assert come_as(page, "tara") == "Your second step"
    body = rows(folder, "SELECT body FROM records_entry WHERE verb = 'accounts:sign-in:done'")[-1]
    assert json.loads(body[0]) == {"means": "school account"}
    every = "SELECT uid, extra_data FROM socialaccount_socialaccount WHERE uid = 'tara'"
    kept = rows(folder, every)
    assert [(uid, json.loads(data)) for uid, data in kept] == [("tara", {"amr": []})]
    page.goto("/ashbrook/my-account/")
    sign_out(page)
    put(issuer, "tara", email="another.name@ashbrook.example")  # known by the subject now
    assert come_as(page, "tara") == "Your second step"


def test_two_steps_at_the_provider_count(page: Page, folder: Path, issuer: str) -> None:
    put(issuer, "mo", amr=["pwd", "mfa"])
    come_as(page, "mo")
    page.goto("/ashbrook/do/")
    assert page.url.endswith("/ashbrook/do/")
    page.goto("/ashbrook/my-account/")
    sign_out(page)
    put(issuer, "mo", amr=["pwd"])
    assert come_as(page, "mo") == "Your second step"


def test_a_second_step_that_is_set_up_here_is_asked_for(
    page: Page, folder: Path, issuer: str, server: str
) -> None:
    name, address = invitation(folder, "ashbrook kit@ashbrook.example", server)
    set_password(page, address, "Copper kettle sunrise 7")
    sign_in(page, name, "Copper kettle sunrise 7")
    secret = set_up_app(page)
    sign_out(page)
    put(issuer, "kit", amr=["mfa"])
    assert come_as(page, "kit") == "The second step"
    page.goto("/ashbrook/do/")
    assert page.url.endswith("/account/second-step/authenticate/")
    give_code(page, code_of(secret, 1))
    page.goto("/ashbrook/do/")
    assert page.url.endswith("/ashbrook/do/")


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"email": "stranger@ashbrook.example"}, "Nobody here has an account"),
        ({"email": None}, "Nobody here has an account"),
        ({"tid": "another-tenant"}, "belongs to another organisation"),
        ({"tid": None}, "belongs to another organisation"),
        ({"tid": ["a", TENANT]}, "belongs to another organisation"),
        ({"email_verified": False}, "has not checked your e-mail"),
    ],
)
def test_whom_the_tenant_or_the_roster_does_not_vouch_for_is_refused(
    quiet: Page, folder: Path, issuer: str, claims: dict[str, Any], sentence: str
) -> None:
    before = links(folder)
    put(issuer, "uma", **claims)
    come_as(quiet, "uma")
    assert sentence in refused(quiet, folder)
    assert links(folder) == before


@pytest.mark.parametrize("domain", ["elsewhere.example", None])
def test_another_domain_is_refused(
    quiet: Page, folder: Path, issuer: str, domain: str | None
) -> None:
    before = links(folder)
    put(issuer, "vic", hd=domain)
    come_as(quiet, "vic", "Google")
    assert "belongs to another organisation" in refused(quiet, folder)
    assert links(folder) == before
    put(issuer, "vic", hd="Ashbrook.Example")
    assert come_as(quiet, "vic", "Google") == "Your second step"
    quiet.context.clear_cookies()
    with sqlite3.connect(folder / "schoolgate.db") as database:
        database.execute("DELETE FROM socialaccount_socialaccount WHERE uid = 'vic'")


def test_a_provider_opens_the_accounts_of_its_own_schools_alone(
    quiet: Page, folder: Path, issuer: str
) -> None:
    with sqlite3.connect(folder / "schoolgate.db") as database:
        there = "SELECT id FROM accounts_account WHERE username = 'aokafor'"
        (pk,) = database.execute(there).fetchone()
        database.execute("UPDATE accounts_account SET email = 'a@brookside.example' WHERE id = ?",
                         (pk,))  # fmt: skip
        database.execute("UPDATE people_person SET email = 'a@brookside.example' WHERE id IN "
                         "(SELECT person_id FROM accounts_account WHERE id = ?)",
                         (pk,))  # fmt: skip
        database.execute("INSERT INTO account_emailaddress (user_id, email, verified, \"primary\") "
                         "VALUES (?, 'a@brookside.example', 1, 1)", (pk,))  # fmt: skip
    put(issuer, "amara", email="a@brookside.example")
    come_as(quiet, "amara")
    assert "belongs to another organisation" in refused(quiet, folder)


def test_a_closed_account_is_refused_and_nothing_is_linked(
    quiet: Page, folder: Path, issuer: str
) -> None:
    with sqlite3.connect(folder / "schoolgate.db") as database:
        database.execute("UPDATE accounts_account SET is_active = 0, closed_at = opened_at "
                         "WHERE email = 'wyn@ashbrook.example'")  # fmt: skip
    before = links(folder)
    put(issuer, "wyn")
    come_as(quiet, "wyn")
    assert "account is closed" in refused(quiet, folder)
    assert links(folder) == before
    look_at(quiet, "closed-or-refused")


def test_a_refusal_is_a_plain_page(quiet: Page, folder: Path, issuer: str) -> None:
    put(issuer, "nobody")
    assert come_as(quiet, "nobody") == NOT_LIKE_THIS
    look_at(quiet, "refused")
    expect(quiet.get_by_role("link", name="Sign in another way")).to_be_visible()


def test_who_stops_at_the_provider_reads_how_to_go_on(quiet: Page, issuer: str) -> None:
    quiet.goto("/account/login/")
    quiet.get_by_role("button", name="Sign in with Microsoft").click()
    with quiet.expect_navigation(url=lambda url: "oauth2" not in url):
        quiet.get_by_role("button", name="Deny").click()
    assert quiet.get_by_role("heading", level=1).inner_text() == "Signing in did not work"


def test_a_code_of_somebody_elses_sign_in_is_worth_nothing(quiet: Page, issuer: str) -> None:
    quiet.goto("/account/provider/microsoft/login/callback/?code=stolen&state=made-up")
    assert quiet.get_by_role("heading", level=1).inner_text() == "Signing in did not work"
    look_at(quiet, "provider-error")
