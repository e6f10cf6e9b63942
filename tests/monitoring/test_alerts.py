"""What the machine finds tells one role, in numbers; a person decides; it becomes a concern."""

from __future__ import annotations

import datetime as dt

import pytest

from schoolgate.activity.opening import store_of
from schoolgate.concerns import queries as concerns
from schoolgate.concerns.models import Case, Party
from schoolgate.jobs.models import Job
from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import MACHINE, UnableToAct
from schoolgate.monitoring.detection.findings import Head, Severity
from schoolgate.monitoring.jobs import _digest, _something
from schoolgate.monitoring.models import Alert, AlertRow, Canary, Reached
from schoolgate.monitoring.queries import alerts as queries
from schoolgate.monitoring.rules.alerts import Budget, State
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.monitoring.working import TODAY, hands, raised, verbs, visited, waiting

pytestmark = pytest.mark.django_db


def pupils(cast: Cast, count: int) -> list[Person]:
    """Children of one class."""
    return [Person.objects.create(school=cast.school, name=f"Child {number}", role="pupil_ks2",
                                  class_name="5 Oak") for number in range(count)]  # fmt: skip


def one_of(person: Person) -> list[Alert]:
    return list(queries.alerts(viewer=person, on=TODAY))


@pytest.mark.row("MON-05")
def test_what_an_employee_sets_off_goes_to_the_headteacher_only(cast: Cast) -> None:
    chair = hands(cast).chair
    raised(cast, cast.teacher, role="teacher", severity=Severity.URGENT)
    assert len(one_of(cast.head)) == 1
    for other in (cast.dsl, cast.technician, cast.governor, cast.teacher, chair, cast.other_head):
        assert one_of(other) == []
    actions.escalate(school=cast.school, by=MACHINE, at=NOW + dt.timedelta(hours=9))
    assert one_of(chair) == [] == one_of(cast.dsl)
    assert waiting(cast.head) == ["Decide about an alert: self-harm and suicide"]


@pytest.mark.row("MON-05")
def test_what_the_headteacher_sets_off_goes_to_the_chair(cast: Cast) -> None:
    chair = hands(cast).chair
    raised(cast, cast.head, role="teacher")
    assert one_of(cast.head) == []
    assert len(one_of(chair)) == 1


def test_while_nobody_leads_safeguarding_the_headteacher_reads_but_for_the_chair_nobody_does(
    cast: Cast,
) -> None:
    Person.objects.filter(pk=cast.dsl.pk).update(role="teacher")
    raised(cast, cast.pupil)
    raised(cast, cast.head, role="teacher", source="2")
    assert [one.whom for one in one_of(cast.head)] == ["dsl"]


@pytest.mark.row("MON-05")
def test_what_was_searched_becomes_an_alert_without_a_word_of_it(cast: Cast) -> None:
    visited(cast.pupil, "search.example", term="how to kill myself")
    assert actions.read_on(school=cast.school, by=MACHINE, at=NOW) == 1
    alert = Alert.objects.get()
    assert (alert.head, alert.whom, alert.severity) == (Head.SELF_HARM, "dsl", "urgent")
    entries = Entry.objects.filter(verb__startswith="monitoring:")
    rows = [*Alert.objects.all(), *AlertRow.objects.all(), *entries, *Job.objects.all()]
    told = [str(vars(one)) for one in rows]
    assert not any("kill" in one or cast.pupil.name in one for one in told)
    assert actions.read_on(school=cast.school, by=MACHINE, at=NOW) == 0
    assert Alert.objects.count() == 1


def test_what_is_judged_twice_is_one_finding(cast: Cast) -> None:
    visited(cast.pupil, "search.example", term="how to kill myself")
    actions.read_on(school=cast.school, by=MACHINE, at=NOW)
    Reached.objects.update(cursor=0)
    actions.read_on(school=cast.school, by=MACHINE, at=NOW)
    assert (Alert.objects.get().count, AlertRow.objects.count()) == (1, 1)


def test_an_old_log_that_is_taken_in_raises_no_alert(cast: Cast) -> None:
    for days in (8, 6):
        visited(cast.pupil, "search.example", term="how to kill myself",
                at=NOW - dt.timedelta(days=days))  # fmt: skip
    actions.read_on(school=cast.school, by=MACHINE, at=NOW)
    assert (Alert.objects.get().count, AlertRow.objects.count()) == (1, 1)
    assert Entry.objects.filter(verb="monitoring:alert:raised").count() == 1


