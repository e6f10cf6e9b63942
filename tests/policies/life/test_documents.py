"""First versions, child documents, the register, files, and speed of reading."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils.html import escape

from schoolgate.people.actions import NotAllowed
from schoolgate.people.actions.schools import add_school
from schoolgate.people.models import School
from schoolgate.policies import actions, commandline, judging, library, queries
from schoolgate.policies.actions import UnableToMove
from schoolgate.policies.analysis import approvable
from schoolgate.policies.comparing.pairs import label
from schoolgate.policies.models import RelatedPolicy, Version
from schoolgate.policies.rules import Question
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, OPERATOR, Cast, client_of
from tests.policies.life.conftest import CHILD, MAIN, STRICTER, TODAY, Life, approved, in_days

DOJO = Question("parent", "use", "class_dojo", {}, NOW)


def clauses(school: School, days: int = 0) -> set[str]:
    """The clauses in force."""
    return set(library.of(school, on=in_days(days).date()).pack.by_ref)


def child_in_force(life: Life) -> Version:
    """Class Dojo, approved and in force."""
    child = Version.objects.get(school=life.cast.school, document="class-dojo")
    text = CHILD.replace('version = "1"', 'version = "1"\napprover = "the governing body"\n'
                         'revision = "new"')  # fmt: skip
    child = actions.save_draft(version=child, texts={"class-dojo.md": text}, edition=1,
                               by=life.cast.head, at=NOW)  # fmt: skip
    actions.consult(version=child, group="parents", on=TODAY, channel="letter", comments="",
                    by=life.cast.head, at=NOW)  # fmt: skip
    actions.revise(version=child, on=TODAY, revisers=["Head"], change="First.", by=life.cast.head,
                   at=NOW)  # fmt: skip
    child = actions.close_consultation(version=child, by=life.cast.head, at=NOW)
    signature = actions.Signature("the governing body", "8", TODAY, "passkey")
    actions.approve(version=child, signature=signature, text_hash=child.text_hash, by=life.chair,
                    at=NOW)  # fmt: skip
    child.refresh_from_db()
    return actions.publish(version=child, from_on=in_days(1).date(), by=life.cast.head, at=NOW)


@pytest.mark.row("POL-09")
def test_a_child_document_without_approval_does_not_hold_and_has_a_life_of_its_own(
    life: Life,
) -> None:
    assert "D1.1" not in clauses(life.cast.school)
    child = child_in_force(life)
    assert ("D1.1" in clauses(life.cast.school), "D1.1" in clauses(life.cast.school, 1)) == (
        False, True)  # fmt: skip
    assert (child.document, child.number, child.label) == ("class-dojo", 1, "1")
    main = approved(life)
    actions.publish(version=main, from_on=in_days(2).date(), by=life.cast.head, at=NOW)
    assert {"D1.1", "1.1"} <= clauses(life.cast.school, 3)  # it outlives a new main version


@pytest.mark.row("POL-10")
def test_a_superseded_document_ends_its_rules_that_day(life: Life) -> None:
    child_in_force(life)
    with pytest.raises(UnableToMove):
        actions.end_document(school=life.cast.school, document="", until_on=TODAY,
                             because="No.", by=life.cast.head, at=NOW)  # fmt: skip
    at = in_days(1)
    actions.end_document(school=life.cast.school, document="class-dojo",
                         until_on=in_days(5).date(), because="Superseded.", by=life.cast.head,
                         at=at)  # fmt: skip
    assert ["D1.1" in clauses(life.cast.school, day) for day in (4, 5)] == [True, False]
    assert Entry.objects.latest("sequence").verb == PoliciesVerb.VERSION_ENDED


def test_a_clause_that_cites_what_is_not_on_the_register_is_a_gap(life: Life) -> None:
    text = STRICTER.replace("refers to: behaviour policy", "refers to: dogs")
    version = approved(life, text.replace('["behaviour', '["dogs", "behaviour'))
    actions.publish(version=version, from_on=TODAY, by=life.cast.head, at=NOW)
    assert queries.gaps_of_register(viewer=life.cast.head, on=TODAY) == []
    assert "dogs" in [one.name for one in queries.register(viewer=life.cast.head, on=TODAY)]


def test_a_cited_document_that_is_nowhere_is_an_open_gap_until_it_is_registered(
    packs_of_elmfield: None, cast: Cast
) -> None:
    file = settings.PACKS / "brookside" / "policy.md"
    file.write_text(MAIN.replace("refers to: behaviour", "refers to: dog"), "utf-8")
    actions.adopt(school=cast.school, by=OPERATOR, at=NOW)
    (gap,) = queries.gaps_of_register(viewer=cast.head, on=TODAY)
    assert ("dog policy" in gap.text, gap.clauses) == (True, ("1.2",))
    assert "dog policy" in client_of(cast.head).get("/elmfield/policy/related/").content.decode()
    actions.relate(name="Dog policy", place="", by=cast.head, at=NOW)
    assert queries.gaps_of_register(viewer=cast.head, on=TODAY) == []


def test_related_documents_are_kept_by_the_head_and_superseded_once(life: Life) -> None:
    with pytest.raises(NotAllowed):
        actions.relate(name="Dogs", place="", by=life.cast.teacher, at=NOW)
    made = actions.relate(name="Dogs", place="", by=life.cast.head, at=NOW)
    actions.supersede(related=made, on=TODAY, instead="Pets", by=life.cast.head, at=NOW)
    with pytest.raises(actions.UnableToRecord):
        actions.supersede(related=made, on=TODAY, instead="Cats", by=life.cast.head, at=NOW)
    with pytest.raises(actions.UnableToRecord):
        actions.relate(name="Dogs", place="", by=life.cast.head, at=NOW)
    assert RelatedPolicy.objects.get().superseded_by == "Pets"


@pytest.mark.row("POL-03")
def test_a_policy_shows_its_template_and_the_clauses_that_it_overrides(cast: Cast) -> None:
    school = School.objects.create(slug="cotmanhay", name="C", pack="cotmanhay")
    version, *_ = actions.adopt(school=school, by=OPERATOR, at=NOW)
    said = client_of(None).get(f"/cotmanhay/policy/versions/{version.pk}/").content.decode()
    known = library.of(school).pack
    assert known.base is not None
    assert label(known.base.id) in said  # as people call it
    overridden = approvable.overridden(known)
    assert overridden
    assert "Clauses of the template written anew" in said
    assert overridden[0] in said


@pytest.mark.row("POL-01")
@pytest.mark.parametrize("slug", ["ashbrook", "cotmanhay", "thatto-heath"])
def test_every_field_of_the_three_printed_headers_is_kept_and_shown(cast: Cast, slug: str) -> None:
    school = School.objects.create(slug=slug, name=slug, pack=slug)
    version, *_ = actions.adopt(school=school, by=OPERATOR, at=NOW)
    said = client_of(None).get(f"/{slug}/policy/versions/{version.pk}/").content.decode()
    on_file, kept = library.loaded(slug).pack.front, judging.header(version)
    assert kept == on_file
    for key in ("title", "version", "approved", "approver", "review", "cycle", "author", "revision",
                "supersedes", "credit"):  # fmt: skip
        assert escape(getattr(on_file, key)) in said, key
    for key in ("issues", "reviews", "consulted"):
        assert all(escape(one) in said for one in getattr(on_file, key)), key
    assert all(escape(line.change) in said for line in on_file.revisions)


@pytest.mark.row("POL-32")
def test_wording_of_others_without_source_and_permission_fails_approval(life: Life) -> None:
    box = "```statement\nwho: everyone\nthird party: Kent\n"
    text = STRICTER + "\n## 1.3 Credit\nWords of others.\n\n" + box + "```\n"
    with pytest.raises(UnableToMove, match=r"1\.3.*permission"):
        approved(life, text)
    whole = text.replace("third party: Kent\n", "third party: Kent\nsource: K1\n"
                         "permission: used with permission\n")  # fmt: skip
    assert approved(life, whole).stage == "approved"


def test_a_school_that_is_set_up_adopts_its_policy_in_the_same_act(
    packs_of_elmfield: None, db: None
) -> None:
    made = add_school(slug="new", name="New", pack="brookside", by=OPERATOR, at=NOW)
    assert len({entry.action for entry in Entry.objects.all()}) == 1
    assert [(one.document, one.stage) for one in Version.objects.filter(school=made)] == [
        ("", "approved"), ("class-dojo", "draft")]  # fmt: skip
    assert actions.adopt(school=made, by=OPERATOR, at=NOW) == []


def test_a_school_without_versions_has_the_pack_on_file(
    packs_of_elmfield: None, cast: object
) -> None:
    school = School.objects.get(slug="elmfield")
    assert library.of(school) is library.loaded("brookside")
    assert "D1.1" in clauses(school)


def test_a_policy_is_assembled_once_and_shared_by_its_text(life: Life) -> None:
    known = library.of(life.cast.school)
    assert library.of(life.cast.school) is known
    actions.adopt(school=life.cast.other_school, by=OPERATOR, at=NOW)
    assert library.of(life.cast.other_school) is known
    assert library.of_each([life.cast.school, life.cast.other_school]) == [known, known]


def test_push_makes_a_draft_then_brings_it_up_and_then_has_nothing_to_do(
    life: Life, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "policy.md"
    file.write_text(STRICTER, "utf-8")
    words = ["push", str(tmp_path), "--school", "elmfield", "--packs", str(settings.PACKS)]
    assert commandline.main(words) == 0
    file.write_text(STRICTER.replace("Pictures", "Photos"), "utf-8")
    assert commandline.main(words) == 0
    assert commandline.main(words) == 0
    draft = Version.objects.get(school=life.cast.school, document="", stage="draft")
    assert (draft.number, draft.edition, "Photos" in draft.files["policy.md"]) == (2, 2, True)
    assert "Nothing to push" in capsys.readouterr().out
    assert Entry.objects.latest("sequence").verb == PoliciesVerb.VERSION_SAVED


def test_push_refuses_a_pack_with_mistakes_and_a_school_that_is_not_there(
    life: Life, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "policy.md").write_text(MAIN.replace("answer:", "anser:"), "utf-8")
    call = ["push", str(tmp_path), "--packs", str(settings.PACKS), "--school"]
    assert commandline.main([*call, "elmfield"]) == 1
    assert commandline.main([*call, "nowhere"]) == 2
    assert "policy.md:" in capsys.readouterr().err
    assert not Version.objects.filter(document="", stage="draft").exists()


def test_the_demonstration_has_first_versions_of_every_school(db: None) -> None:
    call_command("demo")
    call_command("demo")
    found = Version.objects.order_by("school__slug", "document")
    assert [(one.school.slug, one.document, one.stage) for one in found] == [
        ("ashbrook", "", "approved"), ("ashbrook", "class-dojo", "draft"),
        ("brookside", "", "approved"), ("cotmanhay", "", "approved"),
        ("thatto-heath", "", "approved"),
    ]  # fmt: skip
