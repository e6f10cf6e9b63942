"""Evidence of a case that was merged into another: nothing is lost, and nobody else sees it."""

from __future__ import annotations

from typing import Any

import pytest

from schoolgate.concerns import actions
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.words import Part
from schoolgate.evidence import queries as shelves
from schoolgate.evidence.models import Folder, FolderKey, Item
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.concerns.conftest import told
from tests.concerns.test_evidence_set import bundled, put
from tests.concerns.working import ROOM, named
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
    named(case, Part.WITNESS, by=cast.dsl, name="Nora Falke")
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
