"""Evidence of a case that was merged into another: nothing is lost, and nobody else sees it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from schoolgate.concerns import actions
from schoolgate.concerns.models import Admission, Case
from schoolgate.concerns.rules.words import Part
from schoolgate.evidence import actions as vault
from schoolgate.evidence import queries as shelves
from schoolgate.evidence.jobs import CLOCK
from schoolgate.evidence.models import Destruction, Folder, FolderKey, Item
from schoolgate.evidence.rules import Form
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.concerns.conftest import told
from tests.concerns.test_evidence_set import bundled, put, told_in
from tests.concerns.working import ROOM, debriefed, named, sorted_as
from tests.evidence import samples

HERE = "/elmfield/evidence/"


@pytest.fixture(autouse=True)
def vault_of_its_own(tmp_path: Any, settings: Any) -> None:
    """No other test's files."""
    settings.VAR = tmp_path


@pytest.fixture
def other(cast: Cast) -> Case:
    """A second case, to which a member of staff is admitted."""
    made = actions.report(school=cast.school, told=told(), by=cast.teacher, at=NOW)
    actions.admit(case=made, person=cast.governor, why="Helps.", by=cast.dsl, at=NOW)
    return made


@pytest.fixture
def folder(cast: Cast, case: Case, other: Case) -> Folder:
    """The folder of a case, with a picture in it, that was merged into the other one."""
    made = actions.open_evidence(case=case, by=cast.dsl, at=NOW)
    put(cast.dsl, made, samples.jpeg(1), words="Nora Falke of the office sent it")
    actions.merge(case=case, into=other, why="The same matter.", by=cast.dsl, at=NOW)
    return made


def opened(who: Person | None, folder: Folder) -> int:
    """What somebody meets at the address of a folder."""
    return client_of(who).get(f"{HERE}{folder.pk}/").status_code


@pytest.mark.row("CON-37")
def test_whoever_sees_the_case_finds_what_the_merged_one_held(
    cast: Cast, case: Case, other: Case, folder: Folder
) -> None:
    client = client_of(cast.governor)
    page = client.post(f"{ROOM}{other.pk}/evidence/", follow=True).text
    assert f'href="{HERE}{folder.pk}/"' in page
    assert case.name in page
    there = client.get(f"{HERE}{folder.pk}/").text
    item = Item.objects.get(folder=folder)
    assert f'href="{HERE}items/{item.pk}/"' in there
    assert "was joined to another one" in there
    assert client.get(f"{HERE}items/{item.pk}/").status_code == 200
    assert [one.actor_label for one in Entry.objects.filter(verb="evidence:item:viewed")] == [
        str(cast.governor)
    ]


def test_nothing_is_put_into_it_any_more(cast: Cast, folder: Folder) -> None:
    answer = client_of(cast.dsl).post(f"{HERE}{folder.pk}/", {"words": "More"})
    assert answer.status_code == 403
    assert Item.objects.filter(folder=folder).count() == 1


def test_a_bundle_of_it_names_nobody_whom_the_case_withholds(cast: Cast, folder: Folder) -> None:
    named(folder_case(folder), Part.REPORTER, by=cast.dsl, name="Nora Falke")
    assert "Nora Falke" not in "".join(bundled(cast.dsl, folder).values())


def folder_case(folder: Folder) -> Case:
    """The case that a folder belongs to by now."""
    into = Case.objects.get(pk=int(folder.keeper.rpartition(":")[2])).into
    assert into is not None
    return into


def test_a_hold_of_it_is_placed_and_released(cast: Cast, folder: Folder) -> None:
    page = f"{HERE}{folder.pk}/hold/"
    for why in ("The police ask.", "They have what they need."):
        assert client_of(cast.dsl).post(page, {"why": why}).status_code == 302
    assert shelves.hold(folder) is None
    verbs = Entry.objects.filter(verb__startswith="evidence:folder:").values_list("verb", flat=True)
    assert {"evidence:folder:held", "evidence:folder:released"} <= set(verbs)


