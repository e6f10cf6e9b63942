"""Evidence of a case: for who is admitted, never where the law may be touched, without a teller."""

from __future__ import annotations

import pytest

from schoolgate.concerns import actions
from schoolgate.concerns.actions import Naming, Sorting, UnableToAct
from schoolgate.concerns.models import Admission, Case
from schoolgate.concerns.rules.words import Part, Seriousness, Track
from schoolgate.evidence import entitled, permissions
from schoolgate.evidence.models import Folder, FolderKey
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.concerns.conftest import told

TODAY = NOW.date()
ILLEGAL = Sorting("illegal-image", "illegal", Track.ILLEGAL, Seriousness.CRITICAL, "As told.")


@pytest.fixture
def folder(cast: Cast, case: Case) -> Folder:
    """The folder of the case."""
    return actions.open_evidence(case=case, by=cast.dsl, at=NOW)


@pytest.mark.row("DPR-15")
def test_who_is_admitted_opens_the_evidence_and_each_look_is_kept(cast: Cast, case: Case) -> None:
    client = client_of(cast.dsl)
    answer = client.post(f"/elmfield/concerns/{case.pk}/evidence/", follow=True)
    assert f"Case {case.name}" in answer.text
    folder = Folder.objects.get()
    for who in (cast.teacher, cast.technician, cast.pupil, cast.other_head, None):
        refused = client_of(who).get(f"/elmfield/evidence/{folder.pk}/")
        assert refused.status_code in {302, 403, 404}
        assert case.name not in refused.text
    kept = Entry.objects.filter(verb__startswith="evidence:").order_by("sequence")
    assert [one.verb for one in kept] == ["evidence:folder:opened", "evidence:folder:viewed"]
    assert {one.actor for one in kept} == {f"person:{cast.dsl.pk}"}


def test_who_turns_out_to_be_in_the_case_loses_the_key(
    cast: Cast, case: Case, folder: Folder
) -> None:
    assert permissions.may_see(cast.head, folder, on=TODAY)
    actions.name_party(case=case, naming=Naming(Part.SUBJECT, cast.head), by=cast.dsl, at=NOW)
    assert not permissions.may_see(cast.head, folder, on=TODAY)
    actions.end_admission(
        admission=Admission.objects.get(case=case, role="headteacher", until_at=None),
        why="In it.", by=cast.dsl, at=NOW,
    )  # fmt: skip
    assert not FolderKey.objects.filter(folder=folder, holder="role:headteacher").exists()
    assert Entry.objects.filter(verb="evidence:key:ended").count() == 1


def test_whoever_is_admitted_later_gets_a_key(
    cast: Cast, case: Case, folder: Folder, chair: Person
) -> None:
    actions.admit(case=case, person=chair, why="Leads governors.", by=cast.dsl, at=NOW)
    assert not permissions.may_see(chair, folder, on=TODAY)
    again = actions.open_evidence(case=case, by=chair, at=NOW)
    assert again == folder
    assert permissions.may_see(chair, folder, on=TODAY)


@pytest.mark.row("CON-11")
@pytest.mark.parametrize("how", ["sorted", "told"])
def test_nothing_is_attached_where_the_law_may_be_touched(cast: Cast, how: str) -> None:
    report = told(illegal=how == "told")
    case = actions.report(school=cast.school, told=report, by=cast.teacher, at=NOW)
    if how == "sorted":
        folder = actions.open_evidence(case=case, by=cast.dsl, at=NOW)
        actions.sort(case=case, sorting=ILLEGAL, by=cast.dsl, at=NOW)
        assert permissions.why_not_attach(folder).startswith("Nothing is attached")
    with pytest.raises(UnableToAct, match="Nothing is attached"):
        actions.open_evidence(case=case, by=cast.dsl, at=NOW)
    page = client_of(cast.dsl).post(f"/elmfield/concerns/{case.pk}/evidence/", follow=True)
    assert "Nothing is attached" in page.text
    form = client_of(cast.teacher).get("/elmfield/concerns/tell/?illegal=yes").text
    assert "Do not look again" in form
    assert 'type="file"' not in form


def test_who_told_is_hidden_from_bundles_and_only_who_leads_makes_one(
    cast: Cast, case: Case, folder: Folder
) -> None:
    assert entitled.hidden(folder.keeper) == (cast.teacher.name,)
    assert permissions.why_not_export(cast.dsl, folder, on=TODAY) == ""
    assert "who leads" in entitled.no_export(folder.keeper, cast.teacher, TODAY)
