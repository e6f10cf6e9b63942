"""A report opens a case with a number, tells who has to know, and is sealed."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection

from schoolgate.concerns import actions, queries
from schoolgate.concerns.actions import Involved, UnableToReport
from schoolgate.concerns.models import Case, Report
from schoolgate.concerns.rules.words import Part
from schoolgate.jobs.models import Job
from schoolgate.records.models import Entry
from schoolgate.records.tenancy import tables
from tests.cast import NOW, Cast, client_of
from tests.concerns.conftest import SECRET, told

FORM = {"ticket": str(uuid4()), "what": SECRET, "who": "Kit, class 2", "where": "Behind the bins",
        "found_at": "14/10/2026 09:00", "danger": "no", "adult": ""}  # fmt: skip


@pytest.mark.row("CON-07")
def test_each_report_has_a_number_and_a_state_and_none_is_lost(cast: Cast) -> None:
    made = [
        actions.report(school=cast.school, told=told(), by=cast.teacher, at=NOW) for _ in range(3)
    ]
    assert [case.name for case in made] == ["2026/001", "2026/002", "2026/003"]
    page = client_of(cast.dsl).get("/elmfield/concerns/").text
    assert all(case.name in page for case in made)
    with pytest.raises(Exception, match="never changed"):
        Report.objects.update(illegal=True)


def test_the_same_form_sent_twice_reports_once(cast: Cast) -> None:
    client = client_of(cast.teacher)
    for _ in range(2):
        assert client.post("/elmfield/concerns/tell/?illegal=no", FORM).status_code == 302
    assert Case.objects.count() == 1
    assert Entry.objects.filter(verb="concerns:report:made").count() == 1


@pytest.mark.row("CON-08")
@pytest.mark.parametrize(("made", "said"), [(15, "Told 6 hours later."), (9, "")])
def test_a_late_report_says_how_late(cast: Cast, made: int, said: str) -> None:
    at = NOW.replace(hour=made, minute=10 if made == 9 else 0)
    found = NOW.replace(hour=9, minute=0)
    case = actions.report(school=cast.school, told=told(found_at=found), by=cast.teacher, at=at)
    page = client_of(cast.dsl).get(f"/elmfield/concerns/{case.pk}/").text
    assert ("later." in page) == bool(said)
    assert said in page


def test_who_told_sees_where_it_stands_and_nothing_else(cast: Cast, case: Case) -> None:
    page = client_of(cast.teacher).get("/elmfield/concerns/mine/").text
    assert case.name in page
    assert "Waiting to be read" in page
    assert SECRET not in page
    assert case.name not in client_of(cast.parent).get("/elmfield/concerns/mine/").text


@pytest.mark.parametrize("branch", ["yes", "no"])
def test_what_was_typed_stays_when_something_is_missing(cast: Cast, branch: str) -> None:
    sent = FORM | {"danger": "", "device": "The blue tablet", "put_away": "yes"}
    answer = client_of(cast.teacher).post(f"/elmfield/concerns/tell/?illegal={branch}", sent)
    assert "Choose one" in answer.text
    assert "Kit, class 2" in answer.text
    assert not Case.objects.exists()


def test_the_illegal_branch_has_no_file_and_no_words_about_the_picture(cast: Cast) -> None:
    page = client_of(cast.teacher).get("/elmfield/concerns/tell/?illegal=yes").text
    assert 'type="file"' not in page
    assert "<textarea" not in page
    assert "Do not look again" in page


def test_people_of_another_school_are_not_named(cast: Cast) -> None:
    about = (Involved(Part.SUBJECT, cast.other_head),)
    with pytest.raises(UnableToReport, match="people of this school"):
        actions.report(school=cast.school, told=told(involved=about), by=cast.teacher, at=NOW)
    assert not Case.objects.exists()


def test_an_anonymous_one_keeps_the_day_alone(cast: Cast) -> None:
    yesterday = NOW.date() - dt.timedelta(days=1)
    case = actions.report(school=cast.school, told=told(day=yesterday), by=None, at=NOW)
    row = Report.objects.get(case=case)
    assert (row.made_on, row.made_at, row.found_at) == (yesterday, None, None)
    assert case.opened_at.astimezone(NOW.tzinfo).time() == dt.time()
    assert not Job.objects.exists()
    opened = queries.opened(case=case, viewer=cast.dsl, on=NOW.date())
    assert queries.parties(opened) == []


def test_no_word_lies_in_any_table_job_or_letter(cast: Cast, case: Case) -> None:
    opened = queries.opened(case=case, viewer=cast.dsl, on=NOW.date())
    assert queries.reports(opened)[0].said == {"what": SECRET}
    with connection.cursor() as cursor:
        for table in [*tables.tenant_models(), "jobs_job"]:
            cursor.execute(f'SELECT * FROM "{table}"')
            stored = repr(
                [
                    [bytes(one) if isinstance(one, memoryview) else one for one in row]
                    for row in cursor.fetchall()
                ]
            )
            assert "Falke" not in stored, table
            assert "behind the bins" not in stored, table
    assert SECRET not in "".join(one.subject + str(one.body) for one in mail.outbox)


def test_a_stranger_is_led_to_sign_in(cast: Cast) -> None:
    answer = client_of(None).post("/elmfield/concerns/tell/?illegal=no", FORM)
    assert answer.status_code == 302
    assert not Case.objects.exists()