@pytest.mark.parametrize("held", ["merged", "other"])
def test_a_hold_of_either_folder_holds_both(
    cast: Cast, other: Case, folder: Folder, held: str
) -> None:
    theirs = actions.open_evidence(case=other, by=cast.dsl, at=NOW)
    debriefed(sorted_as(other, "bullying", by=cast.dsl), by=cast.dsl)
    actions.close(case=other, why="Over.", by=cast.dsl, at=NOW)
    one = folder if held == "merged" else theirs
    vault.hold(folder=one, why="The police ask.", by=cast.dsl, at=NOW)
    late = NOW.replace(year=2032) + dt.timedelta(days=1)
    assert vault.destroy_past(school=cast.school, by=CLOCK, at=late) == 0
    sentence = "while evidence that belongs with it is held"
    assert sentence in client_of(cast.dsl).get(f"{HERE}{({folder, theirs} - {one}).pop().pk}/").text
    vault.release(folder=one, why="They have it.", by=cast.dsl, at=late)
    assert vault.destroy_past(school=cast.school, by=CLOCK, at=late) == 2
    assert Destruction.objects.count() == 2


def test_the_last_who_had_a_key_leaves_one_to_whoever_stays(
    cast: Cast, other: Case, folder: Folder
) -> None:
    actions.admit(case=other, person=cast.dsl, why="Leads.", by=cast.dsl, at=NOW)
    for one in Admission.objects.filter(case=other, until_at=None).exclude(role=""):
        actions.end_admission(admission=one, why="Over.", by=cast.dsl, at=NOW)
    holders = FolderKey.objects.filter(folder=folder).values_list("holder", flat=True)
    assert set(holders) == {f"person:{one.pk}" for one in (cast.governor, cast.dsl)}
    assert opened(cast.dsl, folder) == 200


def test_a_bundle_asked_for_before_names_nobody_whom_the_other_case_withholds(
    cast: Cast, case: Case, other: Case
) -> None:
    made = actions.open_evidence(case=case, by=cast.dsl, at=NOW)
    item = put(cast.dsl, made, samples.jpeg(1), words="Nora Falke of the office sent it")
    asked = vault.ask_for_bundle(folder=made, items=[item.pk], form=Form.COPIES, words="Police",
                                 by=cast.dsl, at=NOW)  # fmt: skip
    named(other, Part.REPORTER, by=cast.dsl, name="Nora Falke")
    actions.merge(case=case, into=other, why="The same matter.", by=cast.dsl, at=NOW)
    assert vault.make_bundle(bundle=asked, at=NOW)
    sent = client_of(cast.dsl).get(f"{HERE}bundles/{asked.pk}/").getvalue()
    assert "Nora Falke" not in "".join(told_in(sent).values())


def test_what_may_be_illegal_takes_no_evidence_after_it_was_merged(cast: Cast, case: Case) -> None:
    made = actions.open_evidence(case=case, by=cast.dsl, at=NOW)
    worse = actions.report(school=cast.school, told=told(illegal=True), by=cast.teacher, at=NOW)
    actions.merge(case=worse, into=case, why="The same matter.", by=cast.dsl, at=NOW)
    answer = client_of(cast.dsl).post(f"{HERE}{made.pk}/", {"words": "More"})
    assert answer.status_code == 403
    page = client_of(cast.dsl).post(f"{ROOM}{case.pk}/evidence/", follow=True).text
    assert "Nothing is attached where the law may be broken" in page
    assert not Item.objects.exists()


def test_nobody_else_finds_it(cast: Cast, other: Case, folder: Folder) -> None:
    refused = {302, 403, 404}
    strangers = (cast.teacher, cast.technician, cast.pupil, cast.parent, cast.other_head, None)
    assert {opened(who, folder) for who in strangers} <= refused
    assert opened(cast.governor, folder) == 403  # no key before they ask for the case's evidence
    client_of(cast.governor).post(f"{ROOM}{other.pk}/evidence/")
    assert opened(cast.governor, folder) == 200


def test_whoever_is_in_the_case_by_then_has_no_key_left(
    cast: Cast, other: Case, folder: Folder
) -> None:
    client_of(cast.governor).post(f"{ROOM}{other.pk}/evidence/")
    mine = FolderKey.objects.filter(folder=folder, holder=f"person:{cast.governor.pk}")
    assert mine.exists()
    named(other, Part.SUBJECT, by=cast.dsl, person=cast.governor)
    assert opened(cast.governor, folder) == 403
    assert not mine.exists()
