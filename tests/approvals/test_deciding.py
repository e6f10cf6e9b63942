"""Leave granted, refused and revoked: by whom, for how long, and when nobody is there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from schoolgate.approvals import actions, queries
from schoolgate.approvals.models import Approval, Decision, Reading, Revocation
from schoolgate.approvals.rules import State
from schoolgate.people import actions as people
from schoolgate.people.models import Person, School
from schoolgate.records import queries as journal
from schoolgate.records.models import Entry
from tests.approvals.conftest import HALF_PAST_THREE, TOMORROW, Appoint, again, asked, granted
from tests.cast import NOW, Cast

TODAY = NOW.date()


def acts() -> list[str]:
    """The acts in the journal, in order."""
    return [entry.verb.rpartition(":")[2] for entry in Entry.objects.order_by("sequence")]


def who_decides(approval: Approval, at: dt.datetime = NOW) -> set[str]:
    found = queries.deciders(approval, holders=queries.Holders(timezone.localdate(at)))
    return {person.name for person in queries.names(found)}


@pytest.mark.parametrize(
    "who", ["pupil", "parent", "technician", "governor", "dsl", "other_head", "teacher"]
)
def test_only_the_role_that_the_clause_names_decides(ashbrook: Cast, who: str) -> None:
    made = asked(ashbrook.teacher)
    with pytest.raises(actions.UnableToDecide, match="Ask Hana Head"):
        granted(made, getattr(ashbrook, who))
    with pytest.raises(actions.UnableToDecide, match="Ask Hana Head"):
        actions.refuse(approval=made, reason="No", by=getattr(ashbrook, who), at=NOW)
    assert acts() == ["asked"]


def test_the_head_grants_with_a_reason_for_the_time_asked_or_less(ashbrook: Cast) -> None:
    made = asked(ashbrook.teacher)
    noon = NOW.replace(hour=12, minute=0)
    decided = granted(made, ashbrook.head, until_at=noon, conditions="No close-ups.")
    assert decided.role == "headteacher"
    assert decided.states == {"authorised_by": "headteacher", "form": "written"}
    assert again(made).state(noon - dt.timedelta(seconds=1)) is State.IN_FORCE
    assert again(made).state(noon) is State.OVER
    entry = Entry.objects.get(verb="approvals:approval:granted")
    assert journal.sentence(entry) == (
        f"Hana Head granted {made}, as headteacher, until 14 October 2026, 12:00."
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": " "}, "Write down the reason"),
        ({"reason": "x" * 2001}, "at most 2000"),
        ({"until_at": TOMORROW}, "asked for, or less"),
        ({"from_at": NOW - dt.timedelta(hours=1)}, "asked for, or less"),
        ({"from_at": HALF_PAST_THREE}, "end before it begins"),
        ({"until_at": NOW}, "end before it begins"),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused_in_a_sentence(
    ashbrook: Cast, wrong: dict[str, Any], sentence: str
) -> None:
    made = asked(ashbrook.teacher)
    with pytest.raises(actions.UnableToDecide, match=sentence):
        granted(made, ashbrook.head, **wrong)
    assert acts() == ["asked"]


def test_what_is_decided_once_is_decided(ashbrook: Cast) -> None:
    made = asked(ashbrook.teacher)
    actions.refuse(approval=made, reason="Use the class camera.", by=ashbrook.head, at=NOW)
    with pytest.raises(actions.UnableToDecide, match="Hana Head has refused this already"):
        granted(again(made), ashbrook.head)
    with pytest.raises(actions.UnableToDecide, match="Hana Head has refused this already"):
        granted(made, ashbrook.head)  # the page was opened before
    assert acts() == ["asked", "refused"]


def test_nobody_decides_what_was_asked_for_a_time_that_is_over(ashbrook: Cast) -> None:
    made = asked(ashbrook.teacher)
    assert made.state(HALF_PAST_THREE) is State.TOO_LATE
    with pytest.raises(actions.UnableToDecide, match="for a later time"):
        granted(made, ashbrook.head, at=HALF_PAST_THREE)
    assert queries.to_decide(viewer=ashbrook.head, at=HALF_PAST_THREE) == []


# --- Bad weather: away, left, vacant, the asker themselves ----------------------------------------


def test_a_delegate_decides_while_the_head_is_away(ashbrook: Cast) -> None:
    head = people.appoint(person=ashbrook.dsl, role="the headteacher", from_on=TODAY,
                          by=ashbrook.head, at=NOW)  # fmt: skip
    people.delegate(appointment=head, to=ashbrook.technician, scope="leave for photos",
                    from_on=TODAY, until_on=TOMORROW.date(), by=ashbrook.dsl, at=NOW)  # fmt: skip
    made = asked(ashbrook.teacher, until_at=NOW + dt.timedelta(days=3))
    assert who_decides(made) == {"Hana Head", "Dev Lead", "Tek Nishan"}
    assert who_decides(made, TOMORROW) == {"Hana Head", "Dev Lead"}
    assert granted(made, ashbrook.technician).role == "headteacher"


def test_nobodys_own_delegate_decides_for_them(ashbrook: Cast, person: Appoint) -> None:
    chair = person("Cara Chair", "chair")
    post = people.appoint(person=ashbrook.dsl, role="headteacher", from_on=TODAY,
                          by=ashbrook.head, at=NOW)  # fmt: skip
    Person.objects.filter(pk=ashbrook.head.pk).update(role="teacher")
    people.delegate(appointment=post, to=ashbrook.technician, scope="all", from_on=TODAY,
                    until_on=TOMORROW.date(), by=ashbrook.dsl, at=NOW)  # fmt: skip
    made = asked(ashbrook.dsl)
    assert who_decides(made) == {"Cara Chair"}
    decided = granted(made, chair)
    assert (decided.role, decided.states["authorised_by"]) == ("chair", "headteacher")


def test_when_the_head_has_left_the_chair_decides_and_then_the_new_head(
    ashbrook: Cast, person: Appoint
) -> None:
    made = asked(ashbrook.teacher, until_at=NOW + dt.timedelta(days=9))
    Person.objects.filter(pk=ashbrook.head.pk).update(ends_on=TODAY)
    assert who_decides(made) == set()
    with pytest.raises(actions.UnableToDecide, match="appoint somebody to the role first"):
        granted(made, ashbrook.dsl)
    person("Cara Chair", "chair")
    assert who_decides(made) == {"Cara Chair"}
    new = person("Nora New", "headteacher")
    assert who_decides(made) == {"Nora New"}
    assert granted(made, new).by == new


def test_what_was_granted_stands_when_its_giver_leaves_and_the_next_may_revoke_it(
    ashbrook: Cast, person: Appoint
) -> None:
    made = asked(ashbrook.teacher, until_at=NOW + dt.timedelta(days=9))
    granted(made, ashbrook.head)
    Person.objects.filter(pk=ashbrook.head.pk).update(ends_on=TODAY)
    assert again(made).state(NOW) is State.IN_FORCE
    with pytest.raises(actions.UnableToRevoke, match="not yours"):
        actions.revoke(approval=again(made), reason="Mine", at=NOW,
                       by=Person.objects.get(pk=ashbrook.head.pk))  # fmt: skip
    new = person("Nora New", "headteacher")
    actions.revoke(approval=again(made), reason="New rules.", by=new, at=NOW)
    assert again(made).state(NOW) is State.REVOKED


def test_the_head_asks_the_chair(ashbrook: Cast, person: Appoint) -> None:
    made = asked(ashbrook.head)
    assert who_decides(made) == set()
    with pytest.raises(actions.UnableToDecide, match="Nobody decides their own request"):
        granted(made, ashbrook.head)
    chair = person("Cara Chair", "chair")
    assert queries.to_decide(viewer=chair, at=NOW) == [made]
    assert granted(made, chair).role == "chair"


def test_a_pupil_asks_the_teacher_of_the_class(ashbrook: Cast, person: Appoint) -> None:
    School.objects.filter(pk=ashbrook.school.pk).update(pack="thatto-heath")
    Person.objects.filter(pk=ashbrook.pupil.pk).update(class_name="1 Oak")
    pupil = Person.objects.get(pk=ashbrook.pupil.pk)
    made = asked(pupil, key="CT.r1/staff_permission")
    assert who_decides(made) == {"Hana Head"}
    ashbrook.teacher.teaching.create(school=ashbrook.school, class_name="1 Oak")
    assert who_decides(made) == {"Tara Teacher"}
    assert queries.to_decide(viewer=ashbrook.teacher, at=NOW) == [made]
    assert granted(made, ashbrook.teacher).states == {"authorised_by": "teacher"}


# --- Revoked and read -----------------------------------------------------------------------------


def test_revoking_keeps_what_was_and_the_asker_reads_of_it(ashbrook: Cast) -> None:
    made = asked(ashbrook.teacher)
    granted(made, ashbrook.head)
    assert queries.to_read(viewer=ashbrook.teacher, at=NOW) == [made]
    actions.note_reading(approval=again(made), by=ashbrook.teacher, at=NOW)
    assert queries.to_read(viewer=ashbrook.teacher, at=NOW) == []
    actions.revoke(approval=again(made), reason="A parent objects.", by=ashbrook.head, at=NOW)
    assert queries.to_read(viewer=ashbrook.teacher, at=NOW) == [made]
    for _ in range(2):
        actions.note_reading(approval=again(made), by=ashbrook.teacher, at=NOW)
    assert queries.to_read(viewer=ashbrook.teacher, at=NOW) == []
    assert Decision.objects.get().outcome == "granted"
    assert Revocation.objects.get().reason == "A parent objects."
    assert (Reading.objects.count(), acts()) == (
        2, ["asked", "granted", "read", "revoked", "read"],
    )  # fmt: skip


@pytest.mark.parametrize("who", ["pupil", "parent", "technician", "governor", "dsl", "other_head"])
def test_leave_is_not_everybodys_to_take_back(ashbrook: Cast, who: str) -> None:
    made = asked(ashbrook.teacher)
    granted(made, ashbrook.head)
    with pytest.raises(actions.UnableToRevoke, match="not yours"):
        actions.revoke(approval=again(made), reason="No", by=getattr(ashbrook, who), at=NOW)
    assert acts() == ["asked", "granted"]


def test_whoever_has_leave_may_give_it_back_once(ashbrook: Cast) -> None:
    made = asked(ashbrook.teacher)
    granted(made, ashbrook.head)
    with pytest.raises(actions.UnableToRevoke, match="reason"):
        actions.revoke(approval=again(made), reason="", by=ashbrook.teacher, at=NOW)
    actions.revoke(approval=again(made), reason="Not needed.", by=ashbrook.teacher, at=NOW)
    for stale in (made, again(made)):
        with pytest.raises(actions.UnableToRevoke, match="Look again"):
            actions.revoke(approval=stale, reason="Twice", by=ashbrook.head, at=NOW)
    assert acts() == ["asked", "granted", "revoked"]


# --- Who sees what --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("stranger", 0), ("pupil", 0), ("technician", 0), ("parent", 0), ("governor", 0),
        ("other_head", 0), ("teacher", 1), ("dsl", 2), ("head", 3),
    ],
)  # fmt: skip
def test_each_sees_what_is_theirs(ashbrook: Cast, person: Appoint, who: str, sees: int) -> None:
    asked(ashbrook.teacher)
    asked(ashbrook.dsl)
    asked(ashbrook.head, key="14.1#0", about=ashbrook.teacher,
          doer=person("Nia Net", "network_manager"))  # fmt: skip
    seen = queries.approvals(viewer=getattr(ashbrook, who), on=TODAY)
    assert seen.count() == sees


def test_what_is_about_somebody_is_seen_by_few_and_never_by_them(
    ashbrook: Cast, person: Appoint
) -> None:
    manager, chair = person("Nia Net", "network_manager"), person("Cara Chair", "chair")
    made = asked(ashbrook.head, key="14.1#0", about=ashbrook.teacher, doer=manager)
    may = {
        one.name for one in Person.objects.all() if made in queries.approvals(viewer=one, on=TODAY)
    }
    assert may == {"Hana Head", "Nia Net", "Cara Chair"}
    actions.note_view(approval=made, by=chair, at=NOW)
    assert acts() == ["asked", "granted", "viewed"]


def test_governors_get_numbers_and_others_none(ashbrook: Cast) -> None:
    made = asked(ashbrook.teacher)
    asked(ashbrook.dsl)
    granted(made, ashbrook.head)
    assert queries.counts(viewer=ashbrook.governor, at=NOW) == {
        State.WAITING: 1, State.IN_FORCE: 1,
    }  # fmt: skip
    for who in (None, ashbrook.pupil, ashbrook.parent, ashbrook.technician, ashbrook.teacher):
        assert queries.counts(viewer=who, at=NOW) == {}
    assert queries.counts(viewer=ashbrook.other_head, at=NOW) == {}
