"""A look at one employee: asked in writing, carried out by who is named, told, reviewed, done."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from schoolgate.approvals import actions as approvals
from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import Delay, UnableToAct
from schoolgate.monitoring.models import Look, LookUp
from schoolgate.monitoring.queries import lookups as queries
from schoolgate.monitoring.rules.lookups import Scope, Stage
from schoolgate.people.models import Person
from schoolgate.records import verifying
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast
from tests.monitoring.working import (
    CLOCK,
    DAY,
    TODAY,
    YESTERDAY,
    again,
    asked,
    hands,
    looked,
    request,
    verbs,
    visited,
    waiting,
    wanted,
)
from tests.openings.working import under
from tests.records.triggers import switched_off

pytestmark = pytest.mark.django_db


@pytest.mark.row("MON-06")
@pytest.mark.row("MON-22")
def test_who_is_named_sees_just_what_was_authorised_and_each_query_is_written(cast: Cast) -> None:
    visited(cast.teacher, "news.example", "cards.example")
    visited(cast.teacher, "earlier.example", at=NOW - 3 * DAY)
    row = asked(cast)
    seen = looked(row, cast.technician)
    assert [one.what for one in seen.rows] == ["news.example", "cards.example"]
    entry = Entry.objects.get(verb="monitoring:look-up:read")
    said = json.loads(entry.body or "")
    assert entry.actor == f"person:{cast.technician.pk}"
    assert said["about"] == f"person:{cast.teacher.pk}"
    assert said["under"] == f"approval:{row.approval_id}"
    assert said["query"] == "web, 14/10/2026 00:00 to 15/10/2026 00:00, page 1"
    assert said["rows"] == 2
    used = Entry.objects.get(verb="approvals:approval:used")
    assert used.action == entry.action
    assert [one.rows for one in Look.objects.filter(look_up=row)] == [2]


@pytest.mark.row("MON-06")
@pytest.mark.parametrize("who", ["teacher", "technician", "dsl", "governor"])
def test_nobody_but_the_headteacher_asks(cast: Cast, who: str) -> None:
    by: Person = getattr(cast, who)
    about = cast.dsl if who == "teacher" else cast.teacher
    with pytest.raises(UnableToAct):
        actions.ask(request=request(cast, about=about), by=by, at=NOW)
    assert not LookUp.objects.exists()
    assert verbs() == []


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"reason": " "}, "good cause"),
        ({"purpose": "performance"}, "How somebody does their work is not on it"),
        ({"scopes": ()}, "Say what may be looked at"),
        ({"first": TODAY, "last": YESTERDAY}, "before the first"),
        ({"first": TODAY - 200 * DAY}, "92 days"),
        ({"first": TODAY + DAY, "last": TODAY + 2 * DAY}, "still to come"),
        ({"until_at": NOW + 40 * DAY}, "14 days at most"),
        ({"until_at": NOW}, "not over"),
    ],
)
@pytest.mark.row("MON-06")
def test_a_request_says_cause_scope_and_days(
    cast: Cast, other: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(UnableToAct, match=sentence):
        asked(cast, **other)
    assert verbs() == []


@pytest.mark.row("OVR-16")
@pytest.mark.row("MON-14")
@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"doer": "head"}, "carry"),
        ({"reviewer": "technician"}, "Nobody reviews what they carried out"),
        ({"reviewer": "head"}, "does not review it"),
        ({"about": "technician"}, "themselves"),
        ({"reviewer": "teacher"}, "themselves"),
        ({"about": "head"}, "themselves"),
    ],
)
def test_nobody_holds_two_parts(cast: Cast, other: dict[str, str], sentence: str) -> None:
    parts = {name: getattr(cast, who) for name, who in other.items()}
    with pytest.raises(UnableToAct, match=sentence):
        asked(cast, **parts)
    assert not LookUp.objects.exists()


@pytest.mark.row("OVR-16")
def test_a_small_school_says_why_two_parts_are_in_one_hand_and_governors_see_it(cast: Cast) -> None:
    row = asked(cast, reviewer=cast.head, exception="We have no governor this term.")
    assert row.exception
    numbers = queries.numbers(viewer=cast.governor, at=NOW)
    assert numbers is not None
    assert numbers.flagged == 1
    assert json.loads(Entry.objects.get(verb="monitoring:look-up:asked").body or "")["flagged"]
    visited(cast.teacher, "news.example")
    assert len(looked(row, cast.technician).rows) == 1


def test_an_exception_never_lets_who_looks_review(cast: Cast) -> None:
    with pytest.raises(UnableToAct, match="Nobody reviews"):
        asked(cast, reviewer=cast.technician, exception="There is nobody.")


def test_of_the_headteacher_the_chair_asks_and_the_headteacher_knows_nothing(cast: Cast) -> None:
    chair = hands(cast).chair
    visited(cast.head, "cards.example")
    row = asked(cast, by=chair, about=cast.head)
    assert queries.one(viewer=cast.head, pk=row.pk, on=TODAY) is None
    assert len(looked(row, cast.technician).rows) == 1
    assert queries.about_me(viewer=cast.head, at=NOW) == []


def test_a_policy_without_a_clause_lets_nobody_look(cast: Cast) -> None:
    here = under(cast, "thatto-heath")
    with pytest.raises(UnableToAct, match="no clause"):
        asked(here)


def test_at_ashbrook_only_the_network_manager_carries_it_out(cast: Cast) -> None:
    here, manager = under(cast, "ashbrook"), hands(cast).manager
    with pytest.raises(UnableToAct, match="not network manager"):
        asked(here)
    assert asked(here, doer=manager).clause == "14.1"


@pytest.mark.row("MON-08")
@pytest.mark.row("MON-22")
@pytest.mark.parametrize(
    ("who", "what", "later", "sentence"),
    [
        ("technician", wanted(Scope.MAIL_BODIES), 0, "not part of what was authorised"),
        ("technician", wanted(Scope.MAIL_HEADERS), 0, "not part of what was authorised"),
        ("technician", wanted(day=TODAY - 2 * DAY), 0, "days are not part"),
        ("technician", wanted(), 2, "This is over"),
        ("technician", wanted(), -1, "has not begun"),
        ("head", wanted(), 0, "Only whoever is named"),
        ("governor", wanted(), 0, "Only whoever is named"),
        ("dsl", wanted(), 0, "Only whoever is named"),
        ("teacher", wanted(), 0, "Only whoever is named"),
    ],
)
def test_what_lies_outside_is_refused_and_recorded(
    cast: Cast, who: str, what: Any, later: int, sentence: str
) -> None:
    visited(cast.teacher, "news.example")
    row = asked(cast)
    seen = looked(row, getattr(cast, who), at=NOW + later * DAY, wanted=what)
    assert sentence in seen.refused
    assert seen.rows == ()
    assert verbs() == ["look-up:asked", "look-up:refused"]
    assert Look.objects.get().refused == seen.refused


@pytest.mark.row("MON-07")
@pytest.mark.row("MON-26")
def test_ending_writes_the_notice_and_it_is_finished_only_when_told_and_reviewed(
    cast: Cast,
) -> None:
    visited(cast.teacher, "news.example")
    row = asked(cast)
    assert waiting(cast.technician) == [f"Carry out look-up {row.pk}"]
    assert waiting(cast.teacher) == []  # no notice before or during it: MON-26
    looked(row, cast.technician)
    actions.end(look_up=row, words="Come and talk to me.", by=cast.technician, at=NOW)
    row = again(row)
    assert row.stage(NOW) is Stage.TO_TELL
    words = row.written["noticed"].words
    assert "A parent saw something on the board." in words
    assert "Tek Nishan carried it out. Queries: 1. Rows that they showed: 1." in words
    assert "Come and talk to me." in words
    with pytest.raises(UnableToAct, match="has the notice"):
        actions.finish(look_up=row, by=cast.head, at=NOW)
    assert waiting(cast.teacher) == ["Read: somebody looked at what you did"]
    assert actions.note_read(look_up=row, by=cast.teacher, at=NOW)
    with pytest.raises(UnableToAct, match="has not reviewed"):
        actions.finish(look_up=again(row), by=cast.head, at=NOW)
    assert waiting(cast.governor) == [f"Review look-up {row.pk}"]
    actions.review(look_up=again(row), words="One query, within it.", by=cast.governor, at=NOW)
    assert waiting(cast.head) == [f"Finish look-up {row.pk}"]
    actions.finish(look_up=again(row), by=cast.head, at=NOW)
    assert again(row).stage(NOW) is Stage.FINISHED
    assert verbs() == [
        "look-up:asked", "look-up:read", "look-up:ended", "look-up:noticed", "look-up:delivered",
        "look-up:reviewed", "look-up:finished",
    ]  # fmt: skip


@pytest.mark.row("MON-07")
def test_what_the_clock_ended_is_told_too_and_overdue_shows_to_governors(cast: Cast) -> None:
    row = asked(cast)
    after = NOW + 2 * DAY
    assert again(row).stage(after) is Stage.TO_TELL
    assert actions.end_what_is_over(school=cast.school, by=CLOCK, at=after) == 1
    assert actions.end_what_is_over(school=cast.school, by=CLOCK, at=after) == 0
    assert "Nothing was looked at." in again(row).written["noticed"].words
    late = NOW + 16 * DAY
    assert again(row).due_on(late) == dt.date(2026, 10, 29)
    assert waiting(cast.governor, late)[-1] == "Overdue: 1 employees are not told of a look"
    actions.deliver(look_up=again(row), means="handed", on=late.date(), by=cast.head, at=late)
    assert not any("Overdue" in one for one in waiting(cast.governor, late))


def test_revoked_in_the_room_of_permissions_it_is_over_and_told(cast: Cast) -> None:
    row = asked(cast)
    assert row.approval is not None
    approvals.revoke(approval=row.approval, reason="No longer needed.", by=cast.head, at=NOW)
    assert looked(again(row), cast.technician).refused
    assert actions.end_what_is_over(school=cast.school, by=CLOCK, at=NOW) == 1
    assert queries.about_me(viewer=cast.teacher, at=NOW)


@pytest.mark.row("MON-07")
def test_telling_is_put_off_only_under_a_clause_of_the_policy(cast: Cast) -> None:
    row = asked(cast)
    delay = Delay("11.2", "The police", "They asked for it.", TODAY + 30 * DAY)
    with pytest.raises(UnableToAct, match="no clause that lets telling be put off"):
        actions.put_off(look_up=row, delay=delay, by=cast.head, at=NOW)
    assert "delayed" not in again(row).written


def test_nobody_delivers_reviews_or_finishes_what_is_not_theirs(cast: Cast) -> None:
    row = asked(cast)
    actions.end(look_up=row, words="", by=cast.head, at=NOW)
    row = again(row)
    for by in (cast.technician, cast.governor, cast.dsl, cast.teacher, cast.other_head):
        with pytest.raises(UnableToAct):
            actions.deliver(look_up=row, means="post", on=TODAY, by=by, at=NOW)
        with pytest.raises(UnableToAct):
            actions.finish(look_up=row, by=by, at=NOW)
    for by in (cast.technician, cast.head, cast.dsl, cast.teacher, cast.other_head):
        with pytest.raises(UnableToAct):
            actions.review(look_up=row, words="All well.", by=by, at=NOW)
    assert set(again(row).written) == {"ended", "noticed"}


def test_what_was_written_about_a_look_up_is_never_changed(cast: Cast) -> None:
    row = asked(cast)
    looked(row, cast.technician)
    for change in (
        lambda: LookUp.objects.update(purpose="law"), lambda: Look.objects.update(rows=0),
        lambda: Look.objects.all().delete(),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="look-up"), transaction.atomic():
            change()
    assert again(row).purpose == "unsuitable"


@pytest.mark.row("MON-22")
def test_a_line_of_the_record_changed_by_hand_is_found(cast: Cast) -> None:
    visited(cast.teacher, "news.example")
    row = asked(cast)
    looked(row, cast.technician)
    entry = Entry.objects.get(verb="monitoring:look-up:read")
    assert [one.rows for one in row.looks.all()] == [1]
    with switched_off(connection):
        changed = (entry.body or "").replace('"rows":1', '"rows":0')
        assert changed != entry.body
        Entry.objects.filter(sequence=entry.sequence).update(body=changed)
    found = verifying.verify(entry.journal).findings
    assert [str(one).partition(":")[0] for one in found] == [f"Entry {entry.sequence}"]
