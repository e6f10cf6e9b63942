"""Leave asked for: what may be, by whom, and the words that are kept."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from schoolgate.approvals import actions, queries
from schoolgate.approvals.models import Approval, Decision
from schoolgate.approvals.rules import State
from schoolgate.people.models import School
from schoolgate.policies import library
from schoolgate.records import queries as journal
from schoolgate.records.models import Entry
from tests.approvals.conftest import MAIL, PHOTOS, Appoint, again, asked, granted
from tests.cast import NOW, Cast

TODAY = NOW.date()


def sentences() -> list[str]:
    return [journal.sentence(entry) for entry in Entry.objects.order_by("sequence")]


def test_what_is_asked_keeps_its_words_and_those_of_the_clause(ashbrook: Cast) -> None:
    made = asked(ashbrook.teacher)
    assert made.words == "taking photos or videos of pupils with an own device"
    assert (made.clause, made.roles, made.actor) == (
        "5.7.with_learners", ("headteacher",), "teacher",
    )  # fmt: skip
    assert made.clause_text.startswith("Staff do not use own devices directly with pupils.")
    assert made.pack_hash == library.loaded("ashbrook").pack.hash
    assert made.state(NOW) is State.WAITING
    assert sentences() == [f"Tara Teacher asked for {made}."]
    assert Entry.objects.get().clause == "5.7.with_learners"


def test_sending_the_form_twice_asks_once(ashbrook: Cast) -> None:
    ticket = uuid4()
    assert asked(ashbrook.teacher, ticket=ticket) == asked(ashbrook.teacher, ticket=ticket)
    assert (Approval.objects.count(), Entry.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"purpose": " "}, "Say what it is for"),
        ({"scope": ""}, "Say what it is for"),
        ({"purpose": "x" * 2001}, "at most 2000"),
        ({"until_at": NOW}, "end before it begins"),
        ({"from_at": NOW - dt.timedelta(days=2), "until_at": NOW - dt.timedelta(days=1)}, "over"),
        ({"key": "99.9#0"}, "nothing to ask for"),
        ({"key": MAIL}, "lets the headteacher ask"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    ashbrook: Cast, wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(actions.UnableToAsk, match=sentence):
        asked(ashbrook.teacher, **wrong)
    assert (Approval.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize("who", ["pupil", "parent", "governor"])
def test_who_is_not_named_by_the_clause_does_not_ask(ashbrook: Cast, who: str) -> None:
    with pytest.raises(actions.UnableToAsk, match="lets the member of staff ask"):
        asked(getattr(ashbrook, who))
    assert not Entry.objects.exists()


def test_a_leaver_asks_for_nothing(ashbrook: Cast) -> None:
    ashbrook.teacher.ends_on = TODAY
    with pytest.raises(actions.UnableToAsk, match="not at the school"):
        asked(ashbrook.teacher)


def test_an_own_request_ends_with_withdrawing_it(ashbrook: Cast) -> None:
    made = asked(ashbrook.teacher)
    with pytest.raises(actions.UnableToAsk, match="Only whoever asked"):
        actions.withdraw(approval=made, reason="Mine now", by=ashbrook.head, at=NOW)
    actions.withdraw(approval=made, reason="It rains.", by=ashbrook.teacher, at=NOW)
    assert again(made).state(NOW) is State.WITHDRAWN
    with pytest.raises(actions.UnableToAsk, match="decided"):
        actions.withdraw(approval=again(made), reason="Twice", by=ashbrook.teacher, at=NOW)
    with pytest.raises(actions.UnableToDecide, match="withdrawn this already"):
        granted(again(made), ashbrook.head)
    assert sentences()[1:] == [f"Tara Teacher withdrew the request of {made}."]


def test_a_clause_that_counts_days_allows_no_more(cast: Cast, person: Appoint) -> None:
    person("Tess Tech", "it_technician")
    mail: dict[str, Any] = {"key": "11.2#0", "about": cast.teacher, "doer": cast.technician}
    with pytest.raises(actions.UnableToAsk, match="allows 14 days at most"):
        asked(cast.head, **mail, until_at=NOW + dt.timedelta(days=15))
    assert asked(cast.head, **mail, until_at=NOW + dt.timedelta(days=13)).pk


# --- The headteacher's own request in writing (000 §14.1) -----------------------------------------


@pytest.fixture
def monitored(ashbrook: Cast, person: Appoint) -> dict[str, Any]:
    """A look at the teacher's mail, done by the network manager."""
    return {"key": MAIL, "about": ashbrook.teacher, "doer": person("Nia Net", "network_manager")}


