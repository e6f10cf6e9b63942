"""Duties done, proved, acknowledged, left out, handed over; escalated when they are late."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from django.db import DatabaseError, transaction

from schoolgate.duties import actions, queries
from schoolgate.duties.actions import UnableToChoose, UnableToRecord, Wrote
from schoolgate.duties.models import Doing, Handover
from schoolgate.duties.queries import ASKS_PERIOD, ASKS_TERMS
from schoolgate.duties.rules import State
from schoolgate.duties.verbs import DutiesVerb
from schoolgate.people import actions as people
from schoolgate.people import needs
from schoolgate.people.actions import NotAllowed
from schoolgate.people.demonstration_year import YEARS
from schoolgate.people.models import Person, School
from schoolgate.people.verbs import PeopleVerb
from schoolgate.policies import library
from schoolgate.policies.issues import sha256
from schoolgate.policies.models import Version
from schoolgate.policies.rules.life import Stage
from schoolgate.records import actions as journal
from schoolgate.records.models import Entry
from tests.cast import NOW, OPERATOR, Cast
from tests.duties.conftest import item, under, with_year

DAY = dt.timedelta(days=1)
TEXTS = {"policy.md": (library.folder() / "thatto-heath" / "policy.md").read_text("utf-8")}
CHECK = "Schedule.r2~1"  # the ICT team and the e-safety committee, every term
AUTUMN = "term/2026/1"
WROTE = Wrote(NOW.date(), "Minutes of 14 October, point 3")


def check(by: Person, at: dt.datetime = NOW, wrote: Wrote = WROTE, **more: str) -> Doing:
    given = {"duty": CHECK, "occurrence": AUTUMN} | more
    return actions.do(**given, wrote=wrote, by=by, at=at)


def verbs() -> list[str]:
    found = Entry.objects.filter(verb__startswith="duties").order_by("sequence")
    return [entry.verb for entry in found]


def appoint(person: Person, role: str) -> None:
    people.appoint(person=person, role=role, from_on=NOW.date() - DAY, by=OPERATOR, at=NOW)


@pytest.mark.row("POL-16")
def test_a_termly_duty_stands_once_in_each_term_with_the_group_as_owner(heath: Cast) -> None:
    appoint(heath.teacher, "the e-safety committee")
    found = item(heath, CHECK)
    assert found.owners.people == (heath.technician, heath.teacher)
    board = queries.board(school=heath.school, today=NOW.date())
    year = board.item(found.duty, last=dt.date(2027, 8, 31))
    assert [turn.occurrence.key for turn in year.turns] == [f"term/2026/{n}" for n in (1, 2, 3)]
    with pytest.raises(UnableToRecord, match="Say what proves it"):
        check(heath.teacher, wrote=Wrote(NOW.date()))
    check(heath.teacher)
    assert item(heath, CHECK).turns[0].state is State.DONE
    with pytest.raises(UnableToRecord, match="done already by Tara Teacher"):
        check(heath.technician)
    assert verbs() == [DutiesVerb.DUTY_DONE]


@pytest.mark.parametrize("who", ["pupil", "parent", "governor", "other_head"])
def test_only_its_owners_and_who_keeps_duties_record_it(heath: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        check(getattr(heath, who))
    assert verbs() == []


def test_the_head_records_for_others_and_no_day_to_come_counts(heath: Cast) -> None:
    with pytest.raises(UnableToRecord, match="has not come yet"):
        check(heath.head, wrote=Wrote(NOW.date() + DAY, "Soon"))
    with pytest.raises(UnableToRecord, match="counts from 2 September 2026"):
        check(heath.head, wrote=Wrote(dt.date(2026, 9, 1), "In the holidays"))
    with pytest.raises(UnableToRecord, match="begins on 4 January 2027"):
        check(heath.head, occurrence="term/2026/2")
    check(heath.head)
    assert verbs() == [DutiesVerb.DUTY_DONE]


def test_what_a_room_writes_by_itself_proves_the_duty(heath: Cast) -> None:
    review = "Tech.b4~1"  # every year, proved by access:access-review:closed
    with pytest.raises(UnableToRecord, match="recorded by itself"):
        actions.do(duty=review, occurrence="year/2026", wrote=WROTE, by=heath.head, at=NOW)
    with transaction.atomic():
        journal.write(school=heath.school, by=heath.head, at=NOW, object=heath.school,
                      verb="access:access-review:closed")  # fmt: skip
    turn = item(heath, review).turns[0]
    assert (turn.state, turn.parts[0].proof is not None) == (State.DONE, True)


def test_each_member_of_staff_proves_their_own_part(heath: Cast) -> None:
    assert len(item(heath, "Tech.b6~1").turns[0].parts) == 4
    with transaction.atomic():
        journal.write(school=heath.school, by=heath.teacher, at=NOW, object=heath.teacher,
                      verb="accounts:password:changed")  # fmt: skip
    (turn,) = item(heath, "Tech.b6~1").turns[:1]
    done = {str(part.person) for part in turn.parts if part.state is State.DONE}
    assert (done, turn.done, turn.state) == ({"Tara Teacher"}, 1, State.TO_DO)


def test_what_is_left_out_keeps_its_reason(heath: Cast) -> None:
    with pytest.raises(UnableToRecord, match="Write down the reason"):
        actions.skip(duty=CHECK, occurrence=AUTUMN, because=" ", by=heath.technician, at=NOW)
    actions.skip(duty=CHECK, occurrence=AUTUMN, because="No network until January", at=NOW,
                 by=heath.technician)  # fmt: skip
    assert item(heath, CHECK).turns[0].state is State.SKIPPED
    assert verbs() == [DutiesVerb.DUTY_SKIPPED]


def test_what_was_recorded_is_never_changed(heath: Cast) -> None:
    made = check(heath.technician)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Doing.objects.filter(pk=made.pk).update(evidence="Something better")
    made.refresh_from_db()
    assert made.evidence == WROTE.evidence
    assert verbs() == [DutiesVerb.DUTY_DONE]


@pytest.mark.row("OVR-10")
def test_overdue_goes_to_the_head_at_once_and_to_the_governors_after_four_weeks(
    heath: Cast, clock: time_machine.Traveller
) -> None:
    def late(who: Person, on: dt.date) -> list[str]:
        at = dt.datetime.combine(on, dt.time(9), NOW.tzinfo)
        clock.move_to(at)
        fresh = Person.objects.get(pk=who.pk)
        return [need.title for need in needs.of(fresh, at) if "overdue" in need.title]

    with transaction.atomic():  # from here on the school works with Schoolgate
        journal.write(school=heath.school, by=heath.head, at=NOW, object=heath.school,
                      verb=PeopleVerb.SCHOOL_ADDED, body={"pack": "thatto-heath"})  # fmt: skip
    due = dt.date(2026, 12, 18)
    assert late(heath.head, due) == []
    assert late(heath.head, due + DAY) == ["2 duties are overdue"]  # the check, and passwords
    assert late(heath.governor, due + 27 * DAY) == []
    assert late(heath.governor, due + 28 * DAY) == ["2 duties are overdue"]
    assert late(heath.teacher, due + 28 * DAY) == []
    listed = queries.listed(viewer=heath.governor, on=due + 28 * DAY,
                            filters=queries.Filters("overdue"))  # fmt: skip
    assert {one.duty.key for one in listed} == {CHECK, "Tech.b6~1"}
    assert verbs() == []


@pytest.mark.row("TRN-12")
def test_the_yearly_reminder_asks_everybody_to_acknowledge(
    ashbrook: Cast, clock: time_machine.Traveller
) -> None:
    key, this = "App2.reminder~1", "year/2026"
    clock.move_to(NOW + 41 * DAY)  # 24 November 2026: a year begins
    found = item(ashbrook, key)
    turn = next(one for one in found.turns if one.occurrence.key == this)
    asked = {str(part.person) for part in turn.parts if part.person}
    assert asked == {"Hana Head", "Dev Lead", "Tara Teacher", "Tek Nishan"}
    at = dt.datetime.now(dt.UTC)
    actions.do(duty=key, occurrence=this, by=ashbrook.head, at=at,
               wrote=Wrote(at.date(), "At the staff meeting"))  # fmt: skip
    titles = [need.title for need in needs.of(ashbrook.teacher, at)]
    assert "Acknowledge: remind staff of the guidance on social media" in titles
    actions.acknowledge(duty=key, occurrence=this, by=ashbrook.teacher, at=at)
    with pytest.raises(UnableToRecord, match="done already"):
        actions.acknowledge(duty=key, occurrence=this, by=ashbrook.teacher, at=at)
    clock.move_to(dt.datetime(2027, 11, 25, 9, tzinfo=NOW.tzinfo))  # 12 months and 1 day later
    late = next(one for one in item(ashbrook, key).turns if one.occurrence.key == this)
    overdue = {str(part.person) for part in late.parts if part.state is State.OVERDUE}
    assert overdue == asked - {"Tara Teacher"}
    assert verbs() == [DutiesVerb.DUTY_DONE, DutiesVerb.DUTY_ACKNOWLEDGED]


def test_nobody_acknowledges_for_somebody_else(ashbrook: Cast) -> None:
    turn = item(ashbrook, "App2.reminder~1").turns[0]
    with pytest.raises(UnableToRecord, match="themselves"):
        actions.do(duty="App2.reminder~1", occurrence=turn.occurrence.key, wrote=WROTE, at=NOW,
                   part=f"a{ashbrook.teacher.pk}", by=ashbrook.head)  # fmt: skip
    with pytest.raises((UnableToRecord, NotAllowed)):
        actions.acknowledge(duty="App2.reminder~1", occurrence=turn.occurrence.key, at=NOW,
                            by=ashbrook.governor)  # fmt: skip
    assert verbs() == []


@pytest.mark.row("HSM-25")
def test_prevention_is_six_points_and_the_notice_is_ashbrooks_alone(ashbrook: Cast) -> None:
    key = "prevention-materials~1"
    notice = "i:a-notice-on-the-premises-says-that-a"
    points = [part.key for part in item(ashbrook, key).turns[0].parts]
    assert len(points) == 6
    assert notice in points
    with pytest.raises(UnableToRecord, match="link, or where the photo"):
        actions.do(duty=key, occurrence="school-year/2026", part=notice, wrote=WROTE, at=NOW,
                   by=ashbrook.head)  # fmt: skip
    for part in points:
        proof = Wrote(NOW.date(), link="Photo 12 in the office file")
        actions.do(duty=key, occurrence="school-year/2026", part=part, wrote=proof, at=NOW,
                   by=ashbrook.head)  # fmt: skip
    assert item(ashbrook, key).turns[0].state is State.DONE
    there = under(ashbrook, "cotmanhay")
    assert notice not in {part.key for part in item(there, key).turns[0].parts}
    assert len(item(there, key).turns[0].parts) == 5
    assert verbs() == [DutiesVerb.DUTY_DONE] * 6


def test_regularly_is_a_question_until_the_school_answers(heath: Cast) -> None:
    key = "Gov.b2~1"
    assert (item(heath, key).question, item(heath, key).turns) == (ASKS_PERIOD, ())
    with pytest.raises(NotAllowed):
        actions.choose_period(duty=key, period="term", begins_on=NOW.date(), by=heath.governor,
                              at=NOW)  # fmt: skip
    with pytest.raises(UnableToChoose):
        actions.choose_period(duty=key, period="now and then", begins_on=NOW.date(),
                              by=heath.head, at=NOW)  # fmt: skip
    actions.choose_period(duty=key, period="term", begins_on=NOW.date(), by=heath.head, at=NOW)
    found = item(heath, key)
    assert (found.question, found.turns[0].occurrence.key) == ("", AUTUMN)
    with pytest.raises(UnableToChoose, match="policy itself"):
        actions.choose_period(duty=CHECK, period="year", begins_on=NOW.date(), by=heath.head,
                              at=NOW)  # fmt: skip
    assert verbs() == [DutiesVerb.PERIOD_CHOSEN]


def test_without_a_school_year_each_term_is_a_question(cast: Cast) -> None:
    heath = under(cast, "thatto-heath")
    assert item(heath, CHECK).question == ASKS_TERMS
    with_year(heath)
    assert item(heath, CHECK).question == ""
    assert verbs() == []


def test_who_leaves_hands_back_to_the_role_and_else_to_the_head(
    heath: Cast, clock: time_machine.Traveller
) -> None:
    def owners() -> list[str]:
        return [str(one) for one in item(heath, CHECK).owners.people]

    with pytest.raises(UnableToChoose, match="Write down why"):
        actions.hand_over(duty=CHECK, to=heath.teacher, because="", by=heath.head, at=NOW)
    with pytest.raises(UnableToChoose, match="at this school"):
        actions.hand_over(duty=CHECK, to=heath.other_head, because="x", by=heath.head, at=NOW)
    with pytest.raises(UnableToChoose, match="of the staff"):
        actions.hand_over(duty=CHECK, to=heath.pupil, because="x", by=heath.head, at=NOW)
    actions.hand_over(duty=CHECK, to=heath.teacher, because="Leads it now", at=NOW,
                      by=heath.technician)  # fmt: skip
    assert owners() == ["Tara Teacher"]
    Person.objects.filter(pk=heath.teacher.pk).update(ends_on=NOW.date() + DAY)
    clock.shift(2 * DAY)
    assert owners() == ["Tek Nishan"]
    Person.objects.filter(pk=heath.technician.pk).update(ends_on=NOW.date() + DAY)
    assert owners() == ["Hana Head"]
    assert item(heath, CHECK).owners.vacant == ("the ICT team", "the e-safety committee")
    assert verbs() == [DutiesVerb.DUTY_HANDED_OVER]
    assert Handover.objects.count() == 1


@pytest.mark.row("POL-31")
def test_moving_a_term_moves_its_duties(heath: Cast) -> None:
    due = dt.date(2026, 12, 18)
    assert item(heath, CHECK).turns[0].occurrence.due_on == due
    check(heath.technician)
    moved = [span._replace(last=dt.date(2026, 12, 11)) if span.name == "Autumn" else span
             for span in YEARS[2026]]  # fmt: skip
    people.keep_year(school=heath.school, year=2026, spans=moved, by=heath.head, at=NOW)
    turn = item(heath, CHECK).turns[0]
    assert (turn.occurrence.due_on, turn.state) == (dt.date(2026, 12, 11), State.DONE)
    assert Doing.objects.get().due_on == due  # what it was when it was done
    assert Entry.objects.filter(verb=PeopleVerb.CALENDAR_KEPT).count() == 2


@pytest.mark.row("POL-06")
def test_the_review_that_the_header_names_is_overdue_by_the_terms(ashbrook: Cast) -> None:
    found = item(ashbrook, "review~0")
    turn = found.turns[0]
    assert (turn.occurrence.due_on, turn.state) == (dt.date(2022, 7, 31), State.OVERDUE)
    years = [span._replace(first=span.first.replace(year=span.first.year - 5),
                           last=span.last.replace(year=span.last.year - 5))
             for span in YEARS[2026]]  # fmt: skip
    people.keep_year(school=ashbrook.school, year=2021, spans=years, by=ashbrook.head, at=NOW)
    assert item(ashbrook, "review~0").turns[0].occurrence.due_on == dt.date(2022, 7, 21)
    titles = [need.title for need in needs.of(ashbrook.head, NOW)]
    assert any(title.endswith(": overdue") and "Acceptable Use" in title for title in titles)
    assert verbs() == []


def test_a_joiner_brings_a_duty_for_each_and_a_leaver_too(
    ashbrook: Cast, clock: time_machine.Traveller
) -> None:
    with transaction.atomic():
        journal.write(school=ashbrook.school, by=ashbrook.head, at=NOW, object=ashbrook.school,
                      verb=PeopleVerb.SCHOOL_ADDED, body={"pack": "x"})  # fmt: skip
    clock.shift(3 * DAY)
    new = Person.objects.create(school=ashbrook.school, name="Nia New", role="teacher",
                                starts_on=NOW.date() + DAY)  # fmt: skip
    Person.objects.create(school=ashbrook.school, name="Pia Pupil", role="pupil_ks1",
                          starts_on=NOW.date() + DAY)  # fmt: skip
    (turn,) = item(ashbrook, "App2.induction~1").turns
    assert (turn.occurrence.key, turn.words) == (f"joiner/{new.pk}", "for Nia New")
    assert turn.state is State.TO_DO
    at = NOW + 3 * DAY
    wrote = Wrote(at.date(), "Went through it together")
    actions.do(duty="App2.induction~1", occurrence=f"joiner/{new.pk}", wrote=wrote,
               by=ashbrook.head, at=at)  # fmt: skip
    assert item(ashbrook, "App2.induction~1").turns[0].state is State.DONE
    assert verbs() == [DutiesVerb.DUTY_DONE]


@pytest.mark.row("POL-15")
def test_a_new_version_is_presented_to_staff_with_meeting_and_attendance(heath: Cast) -> None:
    texts = json.dumps(TEXTS)
    with transaction.atomic():  # as it comes into force; its own room tests how
        made = Version.objects.create(
            school=heath.school, document="", number=1, title="Online safety",
            stage=Stage.APPROVED, texts=texts, text_hash=sha256(texts), hash="c" * 64,
            made_at=NOW, changed_at=NOW, from_on=NOW.date(),
        )  # fmt: skip
    (turn,) = item(heath, "present~1").turns
    assert (turn.occurrence.key, turn.state) == (f"version/{made.pk}", State.TO_DO)
    assert turn.words == "for Online safety, version 1"
    given = {"duty": "present~1", "occurrence": turn.occurrence.key}
    with pytest.raises(UnableToRecord, match="who was at the meeting"):
        actions.do(**given, wrote=WROTE, by=heath.head, at=NOW)
    wrote = Wrote(NOW.date(), attendance="All 38 staff; two by a recording")
    actions.do(**given, wrote=wrote, by=heath.head, at=NOW)
    (turn,) = item(heath, "present~1").turns
    assert (turn.state, turn.parts[0].on) == (State.DONE, NOW.date())
    assert verbs() == [DutiesVerb.DUTY_DONE]


def test_two_schools_see_nothing_of_each_other(heath: Cast) -> None:
    check(heath.technician)
    School.objects.filter(pk=heath.other_school.pk).update(pack="thatto-heath")
    other = Person.objects.select_related("school").get(pk=heath.other_head.pk)
    mine = queries.listed(viewer=other, on=NOW.date(), filters=queries.Filters())
    names = {str(person) for one in mine for person in one.owners.people}
    assert names == {"Olga Other"}
    assert queries.listed(viewer=None, on=NOW.date(), filters=queries.Filters()) == []
    assert all(turn.done == 0 for one in mine for turn in one.turns)
    assert verbs() == [DutiesVerb.DUTY_DONE]
