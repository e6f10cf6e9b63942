"""An alert becomes a concern, and a look at one employee is authorised, carried out and told."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import environment
from tests.browser.house import House, closed, follow, press
from tests.browser.stories.brookside import (
    CHAIR,
    DSL,
    HEAD,
    PUPIL,
    TEACHER,
    TECHNICIAN,
    do_list,
    fill,
    see,
)

_LOG: Final = """
import django; django.setup()
import sys
from datetime import timedelta
from django.utils import timezone
from schoolgate.accounts.models import Account
from schoolgate.activity.events import WebEvent
from schoolgate.activity.opening import store_of
from schoolgate.monitoring.jobs import read_logs
from schoolgate.people.models import School
school = School.objects.get(slug="brookside")
store, now = store_of(school), timezone.now()
for name, role, said in (("Jan Zielinski", "pupil_ks2", "how to kill myself"),
                         ("Priya Raman", "teacher", "")):
    who = store.pseudonym("person", Account.objects.get(person__name=name).username)
    rows = [WebEvent(at=int((now - timedelta(minutes=number)).timestamp() * 1000),
            school="brookside", who=who, device="", network="", role=role, year="", method="GET",
            host=host, path="", path_digest="", status=200, received=1, sent=1, took=1,
            verdict="allow", why="", category="", clause="", grant="", reference="", file="",
            term=said if host == "search.example" else "")
            for number, host in enumerate(("cards.example", "search.example", "news.example"))]
    store.append("web", rows, source="story", upto=name)
read_logs.call()
"""
_HELD: Final = """
import django; django.setup()
import json
from schoolgate.activity.opening import store_of
from schoolgate.people.models import School
with store_of(School.objects.get(slug="brookside")).kept.reading() as log:
    print(json.dumps(log.execute("SELECT count(*) FROM hold").fetchone()))
"""


def _run(house: House, script: str) -> str:
    line, here = [sys.executable, "-c", script], environment(house.folder, house.settings)
    return subprocess.run(line, env=here, check=True, capture_output=True, text=True).stdout


def _decides(page: Page) -> None:
    """The safeguarding lead reads an alert and opens a concern: one step."""
    page.goto("/brookside/alerts/")
    expect(page.locator("main")).not_to_contain_text(PUPIL)
    see(page, "monitoring-1-alerts")
    page.goto("/brookside/do/")
    follow(page, "Decide about an alert: self-harm and suicide")
    expect(page.locator("main")).to_contain_text(PUPIL)
    expect(page.locator("main")).not_to_contain_text("kill")
    see(page, "monitoring-2-alert")
    page.get_by_label("A concern: open it").check()
    page.keyboard.press("Tab")
    page.get_by_label("How many minutes did it take?").fill("4")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.get_by_role("alert")).to_contain_text("Rows around it that are kept with it: 3.")
    see(page, "monitoring-3-concern")


def _authorises(page: Page) -> None:
    page.goto("/brookside/look-ups/")
    follow(page, "Look at what one employee did")
    fill(page, {"Whom is it about?": TEACHER, "What is the good cause?": "A parent saw the board.",
                "Who carries it out?": TECHNICIAN,
                "Who reviews it afterwards?": CHAIR})  # fmt: skip
    page.get_by_label("Unsuitable or illegal sites or material").check()
    page.get_by_label("Sites that were visited").check()
    see(page, "monitoring-4-asks")
    press(page, "Authorise it")
    expect(page.get_by_role("alert")).to_contain_text("It is authorised, in writing")
    see(page, "monitoring-5-authorised")


def _looks(page: Page) -> str:
    """Who is named sees just that; what was not authorised is refused. Returns the address."""
    page.goto("/brookside/do/")
    follow(page, "Carry out look-up 2")  # the demonstration has one of its own
    here = page.url
    follow(page, "Look")
    press(page, "Look")
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(page.locator("main")).to_contain_text("cards.example")
    see(page, "monitoring-6-rows")
    answer = page.goto(page.url.replace("scope=web", "scope=mail-bodies"))
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_role("alert")).to_contain_text("Refused, and written down")
    see(page, "monitoring-7-refused")
    page.goto(here)
    follow(page, "End it")
    press(page, "End it")
    expect(page.get_by_role("alert")).to_contain_text("the notice to the employee is written")
    return here


def _reads(page: Page) -> None:
    page.goto("/brookside/do/")
    follow(page, "Read: somebody looked at what you did")
    expect(page.locator("main")).to_contain_text("A parent saw the board.")
    expect(page.locator("tbody tr")).to_have_count(1)
    see(page, "monitoring-8-notice")
    page.goto("/brookside/my-data/")
    expect(page.locator("main")).to_contain_text(f"Authorised by {HEAD}")
    see(page, "monitoring-9-my-data")


@pytest.mark.row("MON-07")
def test_an_alert_becomes_a_concern_and_a_look_is_authorised_told_and_finished(
    house: House,
) -> None:
    _run(house, _LOG)
    _decides(house.pages[DSL])
    assert json.loads(_run(house, _HELD)) == [1]
    assert "somebody looked" not in do_list(house.pages[TEACHER])
    _authorises(house.pages[HEAD])
    here = _looks(house.pages[TECHNICIAN])
    _reads(house.pages[TEACHER])
    chair, head = house.pages[CHAIR], house.pages[HEAD]
    chair.goto("/brookside/do/")
    follow(chair, "Review look-up")
    fill(chair, {"What did you find?": "One query, within what was asked."})
    see(chair, "monitoring-10-review")
    press(chair, "Write it down")
    head.goto(here)
    press(head, "Finish it")
    expect(head.locator("main")).to_contain_text("Finished")
    see(head, "monitoring-11-finished")
    closed(house, here.removeprefix(house.address), HEAD, TECHNICIAN, CHAIR)
    assert [one for one in house.acts("brookside") if one.startswith("monitoring:look-up")] == [
        "monitoring:look-up:asked", "monitoring:look-up:read", "monitoring:look-up:refused",
        "monitoring:look-up:ended", "monitoring:look-up:noticed", "monitoring:look-up:delivered",
        "monitoring:look-up:reviewed", "monitoring:look-up:finished",
    ]  # fmt: skip
