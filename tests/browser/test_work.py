"""Background jobs, duties and proof by clause in a browser: on a desk, a phone, by keyboard."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, environment, sign_in, wider_than_the_screen

HEAD, TECHNICIAN, NETWORK = "Amara Okafor", "Ellie Marsh", "Sam Adeyemi"
FAIL = """
import django; django.setup()
from django.utils import timezone
from schoolgate.jobs.models import Job
from schoolgate.people.models import School
now = timezone.now()
Job.objects.get_or_create(task="schoolgate.notices.actions.printing.print_run", state="failed",
    arguments="[[0],{}]", trouble="The disk is full. Make room.", attempts=6, due_at=now,
    made_at=now, finished_at=now, school=School.objects.get(slug="brookside").pk)
"""
PAGES = [
    (NETWORK, "jobs/"), (HEAD, "duties/clauses/"), (HEAD, "duties/clauses/10.3/"),
    (TECHNICIAN, "duties/of/10.3~1/"),
]  # fmt: skip


@pytest.fixture
def failed_job(installation: Path) -> None:
    """A letter run of the school that failed for good."""
    subprocess.run([sys.executable, "-c", FAIL], env=environment(installation), check=True)


@pytest.mark.usefixtures("failed_job")
@pytest.mark.parametrize("width", [1100, 390])
@pytest.mark.parametrize(("who", "address"), PAGES)
def test_a_page_fits_and_has_no_barrier(page: Page, who: str, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    sign_in(page, who)
    page.goto(f"/brookside/{address}")
    assert not wider_than_the_screen(page)
    axe(page)


@pytest.mark.usefixtures("failed_job")
def test_a_failed_job_is_found_on_the_do_list_and_run_again_by_keyboard(page: Page) -> None:
    sign_in(page, NETWORK)
    page.goto("/brookside/do/")
    page.get_by_role("link", name=re.compile("failed")).click()
    expect(page.locator("main")).to_contain_text("The disk is full. Make room.")
    page.get_by_role("link", name=re.compile("^Run again")).first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Run this job again?")
    axe(page)
    page.get_by_role("button", name="Run again").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("is tried again")


def test_a_duty_is_done_with_its_evidence_and_then_shown_by_its_clause(page: Page) -> None:
    sign_in(page, TECHNICIAN)
    page.goto("/brookside/duties/of/10.3~1/")
    page.get_by_role("link", name=re.compile("Record that it was done")).first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("alert").first).to_contain_text("Say what proves it")
    axe(page)
    page.get_by_label("What proves it?").fill("One file brought back from the backup")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Record it").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("It is recorded as done.")
    expect(page.locator("main")).to_contain_text("One file brought back from the backup")
    page.get_by_role("link", name="What proves this clause").click()
    expect(page.locator("h1")).to_contain_text("Proof of clause 10.3")
    expect(page.locator("main")).to_contain_text("Recorded by Ellie Marsh")


def test_the_feed_is_read_at_its_address_by_a_calendar_program(page: Page, server: str) -> None:
    sign_in(page, HEAD)
    page.goto("/brookside/duties/feed/")
    page.get_by_role("button", name=re.compile("^Open a")).click()
    shown = page.locator(".sg-break").inner_text()
    path = re.sub(r"^https?://[^/]+", "", shown.strip())
    with urllib.request.urlopen(server + path, timeout=20) as answer:  # no cookie goes along
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        read = Calendar.from_ical(answer.read())
    assert isinstance(read, Calendar)
    assert read.errors == []
    found = read.events
    assert found
    assert len({str(event["UID"]) for event in found}) == len(found)
    for event in found:
        assert event.errors == []
        assert event.end - event.start == dt.timedelta(days=1)