def test_the_heads_written_request_is_the_leave(ashbrook: Cast, monitored: dict[str, Any]) -> None:
    made = asked(ashbrook.head, **monitored)
    decided = Decision.objects.get(approval=made)
    assert (decided.by, decided.role, decided.reason) == (
        ashbrook.head, "headteacher", made.purpose,
    )  # fmt: skip
    assert decided.states == {"requested_by": "headteacher", "form": "written"}
    assert made.state(NOW) is State.IN_FORCE
    assert len({entry.action for entry in Entry.objects.all()}) == 1
    assert sentences()[1] == (
        f"Hana Head granted {made}, as headteacher, until 14 October 2026, 15:30."
    )
    assert "Tara" not in "".join(sentences())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"about": None}, "Say whom it is about"),
        ({"doer": None}, "Say who is to do it: network manager"),
        ({"doer": "teacher"}, "Tara Teacher is not network manager"),
        ({"about": "other_head"}, "at your school"),
        ({"about": "head"}, "about themselves. Ask the chair"),
        ({"about": "doer"}, "Nobody does what is about themselves"),
    ],
)
def test_who_asks_who_does_and_whom_it_is_about_are_apart(
    ashbrook: Cast, monitored: dict[str, Any], change: dict[str, Any], sentence: str
) -> None:
    named = {
        key: monitored["doer"] if who == "doer" else getattr(ashbrook, who or "stranger")
        for key, who in change.items()
    }
    with pytest.raises(actions.UnableToAsk, match=sentence):
        asked(ashbrook.head, **(monitored | named))
    assert not Approval.objects.exists()


def test_a_look_at_the_heads_own_mailbox_is_the_chairs(
    ashbrook: Cast, monitored: dict[str, Any], person: Appoint
) -> None:
    chair = person("Cara Chair", "chair")
    made = asked(chair, **(monitored | {"about": ashbrook.head}))
    assert Decision.objects.get(approval=made).role == "chair"
    theirs = queries.approvals(viewer=ashbrook.head, on=TODAY)
    assert not theirs.exists()
    waits = asked(chair, **monitored)
    assert waits.decided is None
    assert queries.deciders(waits, holders=queries.Holders(TODAY)).people == {ashbrook.head.pk}


# --- What the database itself refuses -------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [{"purpose": ""}, {"scope": ""}, {"until_at": NOW}, {"ticket": "same"}, {"about": "asker"}],
)
def test_the_database_itself_refuses_what_cannot_be(ashbrook: Cast, change: dict[str, Any]) -> None:
    made = asked(ashbrook.teacher)
    values = {name: value for name, value in vars(made).items() if not name.startswith("_")}
    values |= {"id": None, "ticket": made.ticket if change.pop("ticket", "") else uuid4()}
    if change.pop("about", ""):
        values["about_id"] = made.asker_id
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(**(values | change))


def test_what_was_written_is_never_changed(ashbrook: Cast) -> None:
    made = asked(ashbrook.teacher)
    granted(made, ashbrook.head)
    for model, change in [(Approval, {"purpose": "x"}), (Decision, {"reason": "x"})]:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            model.objects.update(**change)  # type: ignore[attr-defined]


# --- What the clauses of later rooms ask for ------------------------------------------------------

CLAUSES = [
    ("ashbrook", PHOTOS, "teacher", "head"),
    ("ashbrook", "10.2#0", "teacher", "head"),  # DEV-12
    ("ashbrook", "8.2#0", "teacher", "technician"),  # SWR-03
    ("ashbrook", "5.7.teaching#0", "teacher", "head"),
    ("ashbrook", "13.1#0", "teacher", "head"),
    ("cotmanhay", "12.2#0", "parent", "head"),  # DEV-12
    ("cotmanhay", "7.5.approved#0", "teacher", "head"),  # CHN-02
    ("cotmanhay", "10.2#0", "teacher", "head"),  # SWR-03
    ("thatto-heath", "Tech.b10#0", "manager", "head"),  # FIL-10
    ("thatto-heath", "Tech.b17#0", "pupil", "technician"),
    ("thatto-heath", "EduPupils.b10#0", "teacher", "technician"),
    ("brookside", "9.4#0", "teacher", "head"),
    ("brookside", "8.2#0", "teacher", "head"),
    ("brookside", "9.3/process_agreed_by_headteacher", "technician", "head"),
]


@pytest.mark.parametrize(("pack", "key", "asker", "decider"), CLAUSES)
def test_every_clause_that_speaks_of_leave_can_be_asked_for_and_granted(
    cast: Cast, person: Appoint, pack: str, key: str, asker: str, decider: str
) -> None:
    manager = person("Nia Net", "network_manager")
    School.objects.filter(pk=cast.school.pk).update(pack=pack)
    everyone = {name: one for name, one in cast._asdict().items() if name != "school"}
    everyone["manager"] = manager
    for one in everyone.values():
        if getattr(one, "school_id", None):
            one.refresh_from_db()
    made = asked(everyone[asker], key=key)
    granted(made, everyone[decider])
    force = queries.grants_in_force(school=made.school, for_=made.clause, at=NOW)
    assert force == [made]
    assert [entry.verb for entry in Entry.objects.order_by("sequence")] == [
        "approvals:approval:asked", "approvals:approval:granted",
    ]  # fmt: skip


@pytest.mark.parametrize("pack", ["ashbrook", "cotmanhay", "brookside", "thatto-heath"])
def test_every_approval_box_of_every_policy_can_be_asked_for(cast: Cast, pack: str) -> None:
    cast.school.pack = pack
    known = queries.leaves_of(cast.school)
    boxes = sum(1 for _ in library.loaded(pack).pack.boxes("approval"))
    assert sum("#" in key for key in known) == boxes > 0
    for leave in known.values():
        assert leave.askers
        assert leave.givers
        assert leave.words
        assert leave.facts(leave.givers[0])
