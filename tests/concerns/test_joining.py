"""Cases that belong together: linked, merged without loss, and one person's timeline."""

from __future__ import annotations

import datetime as dt

import pytest

from schoolgate.concerns import actions, finding, permissions, queries
from schoolgate.concerns.actions import Asked, Draft, Involved, UnableToAct
from schoolgate.concerns.models import Admission, Case, Entry, Party, Report, Task
from schoolgate.concerns.rules.words import Part, Track
from schoolgate.people.models import Person
from schoolgate.records.models import Entry as Kept
from tests.cast import NOW, Cast, client_of
from tests.concerns.conftest import told
from tests.concerns.working import ROOM, named, page_of, sent, sorted_as, wrote

TODAY = NOW.date()


@pytest.fixture
def other(cast: Cast, case: Case) -> Case:
    """A second case."""
    return actions.report(school=cast.school, told=told(), by=cast.teacher, at=NOW)


def merged(cast: Cast, case: Case, into: Case) -> Case:
    return actions.merge(case=case, into=into, why="The same matter.", by=cast.dsl, at=NOW)


def test_linked_cases_lead_to_each_other_and_stay_as_they_are(
    cast: Cast, case: Case, other: Case
) -> None:
    assert sent(cast.dsl, f"{case.pk}/link/", number=other.name, why="Alike.").status_code == 302
    assert f'href="{ROOM}{other.pk}/"' in page_of(cast.dsl, case)
    assert f'href="{ROOM}{case.pk}/"' in page_of(cast.dsl, other)
    assert Entry.objects.filter(kind="linked").count() == 2
    assert Kept.objects.filter(verb="concerns:case:linked").count() == 1
    again = sent(cast.dsl, f"{other.pk}/link/", number=case.name, why="Alike.")
    assert "linked already" in again.text


def test_a_case_that_is_not_for_them_is_not_linked(cast: Cast, case: Case) -> None:
    about = (Involved(Part.SUBJECT, cast.dsl),)
    hidden = actions.report(school=cast.school, told=told(involved=about), by=None, at=NOW)
    for act in ("link", "merge"):
        answer = sent(cast.dsl, f"{case.pk}/{act}/", number=hidden.name, why="x")
        assert "or you may not see it" in answer.text
    assert not Entry.objects.filter(kind="linked").exists()


@pytest.mark.row("CON-37")
def test_a_third_case_makes_one_ordered_timeline_around_a_person(
    cast: Cast, case: Case, other: Case
) -> None:
    third = actions.report(school=cast.school, told=told(), by=cast.teacher, at=NOW)
    for number, one in enumerate((third, case, other)):
        named(one, Part.SUBJECT, by=cast.dsl, person=cast.pupil)
        at = NOW - dt.timedelta(days=3 - number)
        draft = Draft("note", {"words": f"Event {number}"}, at)
        actions.write(case=one, draft=draft, by=cast.head if number else cast.dsl, at=NOW)
    party = Party.objects.get(case=other, part=Part.SUBJECT)
    page = client_of(cast.dsl).get(f"{ROOM}{other.pk}/people/{party.pk}/").text
    order = [page.index(f"Event {number}") for number in range(3)]
    assert order == sorted(order)
    assert "11 October 2026, 10:30" in page
    assert "by Hana Head" in page
    assert all(one.name in page for one in (case, other, third))


def test_a_timeline_shows_no_case_that_the_viewer_may_not_see(
    cast: Cast, case: Case, other: Case
) -> None:
    for one in (case, other):
        named(one, Part.TARGET, by=cast.dsl, person=cast.pupil)
    actions.admit(case=case, person=cast.teacher, why="Teaches.", by=cast.dsl, at=NOW)
    party = Party.objects.get(case=case, part=Part.TARGET)
    opened = queries.opened(case=case, viewer=cast.teacher, on=TODAY)
    found = finding.timeline(opened, party.pk, viewer=cast.teacher, on=TODAY)
    assert found is not None
    assert found.cases == [case]


def test_somebody_only_named_is_followed_over_linked_cases(
    cast: Cast, case: Case, other: Case
) -> None:
    for one in (case, other):
        named(one, Part.SUBJECT, by=cast.dsl, name="shadow99")
    party = Party.objects.get(case=case, part=Part.SUBJECT)
    opened = queries.opened(case=case, viewer=cast.dsl, on=TODAY)
    before = finding.timeline(opened, party.pk, viewer=cast.dsl, on=TODAY)
    actions.link(case=case, other=other, why="One account.", by=cast.dsl, at=NOW)
    after = finding.timeline(opened, party.pk, viewer=cast.dsl, on=TODAY)
    assert before is not None
    assert after is not None
    assert (before.cases, after.cases) == ([case], [case, other])


