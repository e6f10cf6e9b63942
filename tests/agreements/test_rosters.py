"""Rosters, classes, versions and reminders: who stands where, and who is chased when."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from schoolgate.agreements import actions, queries
from schoolgate.agreements.actions import UnableToSign
from schoolgate.agreements.jobs import CHASER, _reminder
from schoolgate.agreements.models import Chase, Signature
from schoolgate.agreements.queries import Sought
from schoolgate.agreements.rules.standing import State
from schoolgate.jobs.models import Job
from schoolgate.people import actions as people
from schoolgate.people.models import CalendarSpan, Person, School
from schoolgate.records.models import Entry
from tests.agreements.conftest import STAFF, Family, Under, line_of, signed, trained
from tests.cast import NOW, Cast, client_of

RULES = "class-rules-for-pupil-ks2"


def acts() -> list[str]:
    found = Entry.objects.filter(verb__startswith="agreements").order_by("sequence")
    return [entry.verb.partition(":")[2] for entry in found]


@pytest.mark.row("AGR-02")
def test_everyone_on_the_staff_list_is_on_the_roster_the_head_too(heath: Cast) -> None:
    trained(heath.head)
    signed(heath.head, STAFF)
    Person.objects.create(school=heath.school, name="Jo Joiner", role="teacher",
                          starts_on=NOW.date())  # fmt: skip
    page = client_of(heath.head).get(f"/elmfield/agreements/roster/?document={STAFF}").text
    for name in ("Hana Head", "Dev Lead", "Tara Teacher", "Tek Nishan", "Jo Joiner"):
        assert name in page
    assert "Olga Other" not in page
    found = queries.roster(viewer=heath.head, at=NOW, sought=Sought(document=STAFF))
    states = {one.person.name: one.state for one in found}
    assert states["Hana Head"] is State.SIGNED
    assert states["Jo Joiner"] is State.OUTSTANDING


@pytest.mark.parametrize("who", ["pupil", "governor", "technician", "teacher", "other_head"])
def test_the_roster_is_for_who_keeps_it(heath: Cast, who: str) -> None:
    status = client_of(getattr(heath, who)).get("/elmfield/agreements/roster/").status_code
    assert status == (404 if who == "other_head" else 403)
    seen = {one.person.name for one in queries.roster(viewer=getattr(heath, who), at=NOW)}
    assert "Hana Head" not in seen
    assert queries.roster(viewer=heath.stranger, at=NOW) == []


@pytest.mark.row("AGR-07")
def test_parents_two_documents_are_tracked_apart(heath: Cast, family: Family) -> None:
    signed(heath.parent, "home-school-for-parent")
    stands = {one.document.key: one.state for one in queries.mine(viewer=heath.parent, at=NOW)}
    assert stands["home-school-for-parent"] is State.SIGNED
    assert stands["parent-for-parent"] is State.OUTSTANDING
    answer = client_of(heath.head).get("/elmfield/agreements/roster/file/?state=outstanding")
    assert "Pat Parent,,“" not in answer.text
    assert "Pat Parent,,Pupils’ agreement, endorsed by parents" in answer.text.replace('"', "")
    assert "Home–school agreement" not in answer.text


@pytest.mark.row("AGR-06")
@pytest.mark.row("EDU-04")
def test_a_class_signs_after_its_lesson_and_who_is_away_stays_open(
    under: Under, family: Family
) -> None:
    cast = under("cotmanhay")
    away = Person.objects.create(school=cast.school, name="Abe Away", role="pupil_ks2", year=4,
                                 class_name="4 Oak")  # fmt: skip
    here = [family.old.pk]
    with pytest.raises(UnableToSign, match="Record the lesson first"):
        actions.sign_class(class_name="4 Oak", present=here, by=cast.teacher, at=NOW)
    with pytest.raises(people.NotAllowed):
        actions.record_lesson(class_name="1 Oak", held_on=NOW.date(), about="Rules",
                              by=cast.teacher, at=NOW)  # fmt: skip
    actions.record_lesson(class_name="4 Oak", held_on=NOW.date(), about="Our golden rules",
                          by=cast.teacher, at=NOW)  # fmt: skip
    (made,) = actions.sign_class(class_name="4 Oak", present=here, by=cast.teacher, at=NOW)
    assert (made.signer.pk, made.witness, made.method) == (family.old.pk, cast.teacher, "class")
    assert line_of(family.old, RULES).state is State.SIGNED
    assert line_of(away, RULES).state is State.OUTSTANDING
    assert acts() == ["lesson:recorded", "agreement:signed", "class:signed"]


def test_a_lesson_to_come_is_no_lesson(under: Under, family: Family) -> None:
    cast = under("cotmanhay")
    with pytest.raises(UnableToSign, match="still to come"):
        actions.record_lesson(class_name="4 Oak", held_on=NOW.date() + timedelta(days=1),
                              about="Rules", by=cast.teacher, at=NOW)  # fmt: skip
    assert acts() == []


@pytest.mark.row("AGR-14")
def test_another_policy_asks_again_and_the_old_proof_stays(heath: Cast, under: Under) -> None:
    trained(heath.teacher)
    made = signed(heath.teacher, STAFF)
    under("ashbrook")
    line = line_of(heath.teacher, STAFF)
    assert line.state is State.CHANGED
    assert queries.changed(line, at=NOW)
    teacher = client_of(heath.teacher)
    page = teacher.get(f"/elmfield/agreements/{STAFF}/{heath.teacher.pk}/").text
    assert "What is new since 14 October 2026" in page
    assert "Sign again, it has changed" in teacher.get("/elmfield/do/").text
    copy = teacher.get(f"/elmfield/agreements/copies/{made.pk}/").text
    assert "thatto-heath@" in copy
    assert "I confirm that the AUP has been read." in copy


def days(count: int) -> int:
    school = School.objects.get(slug="elmfield")
    return actions.chase(school=school, by=CHASER, at=NOW + timedelta(days=count))


@pytest.mark.row("AGR-19")
def test_a_reminder_then_the_heads_list_and_each_once(heath: Cast) -> None:
    Person.objects.filter(pk=heath.teacher.pk).update(email="tara@elmfield.example")
    actions.note_texts(school=heath.school, at=NOW)
    assert days(6) == 0
    assert days(7) > 0
    assert days(7) == 0
    reminded = Chase.objects.filter(person=heath.teacher, told_head=False)
    assert reminded.count() == 1
    assert Job.objects.filter(arguments__contains=f'"person":{heath.teacher.pk}').count() == 1
    assert not queries.on_heads_list(viewer=heath.head, at=NOW + timedelta(days=8))
    assert days(14) > 0
    assert days(15) == 0
    late = NOW + timedelta(days=15)
    listed = {one.signer_name for one in queries.on_heads_list(viewer=heath.head, at=late)}
    assert {"Tara Teacher", "Tek Nishan"} <= listed
    assert queries.on_heads_list(viewer=heath.teacher, at=late) == []
    assert acts()[-1] == "head:told"
    assert acts().count("head:told") == 1


@pytest.mark.row("AGR-19")
def test_nobody_is_reminded_out_of_working_hours(heath: Cast) -> None:
    actions.note_texts(school=heath.school, at=NOW)
    for hours in (24 * 10 - 4, 24 * 10 + 8, 24 * 10 + 12):  # early, in the evening; Saturday
        at = NOW + timedelta(hours=hours)
        assert actions.chase(school=heath.school, by=CHASER, at=at) == 0
    assert not Chase.objects.exists()
    assert acts() == []


@pytest.mark.row("AGR-19")
def test_nobody_is_reminded_in_the_schools_own_holidays(heath: Cast) -> None:
    actions.note_texts(school=heath.school, at=NOW)
    for kind, first, until in (("term", -30, 60), ("half-term", 5, 12)):
        CalendarSpan.objects.create(
            school=heath.school, year=2026, kind=kind, name=kind,
            from_on=NOW.date() + timedelta(days=first), until_on=NOW.date() + timedelta(days=until),
        )  # fmt: skip
    assert days(8) == 0
    Person.objects.filter(pk=heath.teacher.pk).update(email="tara@elmfield.example")
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        assert _reminder(person=heath.teacher.pk) is None
    assert not Chase.objects.exists()
    assert days(12) > 0


def test_the_letter_says_how_much_waits_and_not_what(heath: Cast) -> None:
    Person.objects.filter(pk=heath.teacher.pk).update(email="tara@elmfield.example")
    letter = _reminder(person=heath.teacher.pk)
    assert letter is not None
    assert (letter.to, "1 agreement waits" in "\n".join(letter.lines)) == (
        "tara@elmfield.example", True,
    )  # fmt: skip
    trained(heath.teacher)
    signed(heath.teacher, STAFF)
    assert _reminder(person=heath.teacher.pk) is None


def test_the_days_are_the_schools_and_the_reminder_comes_first(heath: Cast) -> None:
    with pytest.raises(UnableToSign, match="The reminder comes first"):
        actions.set_chasing(school=heath.school, remind_days=9, head_days=9, by=heath.head, at=NOW)
    with pytest.raises(people.NotAllowed):
        actions.set_chasing(school=heath.school, remind_days=2, head_days=4, by=heath.teacher,
                            at=NOW)  # fmt: skip
    actions.set_chasing(school=heath.school, remind_days=2, head_days=4, by=heath.head, at=NOW)
    actions.note_texts(school=heath.school, at=NOW)
    assert days(2) > 0


def test_a_refusal_reaches_the_heads_list_of_things_to_do(heath: Cast) -> None:
    actions.decline(document=STAFF, for_=heath.teacher, reason="I want to ask first.",
                    by=heath.teacher, at=NOW)  # fmt: skip
    head = client_of(heath.head)
    assert "Talk to Tara Teacher, who declined" in head.get("/elmfield/do/").text
    assert "Talk to Tara" not in client_of(heath.dsl).get("/elmfield/do/").text
    assert not Signature.objects.exists()
