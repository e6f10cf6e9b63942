"""Leave checked at the moment of its use, and the clock that jumps."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from schoolgate.approvals import actions, queries
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.approvals.conftest import (
    HALF_PAST_THREE,
    MAIL,
    TOMORROW,
    Appoint,
    again,
    asked,
    granted,
)
from tests.cast import NOW, Cast

NETWORK = "10.2"
LAPTOP: dict[str, Any] = {"key": "10.2#0", "thing": "02:00:5e:10:00:01"}


def used(cast: Cast, by: Person, at: dt.datetime = NOW, **other: Any) -> Any:
    values: dict[str, Any] = {"school": cast.school, "for_": NETWORK, "by": by, "at": at}
    return actions.use_grant(**(values | other))


def uses() -> int:
    return Entry.objects.filter(verb="approvals:approval:used").count()


def test_a_use_is_written_down_with_its_clause(ashbrook: Cast) -> None:
    made = asked(ashbrook.teacher, **LAPTOP)
    granted(made, ashbrook.head)
    assert used(ashbrook, ashbrook.teacher, thing="02:00:5E:10:00:01") == made
    assert Entry.objects.get(verb="approvals:approval:used").clause == NETWORK


@pytest.mark.parametrize(
    ("before", "at", "sentence"),
    [
        ("nothing", NOW, "Nobody has asked for permission under clause 10.2"),
        ("asked", NOW, "the headteacher has not decided yet"),
        ("asked", HALF_PAST_THREE, "nobody decided in time"),
        ("refused", NOW, "refused"),
        ("withdrawn", NOW, "withdrawn"),
        ("granted", NOW - dt.timedelta(minutes=1), "begins on 14 October 2026, 10:30"),
        ("granted", HALF_PAST_THREE, "ended on 14 October 2026, 15:30"),
        ("revoked", NOW, "revoked"),
    ],
)
def test_there_is_no_use_without_leave_in_force(
    ashbrook: Cast, before: str, at: dt.datetime, sentence: str
) -> None:
    teacher, head = ashbrook.teacher, ashbrook.head
    made = asked(teacher, **LAPTOP) if before != "nothing" else None
    if made and before == "refused":
        actions.refuse(approval=made, reason="No.", by=head, at=NOW)
    if made and before == "withdrawn":
        actions.withdraw(approval=made, reason="No.", by=teacher, at=NOW)
    if made and before in {"granted", "revoked"}:
        granted(made, head)
    if made and before == "revoked":
        actions.revoke(approval=again(made), reason="Stolen.", by=head, at=NOW)
    with pytest.raises(actions.UnableToUse, match=sentence):
        used(ashbrook, teacher, at)
    assert uses() == 0


@pytest.mark.parametrize("who", ["pupil", "parent", "technician", "governor", "head", "other_head"])
def test_leave_is_for_whoever_got_it(ashbrook: Cast, who: str) -> None:
    granted(asked(ashbrook.teacher, **LAPTOP), ashbrook.head)
    with pytest.raises(actions.UnableToUse, match=r"somebody else|not at this school"):
        used(ashbrook, getattr(ashbrook, who))
    assert uses() == 0


def test_leave_for_one_device_is_not_for_another(ashbrook: Cast) -> None:
    granted(asked(ashbrook.teacher, **LAPTOP), ashbrook.head)
    with pytest.raises(actions.UnableToUse, match="Nobody has asked"):
        used(ashbrook, ashbrook.teacher, thing="02:00:5e:99:99:99")


def test_a_leaver_uses_nothing(ashbrook: Cast) -> None:
    granted(asked(ashbrook.teacher, **LAPTOP), ashbrook.head)
    ashbrook.teacher.ends_on = NOW.date()
    with pytest.raises(actions.UnableToUse, match="not at this school now"):
        used(ashbrook, ashbrook.teacher)


def test_the_clock_set_back_or_forward_gives_what_is_so_then(ashbrook: Cast) -> None:
    """Nothing is stored about being in force, so nothing goes wrong when time jumps."""
    made = asked(ashbrook.teacher, **LAPTOP, until_at=TOMORROW)
    granted(made, ashbrook.head)
    year = dt.timedelta(days=365)
    in_force = [
        bool(queries.grants_in_force(school=ashbrook.school, for_=NETWORK, at=at))
        for at in (NOW, NOW + year, NOW - year, NOW, TOMORROW)
    ]
    assert in_force == [True, False, False, True, False]
    actions.revoke(approval=again(made), reason="Lost.", by=ashbrook.head, at=NOW)
    assert not queries.grants_in_force(school=ashbrook.school, for_=NETWORK, at=NOW)
    before = NOW + dt.timedelta(minutes=-1)
    assert not queries.grants_in_force(school=ashbrook.school, for_=NETWORK, at=before)


@pytest.fixture
def monitored(ashbrook: Cast, person: Appoint) -> dict[str, Any]:
    manager = person("Nia Net", "network_manager")
    asked(ashbrook.head, key=MAIL, about=ashbrook.teacher, doer=manager)
    return {"for_": MAIL, "about": ashbrook.teacher, "by": manager}


def test_who_monitors_who_approves_and_who_reviews_are_three_people(
    ashbrook: Cast, monitored: dict[str, Any]
) -> None:
    """OVR-16, as far as leave goes: the look itself is another room's."""
    manager = monitored["by"]
    for reviewer, sentence in [
        (ashbrook.head, "approves it and whoever reviews it are two people"),
        (manager, "does it and whoever reviews it are two people"),
        (ashbrook.teacher, "reviews what is about themselves"),
    ]:
        with pytest.raises(actions.UnableToUse, match=sentence):
            used(ashbrook, **monitored, reviewer=reviewer)
    assert used(ashbrook, **monitored, reviewer=ashbrook.governor).about == ashbrook.teacher
    assert uses() == 1


def test_leave_about_one_person_is_not_about_another(
    ashbrook: Cast, monitored: dict[str, Any]
) -> None:
    for about in (ashbrook.dsl, None):
        with pytest.raises(actions.UnableToUse, match="Nobody has asked"):
            used(ashbrook, **(monitored | {"about": about}))
    for by in (ashbrook.head, ashbrook.technician):
        with pytest.raises(actions.UnableToUse, match="for somebody else"):
            used(ashbrook, **(monitored | {"by": by}))
    assert uses() == 0
