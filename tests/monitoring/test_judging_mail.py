"""Messages judged by the machine: for whom a clause lets it, once, without a word that is kept."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from schoolgate.activity.opening import folder_of
from schoolgate.jobs.models import Job
from schoolgate.monitoring import actions, naming
from schoolgate.monitoring.actions import MACHINE
from schoolgate.monitoring.jobs import read_logs
from schoolgate.monitoring.models import Alert, AlertRow
from schoolgate.monitoring.queries import alerts as queries
from schoolgate.monitoring.rules.judged import May, told_of
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.monitoring.mailing import HEAD, TEACHER, at, letter, taken, under, with_addresses
from tests.monitoring.working import TODAY, verbs

pytestmark = pytest.mark.django_db
PUPIL = "pip@elmfield.example"
OUTSIDE = "stranger@outside.example"
CRY = "I want to kill myself."
INSULT = "I will stab you after school."
YESTERDAY = at(TODAY - dt.timedelta(days=1))


@pytest.fixture
def addressed(cast: Cast) -> Cast:
    """Pupil, teacher and head have addresses of mail."""
    with_addresses(cast)
    Person.objects.filter(pk=cast.pupil.pk).update(email=PUPIL)
    return cast


@pytest.fixture
def post(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder for letters."""
    del capsys  # what the intake prints is no part of the test
    return tmp_path


def judged(cast: Cast, when: dt.datetime = NOW) -> int:
    return actions.judge_mail(school=cast.school, by=MACHINE, at=when)


def of(person: Person) -> list[Alert]:
    return list(queries.alerts(viewer=person, on=TODAY))


def wrote(
    cast: Cast, folder: Path, sender: str, to: str, words: str, sent_at: dt.datetime = YESTERDAY
) -> None:  # fmt: skip
    """Somebody wrote to somebody."""
    taken(cast, folder, letter(to, sender=sender, words=words, sent_at=sent_at))


@pytest.mark.row("MON-05")
def test_what_a_pupil_writes_is_an_alert_for_the_safeguarding_lead_without_a_word_of_it(
    addressed: Cast, post: Path
) -> None:
    wrote(addressed, post, PUPIL, TEACHER, CRY)
    assert judged(addressed) == 1
    [alert] = of(addressed.dsl)
    assert (alert.head, alert.whom) == ("self_harm", "dsl")
    assert of(addressed.technician) == [] == of(addressed.teacher)
    rows = [*Alert.objects.all(), *AlertRow.objects.all(), *Entry.objects.all(), *Job.objects.all()]
    told = str([vars(one) for one in rows])
    assert not any(one in told for one in ("kill", "trip", PUPIL, addressed.pupil.name))
    assert "kill" not in client_of(addressed.dsl).get(f"/elmfield/alerts/{alert.pk}/").text
    assert not any(b"kill" in one.read_bytes() for one in folder_of(addressed.school).rglob("*")
                   if one.is_file())  # fmt: skip


def test_each_message_is_judged_once_and_the_journal_says_how_many_and_why(
    addressed: Cast, post: Path
) -> None:
    wrote(addressed, post, PUPIL, TEACHER, CRY)
    assert [judged(addressed), judged(addressed)] == [1, 0]
    assert verbs() == ["alert:raised", "mail-text:judged"]
    entry = Entry.objects.get(verb="monitoring:mail-text:judged")
    assert entry.clause == "11.1"
    assert json.loads(entry.body or "") == {"messages": 1, "clauses": "11.1"}


def test_what_a_stranger_writes_to_a_pupil_is_that_pupils_alert(
    addressed: Cast, post: Path
) -> None:
    wrote(addressed, post, OUTSIDE, PUPIL, "This is our secret, do not tell your parents.")
    judged(addressed)
    [alert] = of(addressed.dsl)
    assert alert.head == "grooming"
    assert actions.look_at(alert=alert, by=addressed.dsl, at=NOW)[0].person == addressed.pupil
    case = actions.to_concern(alert=alert, minutes=1, by=addressed.dsl, at=NOW)
    alert.refresh_from_db()
    assert case.pk
    assert alert.held == 1


