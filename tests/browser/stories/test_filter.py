"""Behind our own proxy: a site opens for a lesson, the filter goes off for one person, and both end
by themselves; what is illegal never opens. One story, because both wait for the same minute."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import BrowserContext, Page, ProxySettings, expect

from schoolgate.gateways.squid.log import read
from schoolgate.kernel.times import LONDON
from tests.browser.conftest import environment
from tests.browser.house import House, follow, press
from tests.browser.stories import switching
from tests.browser.stories.brookside import DSL, TEACHER, TECHNICIAN, fill, see
from tests.ports import free_port

ROOM: Final = "/brookside/filter/"
_SITE, _FLOOR = "block-world.test", "illegal-canary.test"


class _Origin(BaseHTTPRequestHandler):
    """A site of the web."""

    def do_GET(self) -> None:
        """Say hello."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Blocks</title><h1>Build a tower</h1>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def origin() -> Iterator[int]:
    """A site on a port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Origin)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def proxy(house: House, log: Path, *more: str) -> Iterator[int]:
    """Our proxy on the filter of Brookside; the names of two sites lead to this machine."""
    port, hosts = free_port(), log.with_name("hosts")
    hosts.write_text(f"127.0.0.1 {_SITE} {_FLOOR}\n")
    command = [sys.executable, "-m", "schoolgate.gateways.proxy",
               str(house.folder / "filter" / "brookside"), "--listen", f"127.0.0.1:{port}",
               "--allow", "127.0.0.0/8", "--hosts", str(hosts), "--log", str(log),
               "--page", f"{house.address}/brookside/blocked/", *more]  # fmt: skip
    process = subprocess.Popen(command, env=environment(house.folder, house.settings))
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        assert process.wait(20) == 0


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("The proxy does not listen.")


@contextmanager
def classroom(house: House, port: int, user: str = "") -> Iterator[BrowserContext]:
    """A browser of a classroom: it reaches the web through the proxy and no other way."""
    way: ProxySettings = {"server": f"http://127.0.0.1:{port}"}
    if user:
        way |= {"username": user, "password": switching.PASSWORD}
    context = house.browser.new_context(proxy=way, viewport={"width": 390, "height": 844})
    yield context
    context.close()


def _tells_the_filter_of_the_room(page: Page) -> None:
    page.goto(f"{ROOM}askers/")
    see(page, "filter-1-askers")
    fill(page, {"Name of the network": "This room", "Its addresses": "127.0.0.0/8",
                "Whose rules count there": "Pupils from year 3"})  # fmt: skip
    press(page, "Add the network")
    expect(page.get_by_role("alert")).to_contain_text("knows This room (127.0.0.0/8) now")


def _meets_the_block_page(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 403
    assert answer.headers["cache-control"] == "no-store"
    expect(page.locator("body")).to_contain_text("9.1.r2")
    page.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This page is closed")
    see(page, "filter-2-block-page")
    page.get_by_role("link", name="Tell with pictures").click()
    expect(page.locator("main")).to_contain_text("Tell")


def _asks(page: Page, until: datetime) -> None:
    page.goto(f"{ROOM}openings/new/?address={_SITE}&category=games")
    expect(page.get_by_label("Which site?")).to_have_value(_SITE)
    now = datetime.now(LONDON)
    fill(page, {"For which lesson or topic?": "Nets of cubes",
                "Why do you need it?": "They build the shapes that we draw",
                "For whom?": "All pupils", "From": f"{now:%d/%m/%Y %H:%M}",
                "Until": f"{until:%d/%m/%Y %H:%M}"})  # fmt: skip
    page.get_by_label("Which class?").select_option("")
    see(page, "filter-3-asks")
    press(page, "Ask")
    expect(page.get_by_text("Asked for", exact=True)).to_be_visible()


def _grants(page: Page) -> None:
    page.goto("/brookside/do/")
    follow(page, f"Decide: open {_SITE}, for Nets of cubes")
    page.get_by_label("Open it", exact=True).check()
    page.get_by_label("Why?").fill("For this lesson.")
    see(page, "filter-4-decides")
    press(page, "Decide")
    expect(page.get_by_text("left").first).to_be_visible()


def _wait_until(page: Page, address: str, status: int, seconds: float) -> float:
    """Ask again until the site answers so; return when it did."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = page.goto(address)
        if answer is not None and answer.status == status:
            return time.time()
        time.sleep(0.25)
    pytest.fail(f"It never answered {status}.")


@contextmanager
def behind(house: House, folder: Path) -> Iterator[tuple[Page, Page]]:
    """A pupil of the classroom, and a teacher who signs in at a proxy of her own; both ways lead to
    the same filter."""
    name = switching.signs_in(house, TEACHER, folder / "users")
    with proxy(house, folder / "pupil.log") as open_way, classroom(house, open_way) as room, \
            proxy(house, folder / "teacher.log", "--users", str(folder / "users")) as way, \
            classroom(house, way, name) as desk:  # fmt: skip
        yield room.new_page(), desk.new_page()


def _said(log: Path, host: str) -> list[tuple[int, str]]:
    """What the log holds of a host, each once, in order; but not that a proxy asked who it is."""
    lines = [read(line) for line in log.read_text().splitlines()]
    every = dict.fromkeys((one.status, one.why) for one in lines if one.host == host)
    return [one for one in every if one != (407, "")]


@pytest.mark.row("FIL-09")
@pytest.mark.row("FIL-10")
def test_a_lesson_and_a_switch_off_end_by_themselves(house: House, tmp_path: Path) -> None:
    technician, asker, deputy = (house.pages[one] for one in (TECHNICIAN, TEACHER, DSL))
    _tells_the_filter_of_the_room(technician)
    house.run("filter make brookside")
    switching.head_allows(house)
    with origin() as port, behind(house, tmp_path) as (pupil, teacher):
        address, illegal = (f"http://{one}:{port}/" for one in (_SITE, _FLOOR))
        _meets_the_block_page(pupil, address)
        assert _status(teacher, address) == 403
        until = (datetime.now(LONDON) + timedelta(seconds=115)).replace(second=0, microsecond=0)
        switching.goes_off(house, until)
        _wait_until(teacher, address, 200, 4)
        assert (_status(pupil, address), _status(teacher, illegal)) == (403, 403)
        _asks(asker, until)
        _grants(deputy)
        opened = time.time()
        assert _wait_until(pupil, address, 200, 10) - opened < 4
        expect(pupil.get_by_role("heading")).to_have_text("Build a tower")
        closed = _wait_until(pupil, address, 403, 150)
        assert 0 <= closed - until.timestamp() < 3
        _wait_until(teacher, address, 403, 2)
        assert _status(teacher, illegal) == 403
    switching.is_back(house)
    assert _said(tmp_path / "pupil.log", _SITE) == [(403, "category"), (200, "grant")]
    assert _said(tmp_path / "teacher.log", _SITE) == [(403, "category"), (200, "switched_off")]
    assert _said(tmp_path / "teacher.log", _FLOOR) == [(403, "floor")]
    rooms = ("filtering:", "approvals:")
    verbs = [one for one in house.acts("brookside") if one.startswith(rooms)]
    assert [one for one in verbs if one != "filtering:snapshot:made"] == [
        "filtering:network:added", "approvals:approval:asked", "approvals:approval:granted",
        "approvals:approval:used", "filtering:switch-off:asked", "filtering:switch-off:agreed",
        "filtering:decisions:recorded", "filtering:opening:asked", "filtering:opening:granted",
        "filtering:decisions:recorded",
    ]  # fmt: skip


def _status(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer is not None
    return answer.status
