"""Who sees a case: nobody by office alone, nobody who is in it, whatever they hold."""

from __future__ import annotations

import pytest

from schoolgate.concerns import actions, keys, permissions, queries
from schoolgate.concerns.actions import Involved, Naming, UnableToAct
from schoolgate.concerns.models import Admission, Case, Party
from schoolgate.concerns.rules.words import Part
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of, needs_of
from tests.concerns.conftest import SECRET, told

TODAY = NOW.date()
NEVER = ("stranger", "pupil", "parent", "technician", "governor", "teacher", "other_head")


@pytest.mark.parametrize("who", NEVER)
def test_nobody_else_finds_the_case_by_any_address(cast: Cast, case: Case, who: str) -> None:
    client = client_of(getattr(cast, who))
    here = f"/elmfield/concerns/{case.pk}/"
    for page in ("", "sort/", "write/note/", "people/", "admit/", "close/", "reopen/"):
        answer = client.get(here + page)
        assert answer.status_code in {302, 404}, page
        assert SECRET not in answer.text
        assert client.post(here + page, {"why": "x"}).status_code in {302, 404, 405}
    assert case.name not in client.get("/elmfield/concerns/").text
    assert not Entry.objects.filter(verb="concerns:case:viewed").exists()


@pytest.mark.parametrize("who", ["dsl", "head"])
def test_who_has_to_know_reads_it_and_each_look_is_kept(cast: Cast, case: Case, who: str) -> None:
    person = getattr(cast, who)
    assert [one.title for one in needs_of(person)] == [f"Read a new concern: {case}"]
    answer = client_of(person).get(f"/elmfield/concerns/{case.pk}/")
    assert SECRET in answer.text
    assert answer["Cache-Control"].startswith("max-age=0")
    (look,) = Entry.objects.filter(verb="concerns:case:viewed")
    assert look.actor == f"person:{person.pk}"
    assert SECRET not in (look.body or "")


def test_about_the_headteacher_the_chair_alone_is_told(cast: Cast, chair: Person) -> None:
    about = (Involved(Part.SUBJECT, cast.head),)
    case = actions.report(school=cast.school, told=told(involved=about), by=cast.teacher, at=NOW)
    assert case.name == "G2026/001"
    assert [one.role for one in Admission.objects.filter(case=case)] == ["chair"]
    assert not permissions.may_see(cast.head, case, on=TODAY)
    assert not permissions.may_see(cast.dsl, case, on=TODAY)
    assert permissions.may_lead(chair, case, on=TODAY)
    head = client_of(cast.head)
    assert head.get(f"/elmfield/concerns/{case.pk}/").status_code == 404
    assert case.name not in head.get("/elmfield/concerns/").text
    assert case.name not in head.get("/elmfield/journal/").text
    assert needs_of(cast.head) == []


def test_a_lead_who_turns_out_to_be_in_it_sees_it_no_longer(
    cast: Cast, case: Case, chair: Person
) -> None:
    naming = Naming(Part.SUBJECT, cast.head, why="Named by a parent.")
    actions.name_party(case=case, naming=naming, by=cast.dsl, at=NOW)
    assert not permissions.may_see(cast.head, case, on=TODAY)
    assert permissions.may_lead(chair, case, on=TODAY)
    with pytest.raises(keys.NotAdmitted):
        queries.opened(case=case, viewer=cast.head, on=TODAY)
    assert Entry.objects.filter(verb="concerns:party:named").count() == 1


def test_a_label_given_in_one_case_says_nothing_in_another(cast: Cast, case: Case) -> None:
    naming = Naming(Part.TARGET, cast.pupil)
    actions.name_party(case=case, naming=naming, by=cast.dsl, at=NOW)
    second = actions.report(school=cast.school, told=told(), by=cast.teacher, at=NOW)
    opened = queries.opened(case=second, viewer=cast.dsl, on=TODAY)
    assert [one.name for one in queries.parties(opened)] == [cast.teacher.name]
    row = Party.objects.get(case=case, part="target")
    assert cast.pupil.name.encode() not in bytes(row.who) + bytes(row.mark)


def test_an_admission_that_ended_took_its_key_with_it(cast: Cast, case: Case) -> None:
    admission = Admission.objects.get(case=case, role="headteacher")
    actions.end_admission(admission=admission, why="Not needed.", by=cast.dsl, at=NOW)
    admission.refresh_from_db()
    assert admission.wrapped is None
    assert not permissions.may_see(cast.head, case, on=TODAY)
    last = Admission.objects.get(case=case, role="dsl")
    with pytest.raises(UnableToAct, match="Nobody would be left"):
        actions.end_admission(admission=last, why="Mistake.", by=cast.dsl, at=NOW)
    assert Entry.objects.filter(verb="concerns:case:admitted").count() == 1


def test_a_named_person_reads_but_does_not_lead(cast: Cast, case: Case) -> None:
    actions.admit(case=case, person=cast.teacher, why="Teaches Kit.", by=cast.dsl, at=NOW)
    client = client_of(cast.teacher)
    assert SECRET in client.get(f"/elmfield/concerns/{case.pk}/").text
    assert client.get(f"/elmfield/concerns/{case.pk}/sort/").status_code == 403
    with pytest.raises(UnableToAct, match="Only who leads"):
        actions.close(case=case, why="Over.", by=cast.teacher, at=NOW)


def test_who_is_in_a_case_is_never_admitted(cast: Cast, case: Case) -> None:
    naming = Naming(Part.WITNESS, cast.teacher)
    actions.name_party(case=case, naming=naming, by=cast.dsl, at=NOW)
    with pytest.raises(UnableToAct, match="never sees it"):
        actions.admit(case=case, person=cast.teacher, why="Asked.", by=cast.dsl, at=NOW)


def test_where_nobody_is_safeguarding_lead_the_head_stands_in(cast: Cast, case: Case) -> None:
    actions.end_admission(
        admission=Admission.objects.get(case=case, role="headteacher"), why="x", by=cast.dsl, at=NOW
    )
    Person.objects.filter(pk=cast.dsl.pk).update(ends_on=TODAY)
    assert permissions.may_see(cast.head, case, on=TODAY)
    assert queries.opened(case=case, viewer=cast.head, on=TODAY).case == case
