"""Every four weeks a report on how the internet is used is sent; a missing one is asked for."""

from __future__ import annotations

import datetime as dt
import json
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from schoolgate.activity import queries
from schoolgate.activity.manifest import NAME
from schoolgate.activity.opening import folder_of, store_of
from schoolgate.activity.reporting import REPORTER, send_reports
from schoolgate.activity.reports.regular import Numbered, following, named
from schoolgate.activity.sending import send_due
from schoolgate.activity.verbs import ActivityVerb
from schoolgate.jobs.models import Job
from schoolgate.jobs.working import Worker
from schoolgate.people import needs
from schoolgate.people.models import Appointment, Person
from schoolgate.records.models import Entry
from tests.activity.usage import begun, logged, rows_of
from tests.cast import NOW, Cast, client_of
from tests.post_office import PostOffice

pytestmark = pytest.mark.django_db
_FIRST = begun(NOW, weeks=8)


@pytest.fixture
def log(cast: Cast, settings: Settings, tmp_path: Path) -> Cast:
    """Eight weeks of elmfield, in a folder of the test's own."""
    settings.VAR = tmp_path
    logged(cast.school, rows_of(_FIRST, weeks=8, people=9, a_day=6))
    return cast


def with_mail(cast: Cast) -> None:
    """Give everybody an address."""
    for one in Person.objects.filter(school=cast.school):
        one.email = f"{one.pk}@elmfield.example"
        one.save()


@pytest.mark.row("MON-09")
def test_each_four_weeks_have_a_numbered_report_sent_by_letter(log: Cast) -> None:
    with_mail(log)
    send_reports.func()
    entries = Entry.objects.filter(verb=ActivityVerb.REPORT_SENT).order_by("sequence")
    said = [json.loads(one.body or "") for one in entries]
    assert [one["first"] for one in said] == ["17 August 2026", "14 September 2026"]
    assert [one["last"] for one in said] == ["13 September 2026", "11 October 2026"]
    assert "headteacher" in said[0]["roles"]
    assert [one.number for one in queries.sent(log.school)] == [2, 1]
    assert queries.due(log.school, on=NOW.date()) is None
    assert send_due(school=log.school, by=REPORTER, at=NOW) is None


@pytest.mark.row("MON-09")
def test_the_letter_has_a_link_and_no_number_of_the_log(log: Cast, office: PostOffice) -> None:
    with_mail(log)
    send_due(school=log.school, by=REPORTER, at=NOW)
    Worker().work(until_empty=True)
    letters = [message_from_bytes(one, policy=default) for one in office.taken]
    first = next(one for one in letters if one["to"] == f"{log.head.pk}@elmfield.example")
    assert "Report 1 on how the internet is used" in first["subject"]
    body = first.get_content()
    link = "/elmfield/activity/?span=own&first=17/08/2026&last=13/09/2026"
    assert link in body
    assert "4 weeks, 17 August 2026" in client_of(log.head).get(link).text
    assert not [one for one in ("maps.test", "bets.test", "fewer", "Gambling") if one in body]


@pytest.mark.row("MON-09")
def test_a_report_that_could_not_be_sent_is_overdue_on_the_do_list(log: Cast) -> None:
    Person.objects.filter(school=log.school).update(email="")
    assert send_due(school=log.school, by=REPORTER, at=NOW) is None
    found = [one for one in needs.of(log.head, NOW) if one.title.startswith("Send report 1")]
    assert [one.due for one in found] == [dt.date(2026, 9, 20)]
    assert not [one for one in needs.of(log.teacher, NOW) if one.title.startswith("Send report")]
    with_mail(log)
    send_reports.func()
    needs.forget()
    assert not [one for one in needs.of(log.head, NOW) if one.title.startswith("Send report")]


def test_a_school_whose_log_is_broken_keeps_no_other_school_waiting(
    log: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    with_mail(log)
    logged(log.other_school, rows_of(_FIRST, weeks=8, people=9, a_day=6))
    Person.objects.filter(pk=log.other_head.pk).update(email="olga@oakhurst.example")
    store_of(log.school).close()
    for one in folder_of(log.school).glob(f"{NAME}*"):
        one.unlink()
    (folder_of(log.school) / NAME).write_bytes(b"This is no database. " * 100)
    send_reports.func()
    told = Entry.objects.filter(verb=ActivityVerb.REPORT_SENT)
    assert {one.journal_id for one in told} == {log.other_school.pk}
    assert "The report of elmfield was not sent: file is not a database" in caplog.text


def test_whoever_may_not_see_the_numbers_gets_no_letter(log: Cast) -> None:
    Person.objects.filter(school=log.school).update(email="")
    Person.objects.filter(pk=log.parent.pk).update(email="pat@elmfield.example")
    Appointment.objects.create(school=log.school, person=log.parent, role="online_safety_group",
                               from_on=_FIRST)  # fmt: skip
    assert send_due(school=log.school, by=REPORTER, at=NOW) is None
    assert not Job.objects.exists()


def test_no_day_is_in_two_reports_and_none_is_left_out() -> None:
    last, today = None, dt.date(2026, 3, 3)
    days: list[dt.date] = []
    while one := following(last, kept_since=dt.date(2025, 12, 3), today=today):
        days += [one.first + dt.timedelta(days=number) for number in range(28)]
        assert named(one.key) == one
        last = one
    assert days == [days[0] + dt.timedelta(days=number) for number in range(len(days))]
    assert last == Numbered(2, dt.date(2026, 2, 2), dt.date(2026, 3, 1))
    assert following(None, kept_since=None, today=today) is None
