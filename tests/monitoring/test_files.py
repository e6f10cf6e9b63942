"""Rows of a look-up as a file: for whom it names, within scope and days, written down as a look."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest

from schoolgate.monitoring import actions
from schoolgate.monitoring.models import Look, LookUp
from schoolgate.monitoring.rules.lookups import Scope
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.monitoring.working import DAY, asked, hands, verbs, visited, wanted

pytestmark = pytest.mark.django_db
ALL = "scope=web&day=13/10/2026&last=14/10/2026&as=csv"


@pytest.fixture
def row(cast: Cast) -> LookUp:
    """A look at the sites that the teacher visited yesterday and today, and no others."""
    visited(cast.teacher, "before.example", at=NOW - 2 * DAY)
    visited(cast.teacher, "news.example", at=NOW - DAY)
    visited(cast.teacher, "cards.example", term="=HYPERLINK(1)", file="@SUM(1)")
    visited(cast.dsl, "another.example")
    return asked(cast)


def got(row: LookUp, who: Person | None, query: str = ALL) -> tuple[int, str]:
    answer = client_of(who).get(f"/elmfield/look-ups/{row.pk}/rows/?{query}")
    return answer.status_code, answer.content.decode()


def lines(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.row("MON-22")
def test_who_is_named_takes_the_rows_of_the_days_away_and_that_is_a_look(
    cast: Cast, row: LookUp
) -> None:
    status, text = got(row, cast.technician)
    assert status == 200
    assert lines(text) == [
        ["When", "What", "More", "The filter said"],
        ["13/10/2026 10:30:00", "news.example", "", "allow"],
        ["14/10/2026 10:30:00", "cards.example", "'=HYPERLINK(1), @SUM(1)", "allow"],
    ]  # fmt: skip
    look = Look.objects.get()
    assert (look.as_file, look.rows, look.by, look.refused) == (True, 2, cast.technician, "")
    entry = Entry.objects.get(verb="monitoring:look-up:read")
    said = json.loads(entry.body or "")
    assert said["query"] == "web, 13/10/2026 00:00 to 15/10/2026 00:00, as a file"
    assert (said["rows"], said["about"]) == (2, f"person:{cast.teacher.pk}")
    used = Entry.objects.get(verb="approvals:approval:used")
    assert used.action == entry.action


def test_the_page_leads_to_the_file_of_a_day_and_of_all_days(cast: Cast, row: LookUp) -> None:
    _, page = got(row, cast.technician, "scope=web&day=14/10/2026")
    assert "scope=web&amp;day=14%2F10%2F2026&amp;as=csv" in page
    assert "scope=web&amp;day=13/10/2026&amp;last=14/10/2026&amp;as=csv" in page
    assert len(lines(got(row, cast.technician, "scope=web&day=14/10/2026&as=csv")[1])) == 2


@pytest.mark.parametrize(("query", "why"), [
    ("scope=mail-headers&day=14/10/2026&as=csv", "not part of what was authorised"),
    ("scope=web&day=12/10/2026&last=14/10/2026&as=csv", "not part of what was authorised"),
    ("scope=web&day=14/10/2026&last=15/10/2026&as=csv", "not part of what was authorised"),
    ("scope=web&day=14/10/2026&last=13/10/2026&as=csv", "Choose a day"),
])  # fmt: skip
def test_a_file_of_anything_else_is_refused_and_recorded(
    cast: Cast, row: LookUp, query: str, why: str
) -> None:
    status, text = got(row, cast.technician, query)
    assert (status, why in text, "example" in text) == (403, True, False)
    assert verbs()[-1] == "look-up:refused"
    look = Look.objects.get()
    assert (look.as_file, look.rows) == (True, 0)


@pytest.mark.parametrize("more", ["", "&as=csv"])
@pytest.mark.parametrize("day", ["31/12/9999", "9999-12-31"])
def test_a_day_that_no_other_follows_is_no_day(
    cast: Cast, row: LookUp, day: str, more: str
) -> None:
    assert got(row, cast.technician, f"scope=web&day={day}{more}")[0] == 200
    assert not Look.objects.exists()
    _, text = got(row, cast.technician, f"scope=web&day=14/10/2026&last={day}&as=csv")
    assert len(lines(text)) == 2


@pytest.mark.parametrize("day", ["01/01/0001", "30/12/9999"])
def test_a_day_long_ago_or_far_away_is_refused(cast: Cast, row: LookUp, day: str) -> None:
    assert got(row, cast.technician, f"scope=web&day={day}")[0] == 403
    assert got(row, cast.technician, f"scope=web&day={day}&as=csv")[0] == 403


@pytest.mark.parametrize("who", ["head", "governor", "dsl", "teacher", "pupil", "other_head"])
def test_nobody_else_gets_a_file(cast: Cast, row: LookUp, who: str) -> None:
    status, text = got(row, getattr(cast, who))
    assert status in {403, 404}
    assert "news.example" not in text
    assert not Look.objects.filter(refused="").exists()
    assert "look-up:read" not in verbs()


def test_a_stranger_and_the_network_manager_of_the_school_get_none(cast: Cast, row: LookUp) -> None:
    assert got(row, None)[0] == 302
    assert got(row, hands(cast).manager)[0] == 404


def test_there_is_none_before_it_begins_and_none_when_it_is_over(cast: Cast, row: LookUp) -> None:
    for at in (NOW - dt.timedelta(hours=1), NOW + 2 * DAY):
        seen = actions.export(look_up=row, wanted=wanted(), by=cast.technician, at=at)
        assert seen.refused
        assert not seen.rows


def test_a_file_that_would_be_too_long_is_refused_whole(
    cast: Cast, row: LookUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schoolgate.monitoring.actions.looking.IN_A_FILE", 1)
    status, text = got(row, cast.technician)
    assert (status, "more than 1 rows. Choose fewer days" in text) == (403, True)
    assert "news.example" not in text
    assert verbs()[-1] == "look-up:refused"
    assert not Entry.objects.filter(verb="approvals:approval:used").exists()
    assert got(row, cast.technician, "scope=web&day=13/10/2026&as=csv")[0] == 200


def test_the_employee_reads_that_it_was_taken_away_and_of_which_days(
    cast: Cast, row: LookUp
) -> None:
    got(row, cast.technician)
    actions.end(look_up=row, words="", by=cast.head, at=NOW)
    page = client_of(cast.teacher).get(f"/elmfield/my-data/{row.pk}/").text
    assert "Sites that were visited, as a file" in page
    assert "13 October 2026 to 14 October 2026" in page


def test_no_file_holds_what_a_message_says(cast: Cast) -> None:
    row = asked(cast, scopes=(Scope.MAIL_BODIES,))
    _, text = got(row, cast.technician,
                  "scope=mail-bodies&day=14/10/2026&as=csv&message=0123")  # fmt: skip
    assert lines(text) == [["When", "What", "More", "The filter said"]]
    assert Look.objects.get().message == ""
