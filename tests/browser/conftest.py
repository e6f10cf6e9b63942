"""A real browser on a real server: its own process, its own folder, its own database."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.ports import free_port

FOLDER = Path(__file__).parent
FETCHED = os.environ.get("CHROMIUM")
CHROME = FETCHED or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--headless=shell" if FETCHED else "--headless=new",
    "--no-sandbox",
    "--no-zygote",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOWN = {"SCHOOLGATE_DEMONSTRATION": "yes"}
_LINKS: dict[str, str] = {}  # the demonstration's people, and the paths that sign them in
_MADE: dict[frozenset[str], Path] = {}  # installations to copy, by their settings
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests run in the machine's time, and all in one process: one server, one browser."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.real_clock)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation with the demonstration in place."""
    folder = tmp_path_factory.mktemp("var")
    _LINKS.update(demonstration(folder))
    return folder


@pytest.fixture(scope="session")
def server(installation: Path) -> Iterator[str]:
    """The address of a server on it, as `http://localhost:PORT`."""
    with serving(installation, free_port(), **SHOWN) as address:
        yield address


def installed(folder: Path, **settings: str) -> Path:
    """Put the demonstration's schools and people into a folder: made once, and copied then."""
    made = _MADE.get(frozenset(settings))
    if made is None:
        made = _MADE[frozenset(settings)] = folder.with_name(f"made-{len(_MADE)}")
        made.mkdir()
        for words in ("migrate -v0", "demo", "load_policies", "collectstatic --noinput -v0"):
            command(made, words, **settings)
    return Path(shutil.copytree(made, folder, dirs_exist_ok=True))


def demonstration(folder: Path) -> dict[str, str]:
    """Put the demonstration into a folder; return its people with the paths that sign them in."""
    installed(folder, **SHOWN)
    return dict(_sign_in_links(command(folder, "sign_in_links --address=", **SHOWN)))


def command(folder: Path, words: str, **settings: str) -> str:
    """Run a command of the program on an installation in a folder; return what it printed."""
    line = [sys.executable, "-m", "schoolgate", *words.split()]
    done = subprocess.run(line, env=environment(folder, settings), check=True, capture_output=True,
                          text=True)  # fmt: skip
    return done.stdout


def environment(folder: Path, settings: dict[str, str] | None = None) -> dict[str, str]:
    made = os.environ | (settings or {}) | {
        "SCHOOLGATE_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "schoolgate.config.settings",
    }  # fmt: skip
    made.pop("SCHOOLGATE_DATABASE_URL", None)
    return made


@contextmanager
def serving(folder: Path, port: int, **settings: str) -> Iterator[str]:
    """Serve an installation while the context lasts; its address is `http://localhost:PORT`."""
    process = subprocess.Popen(
        [
            Path(sys.executable).with_name("granian"),
            *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "1", "--blocking-threads", "2", "--log-level", "warning"),
            "schoolgate.config.wsgi:application",
        ],
        env=environment(folder, settings),
    )
    # A name, never an address: passkeys belong to a name.
    address = f"http://localhost:{port}"
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _sign_in_links(said: str) -> Iterator[tuple[str, str]]:
    for line in said.splitlines()[1:]:
        name, _, rest = line.strip().partition(" (")
        yield name, rest.split()[-1]


def sign_in(page: Page, name: str) -> None:
    """Sign in as somebody of the demonstration."""
    page.goto(_LINKS[name])


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server stopped before it answered"
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail("the server has not answered for 30 seconds")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module's tests; each test has a context of its own in it.

    No longer than a module: Playwright leaves an event loop running, beside which Django refuses
    the database to whatever test comes next.
    """
    if CHROME is None:
        pytest.skip("no Chromium on this machine; ./sg test fetches one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROME, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, server: str) -> Iterator[BrowserContext]:
    """A browser without cookies; relative addresses go to the server."""
    context = chromium.new_context(base_url=server, viewport={"width": 1100, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; the test fails at its end if the page wrote an error to its console."""
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    assert problems == []


@pytest.fixture
def phone(page: Page) -> Page:
    """A page as wide as a phone: 390 pixels."""
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def axe(page: Page) -> None:
    """Fail with axe's own words if the page breaks a rule of WCAG 2.2 AA or good practice."""
    page.wait_for_load_state()  # a click may have begun to leave
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def wider_than_the_screen(page: Page) -> bool:
    """Would a reader have to scroll sideways?"""
    answer: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return answer
