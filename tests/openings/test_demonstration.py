"""The demonstration shows a withdrawal of access and a download for a lesson."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from schoolgate.filtering.models import Download, Withdrawal
from schoolgate.filtering.rules.downloads import Outcome
from schoolgate.filtering.rules.withdrawing import State
from schoolgate.people.actions import set_up_demonstration
from schoolgate.people.models import Person
from tests.cast import NOW, client_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("later", [0, 3, 80])  # a school day, a Saturday, the second day of January
def test_it_shows_a_withdrawal_and_a_download_for_a_lesson_once(
    settings: Settings, tmp_path: Path, later: int
) -> None:
    settings.VAR = tmp_path
    at = NOW + dt.timedelta(days=later)
    for _ in range(2):
        set_up_demonstration(at=at)
    row, file = Withdrawal.objects.get(), Download.objects.get()
    assert (row.state(at), bool(row.reason)) == (State.BLOCKED, True)
    assert row.until_at == at + dt.timedelta(days=7)
    assert (file.outcome, file.person.external_id) == (Outcome.ALLOWED, "S03")
    assert "Volcanoes" in file.lesson


def test_its_people_find_them_on_their_pages(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    set_up_demonstration(at=NOW)
    row = Withdrawal.objects.get()
    pages = (
        (row.by.external_id, "withdrawn/", str(row.person)),
        ("S03", "downloads/", "what an eruption sounds like"),
        ("S09", "downloads/", "what an eruption sounds like"),
        (row.person.external_id, f"withdrawn/{row.pk}/", row.reason[:40]),
    )
    for who, page, said in pages:
        person = Person.objects.get(school__slug="brookside", external_id=who)
        assert said in client_of(person).get(f"/brookside/filter/{page}").text
