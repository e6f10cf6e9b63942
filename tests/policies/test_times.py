"""Named times that rules refer to: whose time they are, and the hours that a school sets."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from schoolgate.kernel.times import LONDON
from schoolgate.people.actions import NotAllowed, keep_year
from schoolgate.people.calendar import Span, SpanKind
from schoolgate.policies import actions, library
from schoolgate.policies.models import SchoolTimes
from schoolgate.policies.rules import Question
from schoolgate.policies.rules.bands import told
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of

PAGE = "/elmfield/policy/times/"
FORM = "/elmfield/policy/times/set/"
HOURS = {"lesson": "9:00-10:30, 10:45-12:00, 13:00-15:15", "social_time": "10:30-10:45",
         "lunch_break": "12:00-13:00", "working_hours": "8:00-17:00",
         "permitted_time": "12:00-13:00"}  # fmt: skip
TUESDAY, SATURDAY = dt.date(2026, 11, 10), dt.date(2026, 11, 14)
INSET, CHRISTMAS = dt.date(2026, 11, 2), dt.date(2026, 12, 25)


@pytest.fixture
def heath(cast: Cast) -> Cast:
    """Elmfield goes by Cotmanhay's policy, which states no hours, and keeps a calendar."""
    cast.school.pack = "cotmanhay"
    cast.school.save()
    terms = [Span(SpanKind.TERM, dt.date(2026, 9, 2), dt.date(2026, 12, 18)),
             Span(SpanKind.TERM, dt.date(2027, 1, 4), dt.date(2027, 3, 25)),
             Span(SpanKind.TERM, dt.date(2027, 4, 12), dt.date(2027, 7, 21))]  # fmt: skip
    inset = Span(SpanKind.INSET, INSET, INSET)
    keep_year(school=cast.school, year=2026, spans=[*terms, inset], by=cast.head, at=NOW)
    return cast


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=LONDON)


def said(cast: Cast, moment: dt.datetime) -> tuple[str, str]:
    calendar = library.of(cast.school).pack.book.calendar
    return told(calendar, moment, teaches=True), told(calendar, moment, teaches=False)


def shown(day: str, time: str) -> str:
    return " ".join(Client().get(PAGE, {"on": day, "time": time}).text.split())


@pytest.mark.row("POL-27")
def test_the_school_sets_its_times_and_they_hold_for_whom_they_are(heath: Cast) -> None:
    assert "nobody has set them yet" in Client().get(PAGE).text
    sent = client_of(heath.head).post(FORM, HOURS, follow=True).text
    assert "The times are set." in sent
    lessons, work = "lesson and contact time", "normal working hours"
    assert said(heath, at(TUESDAY, 10, 15)) == (lessons, work)
    assert said(heath, at(TUESDAY, 12, 30))[0] == "lunch break and within the permitted times"
    assert said(heath, at(TUESDAY, 16)) == (work, work)
    assert said(heath, at(TUESDAY, 20))[0] == "no named time"
    closed = "the school is closed: outside hours"
    assert said(heath, at(SATURDAY, 10, 15)) == said(heath, at(INSET, 10, 15)) == (closed, closed)
    assert "the time is not known" in said(heath, at(CHRISTMAS, 10))[0]
    page = shown("10/11/2026", "10:15")
    assert "Tuesday 10 November 2026, 10:15" in page
    assert 'For a teacher</dt><dd class="govuk-summary-list__value">Lesson and contact' in page
    assert 'For office staff</dt><dd class="govuk-summary-list__value">Normal working' in page
    assert "The school is closed" in shown("14/11/2026", "10:15")
    assert "The school is closed" in shown("02/11/2026", "10:15")
    entry = Entry.objects.latest("sequence")
    assert (entry.verb, entry.actor_label) == (PoliciesVerb.TIMES_SET, "Hana Head")


@pytest.mark.row("POL-27")
def test_rules_about_lessons_follow_the_hours_that_were_set(heath: Cast) -> None:
    def answer(who: str, moment: dt.datetime) -> set[str]:
        book = library.of(heath.school).pack.book
        found = book.decide(Question(who, "use", "school_device", {"aim": "personal"}, moment))
        return set(found.clauses) if found.outcome == "not allowed" else set()

    before = library.of(heath.school).pack.hash
    assert "2.5c" not in answer("teacher", at(TUESDAY, 10, 15))  # the time is not known
    actions.set_times(school=heath.school, hours=HOURS, by=heath.head, at=NOW)
    assert "2.5c" in answer("teacher", at(TUESDAY, 10, 15))
    assert "2.5c" not in answer("office_staff", at(TUESDAY, 10, 15))
    assert "2.5c" not in answer("teacher", at(SATURDAY, 10, 15))
    assert library.of(heath.school).pack.hash == before  # what was approved has not changed


def test_only_those_who_write_the_policy_set_times(heath: Cast) -> None:
    people = (heath.pupil, heath.technician, heath.teacher, heath.governor, heath.other_head)
    assert Client().post(FORM, HOURS).status_code == 302  # to sign in
    assert Client().post(PAGE).status_code == 405
    for person in people:
        assert client_of(person).post(FORM, HOURS).status_code in {403, 404}
        with pytest.raises(NotAllowed):
            actions.set_times(school=heath.school, hours=HOURS, by=person, at=NOW)
    assert not SchoolTimes.objects.exists()


def test_hours_that_are_none_are_said_and_stay_and_the_same_again_changes_nothing(
    heath: Cast,
) -> None:
    head = client_of(heath.head)
    text = head.post(FORM, HOURS | {"lesson": "9-12"}).text
    assert "write for example: 15:30" in text
    assert "9-12" in text
    assert not SchoolTimes.objects.exists()
    head.post(FORM, HOURS)
    assert "Nothing has changed." in head.post(FORM, HOURS, follow=True).text
    assert SchoolTimes.objects.count() == 1


def test_a_policy_that_states_its_times_is_changed_by_a_version_alone(cast: Cast) -> None:
    head = client_of(cast.head)  # Brookside's own table
    text = head.get(PAGE).text
    assert "The policy itself states when they are" in text
    assert "Set the hours" not in text
    with pytest.raises(actions.UnableToDraft, match="states its times"):
        actions.set_times(school=cast.school, hours=HOURS, by=cast.head, at=NOW)
    assert not SchoolTimes.objects.exists()