@pytest.mark.row("MON-05")
@pytest.mark.parametrize(("pack", "alerts"), [
    ("ashbrook", 1), ("cotmanhay", 1), ("brookside", 0), ("thatto-heath", 0)])  # fmt: skip
def test_an_employees_mail_is_judged_only_where_monitoring_begins_with_a_machine(
    addressed: Cast, post: Path, pack: str, alerts: int
) -> None:
    under(addressed, pack)
    wrote(addressed, post, TEACHER, HEAD, INSULT)
    assert judged(addressed) == 1
    assert len(of(addressed.head)) == alerts
    assert of(addressed.dsl) == []
    assert verbs() == ["alert:raised", "mail-text:judged"] * alerts


def test_what_no_clause_opened_is_not_opened_when_one_comes(addressed: Cast, post: Path) -> None:
    wrote(addressed, post, TEACHER, HEAD, INSULT)
    judged(addressed)
    under(addressed, "ashbrook")
    assert judged(addressed) == 0
    assert of(addressed.head) == []


@pytest.mark.parametrize(("pack", "may"), [
    ("ashbrook", May("", "", "14.1")), ("brookside", May("11.1", "11.1", "")),
    ("cotmanhay", May("PupilPts.b11", "", "16")),
    ("thatto-heath", May("Comms.b2", "Tech.b13", "")),
])  # fmt: skip
def test_each_policy_says_whose_messages_a_machine_reads(cast: Cast, pack: str, may: May) -> None:
    under(cast, pack)
    found = naming.for_judging(cast.school)
    assert (bool(found.pupils_mail), found.pupils_chat, found.staff) == (
        bool(may.pupils_mail), may.pupils_chat, may.staff)  # fmt: skip


def test_an_employee_reads_whether_a_machine_reads_their_mail(addressed: Cast) -> None:
    client, said = client_of(addressed.teacher), "a machine reads what you send"
    assert said not in client.get("/elmfield/my-data/").text
    under(addressed, "ashbrook")
    assert f"Clause 14.1: {said}" in client.get("/elmfield/my-data/").text


def test_old_mail_that_is_taken_in_raises_no_alert(addressed: Cast, post: Path) -> None:
    wrote(addressed, post, PUPIL, TEACHER, CRY, sent_at=NOW - dt.timedelta(days=9))
    judged(addressed)
    assert of(addressed.dsl) == []
    assert verbs() == []


def test_a_copy_that_is_gone_stops_nobody_elses(addressed: Cast, post: Path) -> None:
    wrote(addressed, post, PUPIL, TEACHER, "Gone.")
    [copy] = (folder_of(addressed.school) / "mail").glob("2026-*/*")
    copy.unlink()
    wrote(addressed, post, PUPIL, HEAD, CRY)
    assert judged(addressed) == 2
    assert len(of(addressed.dsl)) == 1


def test_the_job_of_every_five_minutes_judges_mail_too(addressed: Cast, post: Path) -> None:
    wrote(addressed, post, PUPIL, TEACHER, CRY)
    read_logs.func()
    assert len(of(addressed.dsl)) == 1


@pytest.mark.parametrize(("told", "what", "kinds"), [
    (("pupils",), ("that use is monitored",), {"mail", "chat"}),
    (("pupils",), ("teachers will see what pupils write in email",), {"mail"}),
    (("pupils",), ("official social media is monitored",), set()),
    (("pupils",), ("the network notices misuse",), set()),
    (("staff",), ("email may be monitored",), set()),
])  # fmt: skip
def test_a_notice_covers_what_it_names(
    told: tuple[str, ...], what: tuple[str, ...], kinds: set[str]
) -> None:
    assert told_of(told, what) == kinds