def test_nothing_is_lost_in_a_merge_and_both_are_on_one_page(
    cast: Cast, case: Case, other: Case
) -> None:
    wrote(case, "note", by=cast.dsl, words="From the first.")
    wrote(other, "note", by=cast.dsl, words="From the second.")
    named(case, Part.TARGET, by=cast.dsl, person=cast.pupil)
    asked = Asked("do", "Ring them.", person=cast.head)
    actions.give_task(case=case, asked=asked, by=cast.dsl, at=NOW)
    before = (Report.objects.count(), Entry.objects.count(), Party.objects.count())
    answer = sent(cast.dsl, f"{case.pk}/merge/", number=other.name, why="The same.")
    assert answer.status_code == 302
    assert (Report.objects.count(), Entry.objects.count() - 1, Party.objects.count()) == before
    page = page_of(cast.dsl, other)
    for words in ("From the first.", "From the second.", cast.pupil.name, "Ring them.",
                  f"Case {case.name} was merged into this one"):  # fmt: skip
        assert words in page
    assert page.count("Came in by") == 2
    led = client_of(cast.dsl).get(f"{ROOM}{case.pk}/")
    assert led["Location"] == f"{ROOM}{other.pk}/"
    assert client_of(cast.parent).get(f"{ROOM}{case.pk}/").status_code == 404
    mine = client_of(cast.teacher).get(f"{ROOM}mine/").text
    assert case.name in mine
    (kept,) = Kept.objects.filter(verb="concerns:case:merged")
    assert kept.actor == f"person:{cast.dsl.pk}"


def test_who_was_shut_out_of_either_is_shut_out_of_both(
    cast: Cast, case: Case, other: Case, chair: Person
) -> None:
    for one in (case, other):
        actions.admit(case=one, person=cast.teacher, why="Teaches.", by=cast.dsl, at=NOW)
    named(case, Part.SUBJECT, by=cast.dsl, person=cast.teacher)
    merged(cast, case, other)
    assert not permissions.may_see(cast.teacher, other, on=TODAY)
    assert not Admission.objects.filter(person=cast.teacher, until_at=None).exists()
    assert not Admission.objects.filter(person=cast.teacher, wrapped__isnull=False).exists()
    with pytest.raises(UnableToAct, match="never sees"):
        actions.admit(case=other, person=cast.teacher, why="x", by=cast.dsl, at=NOW)
    named(other, Part.WITNESS, by=cast.dsl, person=cast.head)
    assert not page_of(cast.head, other)
    assert client_of(cast.head).get(f"{ROOM}{case.pk}/").status_code == 404
    assert page_of(chair, other)


def test_who_was_admitted_to_one_is_admitted_to_both(cast: Cast, case: Case, other: Case) -> None:
    actions.admit(case=case, person=cast.technician, why="x", by=cast.dsl, at=NOW)
    merged(cast, case, other)
    assert page_of(cast.technician, other)
    assert not Admission.objects.filter(case=case, until_at=None).exists()
    assert not Admission.objects.filter(case=case, wrapped__isnull=False).exists()


def test_a_merge_of_a_merge_keeps_all_three(cast: Cast, case: Case, other: Case) -> None:
    third = actions.report(school=cast.school, told=told(), by=cast.teacher, at=NOW)
    for number, one in enumerate((case, other, third)):
        wrote(one, "note", by=cast.dsl, words=f"Words {number}.")
    merged(cast, case, other)
    merged(cast, other, third)
    page = page_of(cast.dsl, third)
    assert all(f"Words {number}." in page for number in range(3))
    assert set(Case.objects.filter(into=third)) == {case, other}


def test_a_referral_that_came_with_a_merged_case_can_be_done(
    cast: Cast, case: Case, other: Case
) -> None:
    for one in (case, other):
        sorted_as(one, "bullying", by=cast.dsl, track=Track.ILLEGAL)
    merged(cast, case, other)
    said = {"body": "Police", "spoken_to": "PC One", "advice": "Wait."}
    assert Task.objects.filter(case=case, kind="referral", done_at=None).exists()
    for _ in range(Task.objects.filter(kind="referral").count()):
        wrote(other, "referral", by=cast.dsl, **said)
    assert not Task.objects.filter(kind="referral", done_at=None).exists()
    assert Kept.objects.filter(verb="concerns:entry:written").count() >= 2


def test_what_the_law_may_touch_stays_so_after_a_merge(cast: Cast, case: Case, other: Case) -> None:
    sorted_as(case, "bullying", by=cast.dsl, track=Track.ILLEGAL)
    merged(cast, case, other)
    other.refresh_from_db()
    assert other.track == Track.ILLEGAL


@pytest.mark.parametrize("act", ["itself", "closed", "school", "governors", "twice"])
def test_what_cannot_be_merged_is_refused(
    cast: Cast, case: Case, other: Case, chair: Person, act: str
) -> None:
    into, by = other, cast.dsl
    if act == "itself":
        into = case
    elif act == "school":
        into = actions.report(school=cast.other_school, told=told(), by=None, at=NOW)
    elif act == "governors":
        about = (Involved(Part.SUBJECT, cast.head),)
        into = actions.report(school=cast.school, told=told(involved=about), by=None, at=NOW)
        actions.admit(case=into, person=cast.dsl, why="x", by=chair, at=NOW)
    elif act == "closed":
        Case.objects.filter(pk=other.pk).update(state="closed", closed_at=NOW)
    else:
        merged(cast, case, other)
    with pytest.raises(UnableToAct):
        actions.merge(case=case, into=into, why="x", by=by, at=NOW)
    assert Kept.objects.filter(verb="concerns:case:merged").count() == (act == "twice")
