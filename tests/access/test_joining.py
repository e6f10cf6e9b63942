"""Joiners: gates in order, by hand, waived; and the list that is complete when all is done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from schoolgate.access import gates as registry
from schoolgate.access.actions import checklists, gates
from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.access.gates import Missing, Passed
from schoolgate.access.models import Checklist, GateRecord, Step
from schoolgate.access.queries import checklists as queries
from schoolgate.access.queries import gates as gate_queries
from schoolgate.accounts import actions as accounts
from schoolgate.accounts.models import Account
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from schoolgate.records.parties import System
from tests.access.conftest import A_DAY, TODAY, one_act, sentences, verbs
from tests.cast import NOW, Cast

DAILY = System("daily", "The daily look")


def begun(cast: Cast, person: Person, *, leaving: bool = False) -> Checklist:
    return checklists.begin_checklist(person=person, leaving=leaving, by=cast.head, at=NOW)


def done(checklist: Checklist) -> dict[str, bool]:
    return {one.name: one.done for one in queries.steps_of(checklist, NOW)}


def test_a_new_starter_has_the_steps_in_order(cast: Cast, starter: Person) -> None:
    made = begun(cast, starter)
    assert done(made) == {"induction": False, "staff-agreement": False, "account": False,
                          "device": False}  # fmt: skip
    assert sentences() == ["Hana Head began the joining of Stan Starter on 2026-10-21."]


@pytest.mark.row("PPL-25")
def test_nothing_is_opened_before_its_gate_is_passed(cast: Cast, starter: Person) -> None:
    made = begun(cast, starter)
    with pytest.raises(UnableToRecord, match="First: Account opened"):
        checklists.tick(checklist=made, step="device", said="laptop 14", by=cast.head, at=NOW)
    gates.pass_gate(person=starter, gate="induction", evidence="hall, 12 October", by=cast.head,
                    at=NOW)  # fmt: skip
    with pytest.raises(accounts.UnableToOpen, match="agreement for staff” is not signed yet"):
        gates.open_login(person=starter, by=cast.technician, at=NOW)
    gates.waive_gate(person=starter, gate="staff-agreement", because="signs on the first morning",
                     by=cast.head, at=NOW)  # fmt: skip
    gates.open_login(person=starter, by=cast.technician, at=NOW)
    checklists.tick(checklist=made, step="device", said="laptop 14", by=cast.technician, at=NOW)
    checklists.complete(checklist=made, by=cast.head, at=NOW)
    assert all(done(made).values())
    assert verbs() == [
        "access:checklist:opened", "access:gate:passed", "access:gate:waived",
        "accounts:account:opened", "access:checklist:ticked", "access:checklist:done",
    ]  # fmt: skip
    assert sentences()[2] == (
        "Hana Head waived staff agreement of Stan Starter: signs on the first morning."
    )


def test_a_list_with_an_open_step_is_not_complete(cast: Cast, starter: Person) -> None:
    made = begun(cast, starter)
    with pytest.raises(UnableToRecord, match="Still open: Induction training"):
        checklists.complete(checklist=made, by=cast.head, at=NOW)
    assert Checklist.objects.get().done_at is None
    assert verbs() == ["access:checklist:opened"]


@pytest.mark.parametrize(
    ("who", "records", "waives"),
    [("pupil", False, False), ("parent", False, False), ("technician", False, False),
     ("teacher", False, False), ("other_head", False, False), ("dsl", True, False),
     ("head", True, True)],
)  # fmt: skip
def test_the_head_waives_and_leaders_record(
    cast: Cast, starter: Person, who: str, records: bool, waives: bool
) -> None:
    by = getattr(cast, who)
    for act, may, words in (
        (gates.pass_gate, records, {"gate": "induction", "evidence": "hall, 12 October"}),
        (gates.waive_gate, waives, {"gate": "staff-agreement", "because": "it is with the office"}),
    ):
        if may:
            act(person=starter, by=by, at=NOW, **words)
        else:
            with pytest.raises(NotAllowed):
                act(person=starter, by=by, at=NOW, **words)
    assert GateRecord.objects.count() == Entry.objects.count() == records + waives


def test_nobody_passes_or_waives_their_own_gate_and_words_are_asked_for(
    cast: Cast, starter: Person
) -> None:
    acts: list[Callable[[], GateRecord]] = [
        lambda: gates.pass_gate(person=cast.head, gate="induction", evidence="I was there",
                                by=cast.head, at=NOW),
        lambda: gates.waive_gate(person=cast.head, gate="induction", because="I know it all",
                                 by=cast.head, at=NOW),
        lambda: gates.pass_gate(person=starter, gate="induction", evidence="yes", by=cast.head,
                                at=NOW),
        lambda: gates.waive_gate(person=starter, gate="induction", because="busy", by=cast.head,
                                 at=NOW),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(UnableToRecord):
            act()
    assert (GateRecord.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_gate_is_recorded_once(cast: Cast, starter: Person) -> None:
    for times in range(2):
        if times:
            with pytest.raises(UnableToRecord, match="already"):
                gates.pass_gate(person=starter, gate="induction", evidence="in the hall",
                                by=cast.dsl, at=NOW)  # fmt: skip
        else:
            gates.pass_gate(person=starter, gate="induction", evidence="in the hall", by=cast.head,
                            at=NOW)  # fmt: skip
    assert verbs() == ["access:gate:passed"]


def test_a_room_that_knows_takes_the_place_of_the_gate_by_hand(
    cast: Cast, starter: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_gates", dict(registry._gates))
    signed: list[Person] = []
    registry.add(
        "staff-agreement", lambda person: person.role == "teacher",
        lambda person, _: Passed("signed") if person in signed else Missing("Sign the agreement."),
    )  # fmt: skip
    with pytest.raises(UnableToRecord, match="not by hand"):
        gates.pass_gate(person=starter, gate="staff-agreement", evidence="on paper", by=cast.head,
                        at=NOW)  # fmt: skip
    assert "Sign the agreement." in gate_queries.why_closed(starter, NOW)
    signed.append(starter)
    assert "Sign" not in gate_queries.why_closed(starter, NOW)
    assert Entry.objects.count() == 0


def test_whoever_was_here_before_keeps_their_account_and_a_list_binds(cast: Cast) -> None:
    assert gate_queries.why_closed(cast.teacher, NOW) == ""
    Person.objects.filter(pk=cast.teacher.pk).update(starts_on=TODAY - 400 * A_DAY)
    teacher = Person.objects.get(pk=cast.teacher.pk)
    assert gate_queries.why_closed(teacher, NOW) == ""
    begun(cast, teacher)
    assert "Induction training" in gate_queries.why_closed(teacher, NOW)
    assert Account.objects.count() == 0
    assert verbs() == ["access:checklist:opened"]


@pytest.mark.row("AGR-04")
def test_a_new_pupil_has_no_account_before_the_agreement_is_signed(cast: Cast) -> None:
    pupil = Person.objects.create(school=cast.school, name="Nia New", role="pupil_ks2", year=4,
                                  starts_on=TODAY)  # fmt: skip
    with pytest.raises(accounts.UnableToOpen, match="pupils from year 3” is not signed"):
        accounts.open_account(person=pupil, by=cast.head, at=NOW)
    gates.waive_gate(person=pupil, gate="pupil-agreement", because="signed at the old school",
                     by=cast.head, at=NOW)  # fmt: skip
    assert accounts.open_account(person=pupil, by=cast.head, at=NOW).is_active
    assert verbs() == ["access:gate:waived", "accounts:account:opened"]


def test_lists_begin_by_dates_once_and_not_for_guests(
    cast: Cast, starter: Person, leaver: Person
) -> None:
    Person.objects.create(school=cast.school, name="Far Off", role="teacher",
                          starts_on=TODAY + 60 * A_DAY)  # fmt: skip
    Person.objects.create(school=cast.school, name="Pa Rent", role="parent", starts_on=TODAY)
    Person.objects.create(school=cast.other_school, name="Else Where", role="teacher",
                          starts_on=TODAY)  # fmt: skip
    assert checklists.begin_due_checklists(school=cast.school, by=DAILY, at=NOW) == 2
    assert [*Checklist.objects.values_list("person__name", "leaving").order_by("leaving")] == [
        ("Stan Starter", False), ("Lea Leaver", True),
    ]  # fmt: skip
    assert one_act()
    assert checklists.begin_due_checklists(school=cast.school, by=DAILY, at=NOW) == 0
    assert verbs() == ["access:checklist:opened"] * 2


@pytest.mark.parametrize(
    ("who", "sees"),
    [("stranger", 0), ("pupil", 0), ("parent", 0), ("governor", 0), ("teacher", 0),
     ("other_head", 0), ("technician", 1), ("dsl", 1), ("head", 1)],
)  # fmt: skip
def test_lists_are_for_the_office_technicians_and_leaders(
    cast: Cast, starter: Person, who: str, sees: int
) -> None:
    begun(cast, starter)
    assert queries.lists(getattr(cast, who), leaving=False, on=TODAY).count() == sees
    assert Step.objects.count() == 0
    assert verbs() == ["access:checklist:opened"]


@pytest.mark.parametrize("who", ["pupil", "parent", "teacher", "governor", "other_head"])
def test_lists_are_not_everybodys_to_begin(cast: Cast, starter: Person, who: str) -> None:
    with pytest.raises(NotAllowed):
        checklists.begin_checklist(person=starter, leaving=False, by=getattr(cast, who), at=NOW)
    assert (Checklist.objects.count(), Entry.objects.count()) == (0, 0)