def test_a_class_that_looks_for_the_same_is_one_alert(cast: Cast) -> None:
    for number, child in enumerate(pupils(cast, 5)):
        raised(cast, child, source=str(number), at=NOW + dt.timedelta(minutes=number))
    raised(cast, cast.pupil, source="other")
    assert sorted(Alert.objects.values_list("count", flat=True)) == [1, 5]
    found = actions.look_at(alert=Alert.objects.get(count=5), by=cast.dsl, at=NOW)
    assert sorted(str(one.person) for one in found) == [f"Child {number}" for number in range(5)]


@pytest.mark.parametrize("who", ["technician", "governor", "teacher", "other_head", "head"])
def test_nobody_opens_an_alert_that_is_for_somebody_else(cast: Cast, who: str) -> None:
    alert = raised(cast, cast.pupil)
    with pytest.raises(UnableToAct, match="somebody else"):
        actions.look_at(alert=alert, by=getattr(cast, who), at=NOW)
    with pytest.raises(UnableToAct, match="somebody else"):
        actions.to_concern(alert=alert, minutes=1, by=getattr(cast, who), at=NOW)
    assert verbs() == ["alert:raised"]


def test_an_alert_becomes_a_concern_in_one_step_and_its_rows_are_held(cast: Cast) -> None:
    who = visited(cast.pupil, "a.example", "search.example", "b.example")
    visited(cast.pupil, "long-before.example", at=NOW - dt.timedelta(hours=5))
    alert = raised(cast, cast.pupil)
    actions.look_at(alert=alert, by=cast.dsl, at=NOW)
    case = actions.to_concern(alert=alert, minutes=7, by=cast.dsl, at=NOW)
    alert.refresh_from_db()
    assert (alert.state, alert.case, alert.held, alert.minutes) == (State.CONCERN, case, 3, 7)
    with store_of(cast.school).kept.reading() as manifest:
        assert manifest.execute("SELECT of, who FROM hold").fetchall() == [(str(case.token), who)]
    opened = concerns.opened(case=case, viewer=cast.dsl, on=TODAY)
    assert "self-harm" in concerns.reports(opened)[0].said["what"].lower()
    assert Party.objects.filter(case=case).count() == 2
    assert concerns.one(viewer=cast.technician, pk=case.pk, on=TODAY) is None
    assert verbs() == ["alert:raised", "alert:looked-at", "alert:decided", "alert:closed"]
    with pytest.raises(UnableToAct, match="decided"):
        actions.to_concern(alert=alert, minutes=1, by=cast.dsl, at=NOW)
    assert Case.objects.count() == 1


def test_a_concern_about_an_employee_is_the_headteachers(cast: Cast) -> None:
    case = actions.to_concern(alert=raised(cast, cast.teacher, role="teacher"), minutes=1,
                              by=cast.head, at=NOW)  # fmt: skip
    assert concerns.one(viewer=cast.head, pk=case.pk, on=TODAY) is not None
    for other in (cast.dsl, cast.teacher, cast.technician):
        assert concerns.one(viewer=other, pk=case.pk, on=TODAY) is None


def decided(cast: Cast, count: int, *, concern: bool) -> None:
    for number in range(count):
        before = NOW - dt.timedelta(hours=2 * number)
        alert = raised(cast, cast.pupil, source=f"{concern} {number}", at=before,
                       severity=Severity.CONCERN)  # fmt: skip
        act = actions.to_concern if concern else actions.no_concern
        act(alert=alert, minutes=3, by=cast.dsl, at=NOW)


def test_a_rule_that_is_mostly_wrong_goes_to_the_summary_but_never_what_is_serious(
    cast: Cast,
) -> None:
    actions.set_budget(budget=Budget(50, 30), because="The committee said so.", by=cast.governor,
                       at=NOW)  # fmt: skip
    decided(cast, 10, concern=False)
    record = queries.record_of(cast.school, "self-harm-1")
    assert (record.false, record.minutes, record.precision) == (10, 30, 0)
    assert raised(cast, cast.pupil, source="q", severity=Severity.CONCERN).state == State.DIGEST
    assert raised(cast, cast.dsl, role="teacher", source="s").state == State.NEW


