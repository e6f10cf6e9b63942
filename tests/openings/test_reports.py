"""Sites in the wrong category, faults told to the provider, lists for lessons."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
import time_machine

from schoolgate.accounts import actions as accounts
from schoolgate.filtering import actions
from schoolgate.filtering.actions import Sites, UnableToAct, Wrong
from schoolgate.filtering.models import Fault, LessonList, LessonMode, WrongCategory
from schoolgate.filtering.queries import openings as queries
from schoolgate.filtering.rules.openings import Span
from schoolgate.filtering.rules.places import Place
from schoolgate.filtering.rules.reports import Answer
from schoolgate.filtering.verbs import FilteringVerb as V
from schoolgate.people.models import Person
from tests.cast import NOW, OPERATOR, Cast, client_of
from tests.openings.working import ELEVEN, HOUR, under, verbs, waiting

WRONG = Wrong("https://museum.example/rome", "It is a museum.", "games", "abc123")


@pytest.mark.row("FIL-07")
def test_a_report_keeps_the_site_who_and_when_and_the_reporter_reads_the_answer(cast: Cast) -> None:
    made = actions.report_category(wrong=WRONG, by=cast.pupil, at=NOW)
    assert (str(made.place), made.reporter, made.reported_at) == (
        "museum.example/rome", cast.pupil, NOW
    )  # fmt: skip
    assert waiting(cast.technician) == ["Is it sorted wrongly? museum.example/rome"]
    actions.answer_category(report=made, outcome=Answer.MOVED, words="You are right.",
                            by=cast.technician, at=NOW + HOUR)  # fmt: skip
    assert waiting(cast.pupil) == ["Read the answer about museum.example/rome"]
    page = client_of(cast.pupil).get(f"/elmfield/filter/wrong/{made.pk}/").text
    assert "You are right." in page
    actions.note_answer_read(report=made, by=cast.pupil, at=NOW + HOUR)
    assert waiting(cast.pupil) == []
    assert verbs() == [V.CONCERN_FORM_SENT, V.CONCERN_FORM_ANSWERED, V.CONCERN_FORM_READ]


@pytest.mark.parametrize("who", ["pupil", "teacher", "head", "other_head"])
def test_who_keeps_the_network_answers_and_nobody_else(cast: Cast, who: str) -> None:
    made = actions.report_category(wrong=WRONG, by=cast.pupil, at=NOW)
    with pytest.raises(UnableToAct):
        actions.answer_category(report=made, outcome=Answer.STAYS, words="No.",
                                by=getattr(cast, who), at=NOW)  # fmt: skip
    assert WrongCategory.objects.get().answered_at is None


def test_a_report_is_answered_once(cast: Cast) -> None:
    made = actions.report_category(wrong=WRONG, by=cast.pupil, at=NOW)
    for outcome in (Answer.STAYS, Answer.MOVED):
        if outcome is Answer.MOVED:
            with pytest.raises(UnableToAct, match="faster"):
                actions.answer_category(report=made, outcome=outcome, words="Yes.",
                                        by=cast.technician, at=NOW)  # fmt: skip
        else:
            actions.answer_category(report=made, outcome=outcome, words="No.",
                                    by=cast.technician, at=NOW)  # fmt: skip
    assert WrongCategory.objects.get().outcome == Answer.STAYS


def test_nobody_reads_the_report_of_another_pupil(cast: Cast) -> None:
    made = actions.report_category(wrong=WRONG, by=cast.teacher, at=NOW)
    page = f"/elmfield/filter/wrong/{made.pk}/"
    assert client_of(cast.pupil).get(page).status_code == 404
    assert client_of(cast.other_head).get(page).status_code == 404
    assert client_of(None).get(page).status_code == 302
    assert client_of(cast.technician).get(page).status_code == 200


@pytest.mark.row("FIL-11")
def test_a_fault_keeps_both_times_and_turns_red_when_it_is_told_late(cast: Cast) -> None:
    here = under(cast, "thatto-heath")
    made = actions.record_fault(what="All is open", found_at=NOW, by=here.teacher, at=NOW)
    assert (made.provider, made.clause) == ("St Helens Council", "Tech.b11")
    page = client_of(here.technician)
    assert "govuk-tag--yellow" in page.get("/elmfield/filter/faults/").text
    assert waiting(here.technician) == ["Tell St Helens Council of a fault of the filter"]
    later = NOW + HOUR + dt.timedelta(minutes=1)
    with time_machine.travel(later, tick=False):
        said = client_of(here.technician).get("/elmfield/filter/faults/").text
    assert "govuk-tag--red" in said
    assert "Not told: too late" in said
    assert waiting(here.technician, later) == [
        "Late: tell St Helens Council of a fault of the filter"
    ]
    actions.note_told(fault=made, told_at=later, how="Rang the desk", by=here.technician, at=later)
    kept = Fault.objects.get()
    assert (kept.found_at, kept.told_at) == (NOW, later)
    assert verbs() == [V.FAULT_FOUND, V.FAULT_TOLD]
    assert waiting(here.technician, later) == []


def test_a_fault_is_told_after_it_was_found_and_not_in_the_future(cast: Cast) -> None:
    made = actions.record_fault(what="Nothing works", found_at=NOW, by=cast.teacher, at=NOW)
    for when in (NOW - HOUR, NOW + HOUR):
        with pytest.raises(UnableToAct, match="between"):
            actions.note_told(fault=made, told_at=when, how="Rang", by=cast.technician, at=NOW)
    with pytest.raises(UnableToAct, match="not come yet"):
        actions.record_fault(what="x", found_at=NOW + HOUR, by=cast.teacher, at=NOW)


@pytest.mark.parametrize("who", ["pupil", "teacher", "governor", "other_head"])
def test_who_does_not_keep_the_network_writes_no_telling_down(cast: Cast, who: str) -> None:
    made = actions.record_fault(what="Nothing works", found_at=NOW, by=cast.teacher, at=NOW)
    with pytest.raises(UnableToAct):
        actions.note_told(fault=made, told_at=NOW, how="Rang", by=getattr(cast, who), at=NOW)
    assert Fault.objects.get().told_at is None


def test_a_policy_without_a_provider_says_so(cast: Cast) -> None:
    made = actions.record_fault(what="x", found_at=NOW, by=cast.teacher, at=NOW)
    assert made.provider == "whoever provides the filter"


def _kept(cast: Cast) -> LessonList:
    sites = Sites("Romans", "museum.example/rome\n\nhttps://Rome.example/", NOW.date())
    return actions.keep_list(sites=sites, by=cast.teacher, at=NOW)


@pytest.mark.row("FIL-19")
def test_a_class_in_a_lesson_is_held_to_the_list_of_its_teacher(cast: Cast) -> None:
    row = _kept(cast)
    assert row.checked_on == NOW.date()
    Person.objects.create(school=cast.school, name="Una", role="pupil_ks1", class_name="1 Elm")
    name = accounts.open_class_login(school=cast.school, class_name="1 Elm", by=OPERATOR,
                                     at=NOW).username  # fmt: skip
    actions.start_lesson(row=row, class_name="1 Elm", span=Span(NOW, ELEVEN), by=cast.teacher,
                         at=NOW, ticket=uuid4())  # fmt: skip
    (told,) = queries.in_force(cast.school, NOW).lessons
    assert told.users == (name,)
    assert told.places == (Place("museum.example", "/rome"), Place("rome.example"))
    assert queries.in_force(cast.school, ELEVEN).lessons == ()
    assert verbs() == [V.LESSON_LIST_KEPT, V.LESSON_STARTED]


def test_a_list_has_sites_and_a_day_that_is_over(cast: Cast) -> None:
    for lines, on in (("", NOW.date()), ("no site here", NOW.date()),
                      ("museum.example", NOW.date() + dt.timedelta(days=1))):  # fmt: skip
        with pytest.raises(UnableToAct):
            actions.keep_list(sites=Sites("Romans", lines, on), by=cast.teacher, at=NOW)
    assert not LessonList.objects.exists()


def test_a_class_that_the_filter_cannot_know_starts_no_lesson(cast: Cast) -> None:
    with pytest.raises(UnableToAct, match="no log-in"):
        actions.start_lesson(row=_kept(cast), class_name="9 Ash", span=Span(NOW, ELEVEN),
                             by=cast.teacher, at=NOW, ticket=uuid4())  # fmt: skip
    assert not LessonMode.objects.exists()


@pytest.mark.parametrize("who", ["pupil", "parent", "governor", "other_head"])
def test_staff_keep_lists_and_nobody_else(cast: Cast, who: str) -> None:
    with pytest.raises(UnableToAct):
        actions.keep_list(sites=Sites("Romans", "museum.example", NOW.date()),
                          by=getattr(cast, who) if who != "other_head" else cast.pupil,
                          at=NOW)  # fmt: skip
    row = _kept(cast)
    status = client_of(getattr(cast, who)).get(f"/elmfield/filter/lessons/{row.pk}/").status_code
    assert status in {403, 404}
