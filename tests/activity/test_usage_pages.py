"""The page on how the internet is used: who sees it, what it says, what is taken away and why."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from pytest_django.fixtures import Settings

from schoolgate.activity.reports.purposes import PURPOSES
from schoolgate.activity.verbs import ActivityVerb
from schoolgate.people.models import Person
from schoolgate.policies import impact
from schoolgate.records.models import Entry
from tests.activity.usage import begun, logged, rows_of
from tests.cast import NOW, Cast, client_of

PAGE, EXPORT = "/elmfield/activity/", "/elmfield/activity/export/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    """A folder of the test's own for the logs."""
    settings.VAR = tmp_path


@pytest.fixture
def log(cast: Cast) -> Cast:
    """Four weeks of elmfield."""
    logged(cast.school, rows_of(begun(NOW, weeks=4), weeks=4, people=20, a_day=60))
    return cast


def taken(cast: Cast, form: str, **more: str) -> bytes:
    """What the head gets as a file."""
    said = {"span": "weeks", "purpose": "filter", "form": form, **more}
    answer = client_of(cast.head).post(EXPORT, said)
    assert answer.status_code == 200, answer.text
    return b"".join(answer) if answer.streaming else answer.content


def texts(cast: Cast) -> Iterator[str]:
    """What every page and file says."""
    yield client_of(cast.head).get(PAGE).text
    yield taken(cast, "csv").decode()
    with zipfile.ZipFile(io.BytesIO(taken(cast, "xlsx"))) as book:
        yield "\n".join(book.read(name).decode() for name in book.namelist())
    with pypdfium2.PdfDocument(taken(cast, "pdf")) as paper:
        yield "\n".join(page.get_textpage().get_text_range() for page in paper)


@pytest.mark.parametrize("who", ["stranger", "teacher", "parent", "pupil", "other_head"])
def test_nobody_else_sees_the_numbers_or_takes_them_away(log: Cast, who: str) -> None:
    client, person = client_of(getattr(log, who)), getattr(log, who)
    closed = {302} if person is None else {403, 404}
    assert client.get(PAGE).status_code in closed
    said = {"span": "weeks", "purpose": "filter", "form": "csv"}
    assert client.post(EXPORT, said).status_code in closed
    assert not Entry.objects.filter(verb=ActivityVerb.REPORT_EXPORTED).exists()


@pytest.mark.row("MON-09", "OVR-02")
@pytest.mark.parametrize("who", ["head", "dsl", "governor", "technician"])
def test_those_who_look_after_the_filter_see_the_numbers(log: Cast, who: str) -> None:
    shown = client_of(getattr(log, who)).get(PAGE).text
    for said in (
        "Requests, day by day",
        "Refused, by category",
        "maps.test",
        "Gambling",
        "4 weeks",
    ):
        assert said in shown
    assert "<svg" in shown


@pytest.mark.row("DPR-14")
def test_no_name_of_the_roster_stands_in_any_page_or_file(log: Cast) -> None:
    people = Person.objects.filter(school=log.school).values_list("name", flat=True)
    names = {*people, *(name.partition(" ")[0] for name in people)}
    for text in texts(log):
        content = (text.partition("<main")[2] or text).partition("<footer")[0]
        assert not [name for name in names if re.search(rf"\b{name}\b", content)]
        for who in range(20):
            assert f"{who:016x}" not in text


@pytest.mark.row("MON-21")
def test_what_is_taken_away_has_a_purpose_and_is_journalled(log: Cast) -> None:
    taken(log, "csv")
    entry = Entry.objects.get(verb=ActivityVerb.REPORT_EXPORTED)
    assert entry.actor_label == log.head.name
    said = json.loads(entry.body or "")
    assert said["purpose"] == PURPOSES["filter"]
    assert (said["first"], said["last"]) == ("14 September 2026", "11 October 2026")


@pytest.mark.row("MON-21")
@pytest.mark.parametrize("purpose", ["", "performance", "performance_management"])
def test_nothing_is_taken_away_to_judge_how_somebody_works(log: Cast, purpose: str) -> None:
    assert not any("performance" in one.lower() for one in (*PURPOSES, *PURPOSES.values()))
    said = {"span": "weeks", "purpose": purpose, "form": "csv"}
    answer = client_of(log.head).post(EXPORT, said)
    assert answer["Content-Type"].startswith("text/html")
    assert "There is a problem" in answer.text
    assert not Entry.objects.filter(verb=ActivityVerb.REPORT_EXPORTED).exists()


def test_days_of_ones_own_are_british_and_in_order(log: Cast) -> None:
    client = client_of(log.head)
    shown = client.get(f"{PAGE}?span=own&first=21/09/2026&last=4 October 2026").text
    assert "2 weeks, 21 September 2026 to 4 October 2026" in shown
    wrong = client.get(f"{PAGE}?span=own&first=5/10/2026&last=4/10/2026").text
    assert "The last day lies before the first. Change one." in wrong
    missing = client.get(f"{PAGE}?span=own&first=5/10/2026").text
    assert "Write both the first and the last day." in missing


def test_a_school_without_a_log_reads_so_and_takes_nothing_away(cast: Cast) -> None:
    assert "no whole week" in client_of(cast.head).get(PAGE).text
    said = {"span": "weeks", "purpose": "filter", "form": "csv"}
    answer = client_of(cast.head).post(EXPORT, said)
    assert answer["Content-Type"].startswith("text/html")
    assert "The log holds no whole week of these days. Choose others." in answer.text


def test_a_site_that_was_refused_and_then_opened_is_named(log: Cast) -> None:
    lines = [line for line in taken(log, "csv").decode().splitlines()
             if line.startswith('"Refused, then opened"')]  # fmt: skip
    assert any("bets.test" in line for line in lines)


@pytest.mark.row("POL-17")
def test_the_log_fills_its_sections_of_the_impact_report(log: Cast) -> None:
    first = begun(NOW, weeks=4)
    found = {one.source: one.figures for one in impact.sections(log.school, first, NOW.date())}
    for source in (impact.Source.INTERNET, impact.Source.MONITORING):
        assert found[source]
    shown = client_of(log.head).get("/elmfield/policy/impact/")
    assert shown.status_code in {200, 404}