def test_a_full_week_sends_the_rest_to_the_summary(cast: Cast) -> None:
    actions.set_budget(budget=Budget(1, 0), because="One.", by=cast.governor, at=NOW)
    first, second, loud = pupils(cast, 3)
    Person.objects.filter(pk=second.pk).update(class_name="6 Ash")
    Person.objects.filter(pk=loud.pk).update(class_name="4 Elm")
    assert raised(cast, first, severity=Severity.CONCERN).state == State.NEW
    second.refresh_from_db()
    loud.refresh_from_db()
    assert raised(cast, second, source="2", severity=Severity.CONCERN).state == State.DIGEST
    assert raised(cast, loud, source="3", severity=Severity.URGENT).state == State.NEW


def test_only_governors_set_the_budget(cast: Cast) -> None:
    for by in (cast.head, cast.dsl, cast.technician):
        with pytest.raises(UnableToAct, match="Governors"):
            actions.set_budget(budget=Budget(1, 0), because="One.", by=by, at=NOW)
    assert verbs() == []


@pytest.mark.parametrize(("minutes", "told"), [(10, 0), (31, 1)])
def test_urgent_and_unread_is_told_to_the_next(cast: Cast, minutes: int, told: int) -> None:
    raised(cast, cast.pupil, severity=Severity.URGENT)
    later = NOW + dt.timedelta(minutes=minutes)
    assert actions.escalate(school=cast.school, by=MACHINE, at=later) == told
    assert len(one_of(cast.head)) == told
    assert actions.escalate(school=cast.school, by=MACHINE, at=later) == 0


def test_letters_say_that_something_waits_and_never_what(cast: Cast) -> None:
    Person.objects.filter(pk=cast.dsl.pk).update(email="dsl@elmfield.example")
    raised(cast, cast.pupil)
    Alert.objects.update(raised_at=NOW - dt.timedelta(days=1))
    for letter in (_something(person=cast.dsl.pk), _digest(person=cast.dsl.pk)):
        assert letter is not None
        assert cast.pupil.name not in str(letter)
    assert "Self-harm and suicide: 1" in str(_digest(person=cast.dsl.pk))
    assert _digest(person=cast.head.pk) is None


def test_the_daily_test_goes_through_log_and_machine_to_a_person(cast: Cast) -> None:
    assert actions.send_canary(school=cast.school, by=MACHINE, at=NOW) is not None
    assert actions.send_canary(school=cast.school, by=MACHINE, at=NOW) is None
    found, read = NOW + dt.timedelta(minutes=4), NOW + dt.timedelta(minutes=20)
    actions.read_on(school=cast.school, by=MACHINE, at=found)
    assert waiting(cast.dsl) == ["Decide about an alert: the daily test"]
    actions.look_at(alert=Alert.objects.get(), by=cast.dsl, at=read)
    test = Canary.objects.get()
    assert (test.found_at, test.seen_at, test.seen_by) == (found, read, cast.dsl)
    assert queries.record_of(cast.school, "daily-test").false == 0
    with pytest.raises(UnableToAct, match="Nobody did anything"):
        actions.to_concern(alert=Alert.objects.get(), minutes=1, by=cast.dsl, at=read)


def test_reports_are_numbers_about_pupils_alone(cast: Cast) -> None:
    raised(cast, cast.pupil)
    raised(cast, cast.teacher, role="teacher", source="2", head=Head.GAMBLING)
    said = queries.report(viewer=cast.governor, at=NOW + dt.timedelta(minutes=1))
    assert said is not None
    assert [(one.head, one.count) for one in said.lines] == [("self_harm", 1)]
    assert queries.report(viewer=cast.technician, at=NOW) is None


def test_the_record_of_a_rule_is_headed_in_words(cast: Cast) -> None:
    raised(cast, cast.pupil)
    page = client_of(cast.governor).get("/elmfield/alerts/report/").text
    assert "Each rule" in page
    assert (">Right<" in page, ">Wrong<" in page, ">True<" in page) == (True, True, False)
