"""Signing and declining: who may, for whom, what is kept, and what is never changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from schoolgate.agreements import actions, queries
from schoolgate.agreements.actions import UnableToSign
from schoolgate.agreements.models import Refusal, Signature, SignedText
from schoolgate.agreements.rules.standing import State
from schoolgate.people import actions as people
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.agreements.conftest import KS1, KS2, STAFF, Family, given, line_of, signed, trained
from tests.cast import NOW, Cast


def acts() -> list[str]:
    found = Entry.objects.filter(verb__startswith="agreements").order_by("sequence")
    return [entry.verb.partition(":")[2] for entry in found]


@pytest.mark.row("AGR-01")
def test_a_signature_binds_person_version_date_and_the_very_words(heath: Cast) -> None:
    trained(heath.teacher)
    made = signed(heath.teacher, STAFF)
    text = line_of(heath.teacher, STAFF).text
    assert (made.signer, made.for_person, made.role) == (heath.teacher, heath.teacher, "teacher")
    assert made.version.startswith("thatto-heath@")
    assert (made.text.hash, made.text.shown) == (text.hash, text)
    assert made.signed_at == NOW
    assert made.statements.split() == ["trained", "read", "understood", "monitored"]
    assert acts()[-2:] == ["agreement:signed", "policy:read"]


@pytest.mark.row("AGR-01")
@pytest.mark.parametrize("left_out", ["trained", "read", "understood"])
def test_a_declaration_without_all_three_is_refused(heath: Cast, left_out: str) -> None:
    trained(heath.teacher)
    line = line_of(heath.teacher, STAFF)
    keys = tuple(one.key for one in line.text.statements if one.key != left_out)
    with pytest.raises(UnableToSign, match="Confirm this first"):
        actions.sign(document=STAFF, for_=heath.teacher, by=heath.teacher, at=NOW,
                     given=given(line, statements=keys))  # fmt: skip
    assert not Signature.objects.exists()
    assert "agreement:signed" not in acts()


@pytest.mark.row("AGR-03")
def test_training_comes_before_the_signature(heath: Cast) -> None:
    with pytest.raises(UnableToSign, match="Training comes first"):
        signed(heath.teacher, STAFF)
    trained(heath.teacher)
    assert signed(heath.teacher, STAFF).pk
    assert queries.has_signed(heath.teacher, "staff", at=NOW)


@pytest.mark.row("AGR-05")
def test_only_a_linked_parent_signs_for_a_younger_pupil(heath: Cast, family: Family) -> None:
    other = Person.objects.create(school=heath.school, name="Una Linked", role="parent")
    for who in (other, heath.teacher, family.young):
        with pytest.raises(UnableToSign, match="Only a parent or carer who is linked"):
            signed(family.young, KS1, by=who)
    with pytest.raises(UnableToSign):
        signed(family.young, KS1, by=heath.other_head)
    made = signed(family.young, KS1, by=family.parent)
    assert (made.signer.pk, made.for_person.pk) == (family.parent.pk, family.young.pk)
    assert line_of(family.young, KS1).state is State.SIGNED
    assert acts() == ["agreement:signed"]


@pytest.mark.row("AGR-05")
def test_an_older_pupil_signs_in_their_own_name(heath: Cast, family: Family) -> None:
    with pytest.raises(UnableToSign, match="signs this in their own name"):
        signed(family.old, KS2, by=family.parent)
    assert signed(family.old, KS2).signer.pk == family.old.pk
    assert queries.line(heath.school, family.old, KS1, at=NOW) is None


def test_what_has_changed_while_somebody_read_is_not_signed(heath: Cast) -> None:
    trained(heath.teacher)
    line = line_of(heath.teacher, STAFF)
    with pytest.raises(UnableToSign, match="has changed while you read"):
        actions.sign(document=STAFF, for_=heath.teacher, by=heath.teacher, at=NOW,
                     given=given(line, text_hash="0" * 64))  # fmt: skip
    with pytest.raises(UnableToSign, match="Write your full name"):
        actions.sign(document=STAFF, for_=heath.teacher, by=heath.teacher, at=NOW,
                     given=given(line, name_written="  "))  # fmt: skip
    assert not Signature.objects.exists()


def test_the_same_words_are_signed_once_and_kept_once(heath: Cast) -> None:
    trained(heath.teacher, heath.technician)
    signed(heath.teacher, STAFF)
    with pytest.raises(UnableToSign, match="signed this already"):
        signed(heath.teacher, STAFF)
    signed(heath.technician, STAFF)
    assert (Signature.objects.count(), SignedText.objects.count()) == (2, 1)
    assert acts().count("agreement:signed") == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda: Signature.objects.update(name_written="Somebody else"),
        lambda: SignedText.objects.update(text="{}"),
        lambda: Refusal.objects.update(reason="none"),
    ],
)
def test_nothing_signed_or_declined_is_ever_changed(
    heath: Cast, change: Callable[[], Any]
) -> None:  # fmt: skip
    trained(heath.teacher)
    signed(heath.teacher, STAFF)
    actions.decline(document=STAFF, for_=heath.technician, reason="Not yet.", by=heath.technician,
                    at=NOW)  # fmt: skip
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        change()


def test_declining_is_a_state_and_signing_later_counts(heath: Cast) -> None:
    trained(heath.teacher)
    made = actions.decline(document=STAFF, for_=heath.teacher, reason="I want to ask first.",
                           by=heath.teacher, at=NOW)  # fmt: skip
    assert line_of(heath.teacher, STAFF).state is State.DECLINED
    assert not queries.to_sign(viewer=heath.teacher, at=NOW)
    with pytest.raises(UnableToSign, match="declined this already"):
        actions.decline(document=STAFF, for_=heath.teacher, reason="Again.", by=heath.teacher,
                        at=NOW)  # fmt: skip
    signed(heath.teacher, STAFF, at=NOW + timedelta(hours=1))
    assert line_of(heath.teacher, STAFF).state is State.SIGNED
    assert Refusal.objects.get() == made
    assert acts()[1:] == ["agreement:declined", "agreement:signed", "policy:read"]


def test_the_headteacher_deals_with_a_refusal_and_nobody_else(heath: Cast) -> None:
    made = actions.decline(document=STAFF, for_=heath.teacher, reason="I want to ask first.",
                           by=heath.teacher, at=NOW)  # fmt: skip
    for who in (heath.pupil, heath.technician, heath.teacher, heath.other_head):
        assert not queries.refusals(viewer=who, at=NOW)
        with pytest.raises((people.NotAllowed, UnableToSign)):
            actions.see_refusal(refusal=made, words="Talked.", by=who, at=NOW)
    actions.see_refusal(refusal=made, words="We talked; she signs tomorrow.", by=heath.head, at=NOW)
    with pytest.raises(UnableToSign, match="dealt with this already"):
        actions.see_refusal(refusal=made, words="Again.", by=heath.head, at=NOW)
    assert acts() == ["agreement:declined", "refusal:seen"]


def test_the_heads_own_refusal_is_for_the_chair(heath: Cast) -> None:
    chair = Person.objects.create(school=heath.school, name="Cora Chair", role="chair")
    made = actions.decline(document=STAFF, for_=heath.head, reason="I wrote it.", by=heath.head,
                           at=NOW)  # fmt: skip
    assert not queries.refusals(viewer=heath.head, at=NOW)
    with pytest.raises(UnableToSign, match="chair of governors"):
        actions.see_refusal(refusal=made, words="Fine.", by=heath.head, at=NOW)
    assert [*queries.refusals(viewer=chair, at=NOW)] == [made]
    actions.see_refusal(refusal=made, words="We talked.", by=chair, at=NOW)


def test_on_a_tablet_somebody_else_is_the_witness(heath: Cast) -> None:
    trained(heath.teacher)
    line = line_of(heath.teacher, STAFF)
    with pytest.raises(people.NotAllowed):
        actions.sign_in_meeting(document=STAFF, person=heath.teacher, given=given(line),
                                by=heath.technician, at=NOW)  # fmt: skip
    with pytest.raises(UnableToSign, match="no drawing of ours"):
        actions.sign_in_meeting(document=STAFF, person=heath.teacher, by=heath.head, at=NOW,
                                given=given(line, mark='M 1 1" onload="'))  # fmt: skip
    with pytest.raises(UnableToSign, match="your own page"):
        actions.sign_in_meeting(document=STAFF, person=heath.head, by=heath.head, at=NOW,
                                given=given(line_of(heath.head, STAFF)))  # fmt: skip
    made = actions.sign_in_meeting(document=STAFF, person=heath.teacher, by=heath.head, at=NOW,
                                   given=given(line, mark="M 10 10 L 20 30"))  # fmt: skip
    assert (made.signer, made.witness, made.method) == (heath.teacher, heath.head, "drawn")
    assert made.mark == "M 10 10 L 20 30"


def test_a_name_alone_is_enough_on_a_tablet(heath: Cast) -> None:
    trained(heath.teacher)
    made = actions.sign_in_meeting(document=STAFF, person=heath.teacher, by=heath.head, at=NOW,
                                   given=given(line_of(heath.teacher, STAFF)))  # fmt: skip
    assert (made.method, made.name_written) == ("typed", "In full")


def test_a_paper_form_is_matched_to_the_words_that_it_carries(heath: Cast, family: Family) -> None:
    line = line_of(family.young, KS1)
    text = actions.keep_text(line.text, school=heath.school, at=NOW)
    paper: dict[str, Any] = {"person": family.parent, "for_": family.young, "text": text, "at": NOW}
    with pytest.raises(people.NotAllowed):
        actions.sign_on_paper(**paper, found="scan 4", by=heath.technician)
    with pytest.raises(UnableToSign, match="where the paper is kept"):
        actions.sign_on_paper(**paper, found=" ", by=heath.head)
    made = actions.sign_on_paper(**paper, found="scan 4", by=heath.head)
    assert (made.method, made.found, made.witness) == ("paper", "scan 4", heath.head)
    with pytest.raises(UnableToSign, match="signed this already"):
        actions.sign_on_paper(**paper, found="scan 4", by=heath.head)
    assert line_of(family.young, KS1).state is State.SIGNED
