"""Tests of the filter on pages: for each role, searched, in pages, as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from schoolgate.filtering import publishing
from schoolgate.filtering.actions import checks
from schoolgate.filtering.jobs import TESTER
from schoolgate.filtering.models import FilterCheck
from schoolgate.filtering.rules.checks import Kind
from tests.cast import NOW, Cast, client_of

PAGE = "/elmfield/filter/checks/"


@pytest.fixture
def filtered(settings: Settings, tmp_path: Path, cast: Cast) -> Cast:
    """A school with a filter."""
    settings.VAR = tmp_path
    publishing.make(cast.school, NOW)
    return cast


def page_for(cast: Cast, who: str, address: str = PAGE) -> tuple[int, str]:
    answer = client_of(getattr(cast, who)).get(address)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("who", ["technician", "dsl", "head", "governor"])
def test_those_who_keep_or_oversee_the_filter_see_its_tests(filtered: Cast, who: str) -> None:
    made = checks.make_check(school=filtered.school, by=TESTER, at=NOW)
    status, text = page_for(filtered, who)
    assert (status, f"{made.count} as expected" in text) == (200, True)
    assert ("Test now" in text) == (who != "governor")
    status, text = page_for(filtered, who, f"{PAGE}{made.pk}/")
    assert (status, "not known: the strictest" in text) == (200, True)
    assert ("Write it down" in text) == (who in {"technician", "dsl"})


@pytest.mark.parametrize("who", ["teacher", "parent", "pupil", "stranger", "other_head"])
def test_nobody_else_sees_them(filtered: Cast, who: str) -> None:
    made = checks.make_check(school=filtered.school, by=TESTER, at=NOW)
    for address in (PAGE, f"{PAGE}{made.pk}/"):
        status, text = page_for(filtered, who, address)
        assert status in {302, 403, 404}
        assert "as expected" not in text


@pytest.mark.row("FIL-01")
def test_a_fault_is_found_read_and_answered(filtered: Cast) -> None:
    client = client_of(filtered.technician)
    (publishing.folder_of(filtered.school) / "current").unlink()
    done = client.post(PAGE, {"act": "test"}, follow=True)
    assert "missing or not whole" in done.content.decode()
    made = FilterCheck.objects.get()
    one = f"{PAGE}{made.pk}/"
    assert one in client.get("/elmfield/do/").content.decode()
    assert "(broken), expected open" in client.get(one).content.decode()
    assert "Enter: what was done" in client.post(one, {"act": "follow"}).content.decode()
    client.post(one, {"act": "follow", "followed": "Made anew."})
    assert f"Made anew. ({filtered.technician}" in client.get(one).content.decode()
    assert one not in client.get("/elmfield/do/").content.decode()


def test_the_list_is_filtered_paged_and_taken_away(filtered: Cast) -> None:
    FilterCheck.objects.bulk_create(
        FilterCheck(school=filtered.school, kind=Kind.DAILY, at=NOW, count=30, wrong=n % 3 == 0)
        for n in range(60)
    )
    _, text = page_for(filtered, "governor")
    assert "1 to 50 of 60" in text
    _, text = page_for(filtered, "governor", f"{PAGE}?which=wrong")
    assert ("20 tests" in text, "1 of 30 wrong" in text) == (True, True)
    _, text = page_for(filtered, "governor", f"{PAGE}?which=hand")
    assert "No test fits" in text
    _, text = page_for(filtered, "governor", f"{PAGE}?as=csv")
    assert len(text.splitlines()) == 61


def test_one_test_is_taken_away_answer_by_answer(filtered: Cast) -> None:
    made = checks.make_check(school=filtered.school, by=filtered.dsl, at=NOW)
    _, text = page_for(filtered, "head", f"{PAGE}{made.pk}/?as=csv")
    assert len(text.splitlines()) == made.count + 1
    assert "Gambling,closed,closed" in text


def test_a_test_on_a_device_is_written_down(filtered: Cast) -> None:
    sent = {"act": "record", "device": "iPad", "network": "Wireless", "profile": "", "tried": "x",
            "expected": "block", "got": "block", "followed": ""}  # fmt: skip
    client = client_of(filtered.head)
    assert client.post(PAGE, sent).status_code == 303
    assert FilterCheck.objects.get().is_right
    refused = client.post(PAGE, sent | {"device": "", "got": "perhaps"}).content.decode()
    assert "Enter: device." in refused
    assert FilterCheck.objects.count() == 1
    assert client_of(filtered.governor).post(PAGE, sent).status_code == 403
