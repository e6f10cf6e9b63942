"""An allegation against a member of staff: neither they nor their line see it."""

from __future__ import annotations

import pytest

from schoolgate.concerns import actions, queries
from schoolgate.concerns.actions import Involved, UnableToAct
from schoolgate.concerns.models import Admission, Case, Task
from schoolgate.concerns.rules.words import Part
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.concerns.conftest import SECRET, told

SORT = {"situation": "staff-allegation", "track": "undecided", "seriousness": "serious",
        "why": "As told."}  # fmt: skip


@pytest.fixture
def accused(cast: Cast) -> Case:
    """What the teacher tells about the technician."""
    about = (Involved(Part.SUBJECT, cast.technician),)
    return actions.report(school=cast.school, told=told(involved=about), by=cast.teacher, at=NOW)


@pytest.fixture
def deputy(cast: Cast) -> Person:
    """The deputy headteacher."""
    return Person.objects.create(school=cast.school, name="Dora Deputy", role="deputy_headteacher")


def _acts() -> int:
    return Entry.objects.filter(verb="concerns:party:named").count()


@pytest.mark.row("CON-15")
def test_the_line_is_kept_out_before_anything_is_shown_and_two_leaders_act(
    cast: Cast, accused: Case, deputy: Person
) -> None:
    client, page = client_of(cast.dsl), f"/elmfield/concerns/{accused.pk}/"
    manager = Person.objects.create(school=cast.school, name="Mo Manager", role="senior_leader")
    first = client.get(page, follow=True)
    assert "Whom do you manage?" in first.text
    assert SECRET not in first.text
    second = client.post(page + "line/", {"managed": [manager.pk]})
    assert "Who is their line manager?" in second.text
    assert SECRET not in second.text
    for part in ("sort/", "file/", "people/", "write/note/"):
        assert client.get(page + part).status_code == 403
    assert client.post(page + "line/", {"person": manager.pk}).status_code == 302
    assert SECRET in client.get(page).text
    assert client.post(page + "sort/", SORT).status_code == 302
    for who in (cast.technician, manager):
        assert client_of(who).get(page).status_code == 404
    tasks = Task.objects.filter(case=accused, done_at=None)
    assert {"headteacher", "deputy_headteacher"} <= {one.role for one in tasks}
    for who in (cast.head, deputy):
        assert SECRET in client_of(who).get(page).text
    opened = queries.opened(case=accused, viewer=cast.head, on=NOW.date())
    words = [said for _, said in queries.tasks(opened)]
    assert any("designated officer" in said for said in words)
    assert any("second leader" in said for said in words)
    assert _acts() == 1


def test_whoever_manages_them_and_says_so_reads_nothing(cast: Cast, accused: Case) -> None:
    client, page = client_of(cast.dsl), f"/elmfield/concerns/{accused.pk}/"
    answer = client.post(page + "line/", {"person": cast.dsl.pk}, follow=True)
    assert "not for you" in answer.text
    assert client.get(page).status_code == 404
    assert SECRET in client_of(cast.head).get(page).text
    assert _acts() == 1


def test_the_name_is_shown_to_nobody_who_manages_them(cast: Cast, accused: Case) -> None:
    client, page = client_of(cast.dsl), f"/elmfield/concerns/{accused.pk}/line/"
    about = cast.technician.name
    asked = "an adult who works here"
    assert f"{asked}: {about}" not in client.get(page).text
    guessed = client.post(page, {"person": "0", "told": "made-up"})  # the second question at once
    assert f"{asked}: {about}" not in guessed.text
    told = client_of(cast.head).post(page, {})  # who manages nobody is told whom it is about
    assert f"{asked}: {about}" in told.text
    assert SECRET not in told.text
    left = client.post(page, {"managed": [cast.teacher.pk, cast.technician.pk]}, follow=True)
    assert "not for you" in left.text
    assert client.get(page).status_code == 404
    assert _acts() == 1
    assert Entry.objects.filter(verb="concerns:line:answered").count() == 1


def test_nobody_but_the_headteacher_is_an_answer(cast: Cast, accused: Case) -> None:
    client, page = client_of(cast.head), f"/elmfield/concerns/{accused.pk}/"
    refused = client.post(page + "line/", {"person": cast.head.pk})
    assert "The headteacher deals with it" in refused.text
    assert client.post(page + "line/", {"person": ""}).status_code == 302
    assert SECRET in client.get(page).text
    assert SECRET in client_of(cast.dsl).get(page).text
    with pytest.raises(UnableToAct, match="answered already"):
        actions.bar_line(case=accused, manager=None, by=cast.dsl, at=NOW)
    assert _acts() == 1


def test_a_case_marked_later_asks_as_well(cast: Cast, case: Case) -> None:
    client, page = client_of(cast.dsl), f"/elmfield/concerns/{case.pk}/"
    client.post(page + "sort/", SORT)
    named = {"part": "subject", "person": cast.teacher.pk, "name": "", "why": ""}
    client.post(page + "people/", named)
    assert "Whom do you manage?" in client.get(page, follow=True).text
    assert _acts() == 1


def test_who_does_not_lead_it_is_not_asked_and_reads_nothing(cast: Cast, accused: Case) -> None:
    actions.bar_line(case=accused, manager=None, by=cast.dsl, at=NOW)
    actions.admit(case=accused, person=cast.teacher, why="Saw it.", by=cast.dsl, at=NOW)
    client_of(cast.dsl).post(f"/elmfield/concerns/{accused.pk}/sort/", SORT)
    another = Person.objects.create(school=cast.school, name="Ada Adult", role="teacher")
    naming = actions.Naming(Part.SUBJECT, another)
    actions.name_party(case=accused, naming=naming, by=cast.dsl, at=NOW)
    client, page = client_of(cast.teacher), f"/elmfield/concerns/{accused.pk}/"
    answer = client.get(page, follow=True)
    assert answer.status_code == 403
    assert SECRET not in answer.text
    for who in (None, cast.pupil, cast.technician, cast.other_head):
        assert client_of(who).post(page + "line/", {"person": ""}).status_code in {302, 403, 404}
    assert _acts() == 2


def test_of_the_headteacher_governors_are_not_asked(cast: Cast, chair: Person) -> None:
    about = (Involved(Part.SUBJECT, cast.head),)
    case = actions.report(school=cast.school, told=told(involved=about), by=cast.teacher, at=NOW)
    assert SECRET in client_of(chair).get(f"/elmfield/concerns/{case.pk}/").text
    assert not Admission.objects.filter(case=case, role="headteacher").exists()
    assert _acts() == 0
