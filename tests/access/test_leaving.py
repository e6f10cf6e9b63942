"""Leavers: the account goes with the date, and the rest is done before the list is complete."""

from __future__ import annotations

import pytest

from schoolgate.access import holdings as registry
from schoolgate.access.actions import checklists, holdings
from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.access.models import Checklist, Holding
from schoolgate.access.queries import checklists as queries
from schoolgate.accounts.models import Account
from schoolgate.people import actions as people
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Appointment, Person
from schoolgate.records.models import Entry
from schoolgate.records.parties import System
from tests.access.conftest import TODAY, one_act, sentences, verbs
from tests.cast import NOW, Cast

DAILY = System("daily", "The daily look")
CERTIFICATE = "Mailbox and home folder deleted by the technician on 14 October 2026."


@pytest.fixture
def leaving(cast: Cast, leaver: Person) -> Checklist:
    """A leaver with an account, a laptop and a role; nothing of it is in the journal."""
    Account.objects.create(school=cast.school, person=leaver, username="lea", opened_at=NOW,
                           issuer="The office")  # fmt: skip
    Holding.objects.create(school=cast.school, person=leaver, what="laptop 7", since_on=TODAY,
                           noted_by="The office")  # fmt: skip
    Appointment.objects.create(school=cast.school, person=leaver, role="fire_warden",
                               from_on=TODAY.replace(year=2025))  # fmt: skip
    return Checklist.objects.create(
        school=cast.school,
        person=leaver,
        leaving=True,
        day_on=TODAY,
        opened_at=NOW,
        opened_by="The office",
    )


def still_open(one: Checklist) -> list[str]:
    return [step.name for step in queries.steps_of(one, NOW) if not step.done]


@pytest.mark.row("PPL-16")
def test_a_leavers_list_is_worked_through_to_its_certificate(
    cast: Cast, leaving: Checklist
) -> None:
    assert still_open(leaving) == ["account-closed", "devices", "roles", "channels", "data"]
    with pytest.raises(UnableToRecord, match="First: Account closed, Everything"):
        checklists.tick(checklist=leaving, step="data", said=CERTIFICATE, by=cast.head, at=NOW)
    assert checklists.close_leavers(school=cast.school, by=DAILY, at=NOW) == 1
    holdings.take_back(holding=Holding.objects.get(), by=cast.technician, at=NOW)
    assert checklists.end_roles(checklist=leaving, by=cast.head, at=NOW) == 1
    checklists.tick(checklist=leaving, step="channels", said="newsletter", by=cast.head, at=NOW)
    checklists.tick(checklist=leaving, step="data", said=CERTIFICATE, by=cast.technician, at=NOW)
    checklists.complete(checklist=leaving, by=cast.head, at=NOW)
    assert Appointment.objects.get().until_on == TODAY
    assert verbs() == [
        "accounts:account:closed", "access:leaver:closed", "access:holding:returned",
        "people:role:ended", "access:checklist:ticked", "access:data:deleted",
        "access:checklist:done",
    ]  # fmt: skip
    assert sentences()[5] == (
        f"Tek Nishan deleted the data, data of leaving of Lea Leaver: {CERTIFICATE}"
    )


def test_the_certificate_says_what_was_deleted(cast: Cast, leaving: Checklist) -> None:
    with pytest.raises(UnableToRecord, match="certificate"):
        checklists.tick(checklist=leaving, step="data", said="done", by=cast.head, at=NOW)
    with pytest.raises(UnableToRecord, match="not ticked by hand"):
        checklists.tick(
            checklist=leaving, step="account-closed", said="closed", by=cast.head, at=NOW
        )
    assert Entry.objects.count() == 0


def test_the_date_closes_every_leavers_account_in_one_act_and_nobody_elses(
    cast: Cast, leaving: Checklist
) -> None:
    for name in ("teacher", "dsl"):
        Account.objects.create(school=cast.school, person=getattr(cast, name), username=name,
                               opened_at=NOW, issuer="The office")  # fmt: skip
    people.record_leaving(person=cast.dsl, last_day=TODAY, by=cast.head, at=NOW)
    Entry.objects.count()
    assert checklists.close_leavers(school=cast.school, by=DAILY, at=NOW) == 1
    assert set(Account.objects.filter(is_active=True).values_list("username", flat=True)) == {
        "teacher", "dsl",
    }  # fmt: skip
    assert sentences()[-1] == "The daily look closed the logins of 1 leavers."


def test_gone_but_still_holding_is_shown_to_who_keeps_lists(cast: Cast, leaving: Checklist) -> None:
    for who, sees in (("stranger", 0), ("pupil", 0), ("teacher", 0), ("other_head", 0),
                      ("technician", 1), ("head", 1)):  # fmt: skip
        assert queries.gone_but_holding(getattr(cast, who), on=TODAY).count() == sees
    assert Entry.objects.count() == 0


def test_other_rooms_say_what_somebody_holds(
    cast: Cast, leaving: Checklist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "_providers", {})
    registry.add("equipment", lambda person: ["tablet 9"] if person == leaving.person else [])
    assert queries.still_holds(leaving.person) == ["laptop 7", "tablet 9"]
    holdings.take_back(holding=Holding.objects.get(), by=cast.head, at=NOW)
    assert "devices" in still_open(leaving)
    assert sentences() == ["Hana Head took laptop 7 back from Lea Leaver."]


def test_what_came_back_comes_back_once(cast: Cast, leaving: Checklist) -> None:
    one = Holding.objects.get()
    holdings.take_back(holding=one, by=cast.head, at=NOW)
    with pytest.raises(UnableToRecord, match="back already"):
        holdings.take_back(holding=one, by=cast.technician, at=NOW)
    assert Holding.objects.get().returned_to == "Hana Head"
    assert verbs() == ["access:holding:returned"]


@pytest.mark.parametrize("who", ["pupil", "parent", "teacher", "governor", "dsl", "other_head"])
def test_holdings_and_roles_are_not_everybodys(cast: Cast, leaving: Checklist, who: str) -> None:
    by = getattr(cast, who)
    for act in (
        lambda: holdings.note_holding(person=leaving.person, what="key", by=by, at=NOW),
        lambda: holdings.take_back(holding=Holding.objects.get(), by=by, at=NOW),
        lambda: checklists.end_roles(checklist=leaving, by=by, at=NOW),
        lambda: checklists.complete(checklist=leaving, by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Entry.objects.count() == 0


def test_a_holding_is_noted(cast: Cast) -> None:
    holdings.note_holding(person=cast.teacher, what="key 4", by=cast.technician, at=NOW)
    assert one_act()
    assert sentences() == ["Tek Nishan noted that Tara Teacher holds key 4."]
