"""From draft to replaced: a version goes its way, and the answers go with it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from schoolgate.people.actions import NotAllowed
from schoolgate.policies import actions, judging, library, queries
from schoolgate.policies.actions import EditedMeanwhile, UnableToMove, UnableToRecord
from schoolgate.policies.models import Consultation, PolicyInForce, Revision, SignOff, Version
from schoolgate.policies.rules import Question
from schoolgate.policies.rules.life import State
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records.models import Entry
from tests.cast import NOW
from tests.policies.life.conftest import (
    MAIN,
    STRICTER,
    TODAY,
    Life,
    approved,
    consulted,
    drafted,
    in_days,
    sign,
)

QUESTION = Question("teacher", "photograph", "pupil", {}, NOW)


def answer(life: Life, on: dt.date = TODAY) -> str:
    """What the policy in force says on a day."""
    return library.of(life.cast.school, on=on).pack.book.decide(QUESTION).outcome


def verbs() -> list[str]:
    """What the journal tells, oldest first."""
    return [*Entry.objects.order_by("sequence").values_list("verb", flat=True)]


def state(life: Life, version: Version, on: dt.date = TODAY) -> State:
    """What the head sees a version to be on a day."""
    seen = queries.versions(viewer=life.cast.head, school=life.cast.school, on=on)
    return queries.state(seen.get(pk=version.pk), on=on)


def test_a_version_in_force_is_replaced_by_its_date_and_nothing_has_to_happen(life: Life) -> None:
    version = approved(life)
    assert answer(life) == "allowed"
    actions.publish(version=version, from_on=in_days(3).date(), by=life.cast.head, at=NOW)
    assert (answer(life, in_days(2).date()), answer(life, in_days(3).date())) == (
        "allowed", "not allowed")  # fmt: skip
    assert [state(life, life.first, in_days(n).date()) for n in (2, 3)] == ["in force", "replaced"]
    assert [state(life, version, in_days(n).date()) for n in (2, 3)] == ["approved", "in force"]
    assert verbs()[-1] == PoliciesVerb.POLICY_PUBLISHED
    assert PolicyInForce.objects.filter(hash=version.hash).exists()  # it can be replayed


def test_every_step_leaves_one_act(life: Life) -> None:
    before = len(verbs())
    version = approved(life)
    actions.publish(version=version, from_on=TODAY, by=life.cast.head, at=NOW)
    assert verbs()[before:] == [
        PoliciesVerb.VERSION_DRAFTED, PoliciesVerb.DRAFT_COMMENTED,
        PoliciesVerb.REVISION_RECORDED, PoliciesVerb.CONSULTATION_CLOSED,
        PoliciesVerb.REVIEW_APPROVED, PoliciesVerb.POLICY_PUBLISHED,
    ]  # fmt: skip


def test_a_signature_names_who_when_how_and_the_very_text(life: Life) -> None:
    version = approved(life)
    signed = SignOff.objects.get(version=version)
    assert (signed.name, signed.role, signed.method) == ("Chandra Chair", "chair", "password")
    assert (signed.text_hash, signed.hash) == (version.text_hash, version.hash)
    assert signed.hash == judging.loaded_version(version, on=TODAY).pack.hash


@pytest.mark.parametrize("who", ["teacher", "technician", "pupil", "parent", "other_head", "head"])
def test_only_governors_approve(life: Life, who: str) -> None:
    version, before = consulted(life), len(verbs())
    signature = actions.Signature("the governing body", "7", TODAY, "password")
    with pytest.raises(NotAllowed):
        actions.approve(version=version, signature=signature, text_hash=version.text_hash,
                        by=getattr(life.cast, who), at=NOW)  # fmt: skip
    assert (len(verbs()), SignOff.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    "who", ["teacher", "technician", "pupil", "parent", "other_head", "governor"]
)
def test_only_the_head_and_the_coordinator_draft_and_publish(life: Life, who: str) -> None:
    version, person = approved(life), getattr(life.cast, who)
    before = len(verbs())
    with pytest.raises(NotAllowed):
        actions.draft(school=life.cast.school, by=person, at=NOW)
    with pytest.raises(NotAllowed):
        actions.publish(version=version, from_on=TODAY, by=person, at=NOW)
    assert len(verbs()) == before


@pytest.mark.parametrize("who", [None, "pupil", "technician", "teacher", "other_head"])
def test_drafts_are_seen_by_nobody_else(life: Life, who: str | None) -> None:
    drafted(life)
    viewer = getattr(life.cast, who) if who else None
    seen = queries.versions(viewer=viewer, school=life.cast.school, on=TODAY)
    assert [*seen] == [life.first]


@pytest.mark.parametrize(
    "change",
    [{"texts": "{}"}, {"text_hash": "0" * 64}, {"hash": "0" * 64}, {"label": "9"}, {"number": 9},
     {"stage": "draft"}, {"stage": "consulted"}],
)  # fmt: skip
def test_the_database_lets_nobody_edit_what_was_approved(
    life: Life, change: dict[str, object]
) -> None:
    version = approved(life)
    with (
        pytest.raises(DatabaseError, match="Nothing approved is ever edited"),
        transaction.atomic(),
    ):
        Version.objects.filter(pk=version.pk).update(**change)
    version.refresh_from_db()
    assert version.stage == "approved"


def test_the_database_keeps_the_first_day_and_every_record(life: Life) -> None:
    version = approved(life)
    actions.publish(version=version, from_on=TODAY, by=life.cast.head, at=NOW)
    rows = (Version.objects.filter(pk=version.pk), Consultation.objects.all(),
            Revision.objects.all(), SignOff.objects.all())  # fmt: skip
    for row in rows:
        with pytest.raises(DatabaseError), transaction.atomic():
            row.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(from_on=in_days(9).date())
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.update(change="Nothing.")


def test_an_approved_version_is_not_saved_and_not_approved_twice(life: Life) -> None:
    version, before = approved(life), None
    before = len(verbs())
    with pytest.raises(actions.UnableToDraft):
        actions.save_draft(version=version, texts={"policy.md": MAIN}, edition=version.edition,
                           by=life.cast.head, at=NOW)  # fmt: skip
    with pytest.raises(UnableToMove):
        sign(life, version)
    assert len(verbs()) == before


def test_the_second_of_two_editors_is_told_and_loses_nothing(life: Life) -> None:
    version = drafted(life)
    texts = {"policy.md": STRICTER.replace("Pictures", "Photos")}
    saved = actions.save_draft(version=version, texts=texts, edition=1, by=life.cast.head, at=NOW)
    before = len(verbs())
    with pytest.raises(EditedMeanwhile) as told:
        actions.save_draft(version=version, texts={"policy.md": MAIN}, edition=1,
                           by=life.cast.head, at=NOW)  # fmt: skip
    assert (told.value.version.edition, told.value.version.files) == (2, texts)
    assert (saved.edition, len(verbs())) == (2, before)


@pytest.mark.row("POL-08")
def test_a_version_stays_a_draft_until_a_governor_has_signed_with_minute_and_day(
    life: Life,
) -> None:
    version = consulted(life)
    for missing in ({"committee": " "}, {"minute": ""}, {"on": in_days(1).date()}, {"method": ""}):
        with pytest.raises(UnableToMove):
            sign(life, version, **missing)
    with pytest.raises(UnableToMove):
        actions.publish(version=version, from_on=TODAY, by=life.cast.head, at=NOW)
    assert state(life, version) is State.CONSULTED
    sign(life, version)
    assert state(life, version) is State.APPROVED


def test_the_text_that_is_signed_is_the_text_that_was_shown(life: Life) -> None:
    version = consulted(life)
    signature = actions.Signature("the governing body", "7", TODAY, "password")
    with pytest.raises(UnableToMove, match="has changed"):
        actions.approve(version=version, signature=signature, text_hash="0" * 64, by=life.chair,
                        at=NOW)  # fmt: skip
    assert not SignOff.objects.exists()


def test_a_header_that_names_the_chair_takes_no_other_signature(life: Life) -> None:
    version = consulted(life, STRICTER.replace("the governing body", "the chair of governors"))
    signature = actions.Signature("the chair of governors", "7", TODAY, "password")
    with pytest.raises(NotAllowed, match="chair of governors"):
        actions.approve(version=version, signature=signature, text_hash=version.text_hash,
                        by=life.cast.governor, at=NOW)  # fmt: skip
    sign(life, version)
    assert state(life, version) is State.APPROVED


@pytest.mark.row("POL-05")
def test_publishing_without_a_word_about_the_change_is_refused(life: Life) -> None:
    version = drafted(life)
    actions.consult(version=version, group="staff", on=TODAY, channel="meeting", comments="",
                    by=life.cast.head, at=NOW)  # fmt: skip
    version = actions.close_consultation(version=version, by=life.cast.head, at=NOW)
    sign(life, version)
    version.refresh_from_db()
    with pytest.raises(UnableToMove, match="revision record"):
        actions.publish(version=version, from_on=TODAY, by=life.cast.head, at=NOW)
    with pytest.raises(UnableToRecord):
        actions.revise(version=version, on=TODAY, revisers=["A"], change=" ", by=life.cast.head,
                       at=NOW)  # fmt: skip
    line = actions.revise(version=version, on=TODAY, revisers=["Hana Head", "e-safety lead"],
                          change="Pictures.", by=life.cast.head, at=NOW)  # fmt: skip
    assert (line.revisers.split("\n"), line.clauses) == (["Hana Head", "e-safety lead"], "1.1")
    actions.publish(version=version, from_on=TODAY, by=life.cast.head, at=NOW)
    assert answer(life) == "not allowed"


@pytest.mark.parametrize("change", ["title", "approver", "review", "revision"])
@pytest.mark.row("POL-01")
def test_approving_without_title_approver_review_or_type_is_refused(
    life: Life, change: str
) -> None:
    lines = [line for line in STRICTER.split("\n") if not line.startswith(f"{change} =")]
    version = drafted(life, "\n".join(lines))
    assert any(one.kind in {judging.HEADER, judging.MISTAKE}
               for one in judging.blocks_approval(version, on=TODAY))  # fmt: skip
    if change != "title":  # without a title the text itself has a mistake
        version = consulted(life, "\n".join(lines))
        with pytest.raises(UnableToMove, match=r"header|type of revision"):
            sign(life, version)
    assert not SignOff.objects.exists()


@pytest.mark.row("POL-02")
def test_no_changes_with_a_changed_clause_is_refused(life: Life) -> None:
    text = STRICTER.replace('revision = "partial"', 'revision = "no changes"')
    with pytest.raises(UnableToMove, match=r"no changes.*1\.1"):
        sign(life, consulted(life, text))
    unchanged = MAIN.replace('revision = "new"', 'revision = "no changes"')
    assert approved(life, unchanged).stage == "approved"


def test_a_reference_that_leads_nowhere_blocks_until_it_is_on_the_register(life: Life) -> None:
    version = consulted(life, STRICTER.replace("refers to: behaviour", "refers to: dog"))
    with pytest.raises(UnableToMove, match="dog policy"):
        sign(life, version)
    actions.relate(name="Dog policy", place="the office", by=life.cast.head, at=NOW)
    sign(life, version)
    assert state(life, version) is State.APPROVED


def test_what_is_lifted_blocks_no_more(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    version = consulted(life, STRICTER.replace("refers to: behaviour", "refers to: dog"))
    monkeypatch.setattr(judging, "_lifts", {"waiver": lambda _, one: one.kind == "reference"})
    assert judging.blocks_approval(version, on=TODAY) == []


def test_a_policy_cannot_come_into_force_in_the_past_or_behind_a_newer_one(life: Life) -> None:
    version, later = approved(life), approved(life, STRICTER.replace("Pictures", "Photos"))
    with pytest.raises(UnableToMove, match="past"):
        actions.publish(version=version, from_on=in_days(-1).date(), by=life.cast.head, at=NOW)
    actions.publish(version=later, from_on=in_days(2).date(), by=life.cast.head, at=NOW)
    with pytest.raises(UnableToMove, match="newer version"):
        actions.publish(version=version, from_on=in_days(2).date(), by=life.cast.head, at=NOW)
    actions.publish(version=version, from_on=in_days(1).date(), by=life.cast.head, at=NOW)
    assert state(life, version, in_days(5).date()) is State.REPLACED


def test_taken_back_withdrawn_and_never_in_force(life: Life) -> None:
    version = actions.reopen(version=consulted(life), reason="A word.", by=life.cast.head, at=NOW)
    assert version.stage == "draft"
    with pytest.raises(UnableToMove):
        actions.withdraw(version=version, reason=" ", by=life.cast.head, at=NOW)
    actions.withdraw(version=version, reason="Not wanted.", by=life.cast.head, at=NOW)
    with pytest.raises(UnableToMove):
        actions.publish(version=version, from_on=TODAY, by=life.cast.head, at=NOW)
    assert (state(life, version), answer(life)) == ("withdrawn", "allowed")
    assert verbs()[-2:] == [PoliciesVerb.VERSION_REOPENED, PoliciesVerb.VERSION_WITHDRAWN]


@pytest.mark.row("POL-11")
def test_the_groups_that_nobody_asked_are_listed(life: Life) -> None:
    version = drafted(life)
    for group in ("staff", "pupils, by the school council", "the union"):
        actions.consult(version=version, group=group, on=TODAY, channel="meeting", comments="Yes.",
                        by=life.cast.head, at=NOW)  # fmt: skip
    assert queries.not_consulted(version) == ["parents", "governors"]
    after = actions.draft(school=life.cast.school, by=life.cast.head, at=NOW, drafted_from=version)
    assert "the union" in queries.not_consulted(after)  # whoever was asked before is asked again
    actions.close_consultation(version=version, by=life.cast.head, at=NOW)
    assert "parents, governors" in (Entry.objects.latest("sequence").body or "")


def test_a_consultation_is_not_closed_unasked_or_with_mistakes(life: Life) -> None:
    version = drafted(life)
    with pytest.raises(UnableToMove, match="who was consulted"):
        actions.close_consultation(version=version, by=life.cast.head, at=NOW)
    wrong = drafted(life, STRICTER.replace("answer:", "anser:"))
    assert wrong.hash == ""
    with pytest.raises(UnableToMove, match="mistakes"):
        actions.close_consultation(version=wrong, by=life.cast.head, at=NOW)


def test_two_who_approve_at_once_sign_once(life: Life) -> None:
    version = consulted(life)
    same = Version.objects.get(pk=version.pk)
    sign(life, version)
    with pytest.raises(UnableToMove):
        sign(life, same)
    assert SignOff.objects.count() == 1
