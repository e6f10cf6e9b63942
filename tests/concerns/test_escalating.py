"""What is urgent and unread goes on; what comes out of hours waits for the morning."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail

from schoolgate.concerns import actions
from schoolgate.concerns.actions import ESCALATION, Told
from schoolgate.concerns.actions.waiting import NUMBERS
from schoolgate.concerns.models import Admission, Answered, Case, Escalation, Task
from schoolgate.concerns.models import Entry as Written
from schoolgate.concerns.rules.words import Seriousness, Way
from schoolgate.jobs import letters
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of, needs_of

EVENING = NOW.replace(hour=21)
URGENT = Told(Way.STAFF_FORM, {"where": "Class 2"}, illegal=True)
_QUARTER = timedelta(minutes=15)


def urgent(cast: Cast, at: datetime = NOW) -> Case:
    return actions.report(school=cast.school, told=URGENT, by=cast.teacher, at=at)


def _run(cast: Cast, at: datetime) -> int:
    return actions.escalate(school=cast.school, by=ESCALATION, at=at)


def test_unread_for_a_quarter_of_an_hour_it_goes_to_the_next_in_line(
    cast: Cast, chair: Person
) -> None:
    case = urgent(cast)
    assert case.seriousness == Seriousness.ORDINARY  # as it was before the row was read again
    assert _run(cast, NOW + timedelta(minutes=14)) == 0
    assert _run(cast, NOW + _QUARTER) == 1
    assert _run(cast, NOW + _QUARTER) == 0
    step = Escalation.objects.get(case=case)
    assert Admission.objects.filter(case=case, role=step.role, because="unread").exists()
    assert Written.objects.filter(case=case, kind="escalated").count() == 1
    assert Entry.objects.filter(verb="concerns:case:escalated").count() == 1


def test_what_somebody_has_read_stays_where_it_is(cast: Cast, chair: Person) -> None:
    case = urgent(cast)
    client_of(cast.dsl).get(f"/elmfield/concerns/{case.pk}/")
    assert _run(cast, NOW + 4 * _QUARTER) == 0


def test_what_is_not_urgent_waits(cast: Cast, chair: Person, case: Case) -> None:
    assert _run(cast, NOW + 4 * _QUARTER) == 0
    assert not Escalation.objects.filter(case=case).exists()


def test_nobody_is_woken_at_night(cast: Cast, chair: Person) -> None:
    urgent(cast, EVENING)
    assert _run(cast, EVENING + timedelta(hours=2)) == 0
    morning = (NOW + timedelta(days=1)).replace(hour=8, minute=45)
    assert _run(cast, morning) == 1


@pytest.mark.row("CON-25")
def test_what_comes_out_of_hours_is_a_task_for_half_past_eight(cast: Cast) -> None:
    case = urgent(cast, EVENING)
    task = Task.objects.get(case=case, kind="read")
    assert task.due_at == (NOW + timedelta(days=1)).replace(hour=8, minute=30)
    there = [one for one in needs_of(cast.dsl, EVENING) if "Read a new concern" in one.title]
    assert there[0].due == (NOW + timedelta(days=1)).date()
    page = client_of(cast.dsl).get(f"/elmfield/concerns/{case.pk}/").text
    for stamp in ("Told", "Clock started", "First read"):
        assert stamp in page
    task.refresh_from_db()
    assert task.done_by is not None
    assert task.done_by.kind == "read"


def test_who_tells_at_night_is_sent_the_numbers_once(cast: Cast) -> None:
    Person.objects.filter(pk=cast.teacher.pk).update(email="teacher@elmfield.example")
    cast.teacher.refresh_from_db()
    for _ in range(3):
        told = Told(Way.STAFF_FORM, {"what": "Something private"})
        actions.report(school=cast.school, told=told, by=cast.teacher, at=EVENING)
    letters.send.call(NUMBERS, {"answered": Answered.objects.get().pk})
    (sent,) = [one for one in mail.outbox if "numbers for out of hours" in one.subject]
    assert sent.to == ["teacher@elmfield.example"]
    assert "0800 1111" in sent.body
    assert "private" not in sent.body


def test_in_school_hours_nobody_is_sent_numbers(cast: Cast, case: Case) -> None:
    assert not Answered.objects.exists()
    assert not Task.objects.filter(case=case, kind="read").exists()
