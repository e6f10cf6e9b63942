"""Guests: gates first, an end that comes by itself, and the weekly closing."""

from __future__ import annotations

import datetime as dt

import pytest

from schoolgate.access.actions import gates, guests
from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.access.models import Guest
from schoolgate.access.queries import guests as queries
from schoolgate.accounts import actions as accounts
from schoolgate.accounts.models import Account
from schoolgate.people import permissions
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person
from schoolgate.people.rules import Kind
from schoolgate.records.models import Entry
from schoolgate.records.parties import System
from tests.access.conftest import A_DAY, TODAY, one_act, sentences, verbs
from tests.cast import NOW, Cast

WEEKLY = System("weekly", "The weekly closing")


def invited(cast: Cast, **other: object) -> Guest:
    values = {"school": cast.school, "name": "Vik Visitor", "kind": Kind.VISITOR,
              "sponsor": cast.teacher, "purpose": "repairs the boiler", "from_on": TODAY,
              "last_day": TODAY + A_DAY, "by": cast.head, "at": NOW}  # fmt: skip
    return guests.invite_guest(**(values | other))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "who", ["pupil", "parent", "technician", "teacher", "governor", "dsl", "other_head"]
)
def test_only_the_office_and_the_head_invite(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        invited(cast, by=getattr(cast, who))
    assert (Guest.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_guest_is_entered_with_sponsor_purpose_and_last_day_in_one_act(cast: Cast) -> None:
    guest = invited(cast)
    assert (guest.person.ends_on, guest.sponsor) == (TODAY + 2 * A_DAY, cast.teacher)
    assert sentences()[-1] == (
        "Hana Head invited Vik Visitor until 2026-10-15, sponsored by Tara Teacher: "
        "repairs the boiler."
    )
    assert verbs() == ["people:person:added", "access:guest:invited"]
    assert one_act()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Enter the guest’s name"),
        ({"purpose": ""}, "what the visit is for"),
        ({"kind": Kind.STAFF}, "A guest is"),
        ({"last_day": TODAY - A_DAY}, "before the first"),
        ({"from_on": TODAY - 9 * A_DAY, "last_day": TODAY - A_DAY}, "in the past"),
        ({"last_day": TODAY + 366 * A_DAY}, "a year at most"),
        ({"sponsor": "parent"}, "member of staff"),
        ({"sponsor": "other_head"}, "member of staff"),
    ],
)
def test_what_is_no_visit_is_refused(cast: Cast, wrong: dict[str, object], sentence: str) -> None:
    given = {key: getattr(cast, str(value)) if key == "sponsor" else value
             for key, value in wrong.items()}  # fmt: skip
    with pytest.raises(UnableToRecord, match=sentence):
        invited(cast, **given)
    assert (Guest.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.row("PPL-15")
def test_no_account_before_the_agreement_whichever_way_it_is_opened(
    cast: Cast, visit: Guest
) -> None:
    for opening in (gates.open_login, accounts.open_account):
        with pytest.raises(accounts.UnableToOpen, match="other guests” is not signed yet"):
            opening(person=visit.person, by=cast.head, at=NOW)
    gates.waive_gate(person=visit.person, gate="guest-agreement", because="signed at her school",
                     by=cast.head, at=NOW)  # fmt: skip
    assert gates.open_login(person=visit.person, by=cast.head, at=NOW).is_active
    assert verbs()[2:] == ["access:gate:waived", "accounts:account:opened"]


@pytest.mark.row("AGR-09")
def test_another_kinds_agreement_opens_nothing(cast: Cast) -> None:
    user = Person.objects.create(school=cast.school, name="Cam Community", role="community_user")
    with pytest.raises(UnableToRecord, match="no such gate"):
        gates.pass_gate(person=user, gate="staff-agreement", evidence="a staff form", by=cast.head,
                        at=NOW)  # fmt: skip
    with pytest.raises(accounts.UnableToOpen, match="community users"):
        gates.open_login(person=user, by=cast.head, at=NOW)
    assert (Account.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_visit_ends_by_itself_and_the_weekly_closing_takes_the_account(
    cast: Cast, visit: Guest
) -> None:
    gates.waive_gate(person=visit.person, gate="guest-agreement", because="signed at her school",
                     by=cast.head, at=NOW)  # fmt: skip
    account = gates.open_login(person=visit.person, by=cast.head, at=NOW)
    last, over = NOW + 13 * A_DAY, NOW + 14 * A_DAY
    assert permissions.roles_of(visit.person, on=last.date())
    assert not permissions.roles_of(visit.person, on=over.date())
    assert guests.close_guest_logins(school=cast.school, by=WEEKLY, at=last) == 0
    assert guests.close_guest_logins(school=cast.school, by=WEEKLY, at=over) == 1
    account.refresh_from_db()
    assert not account.is_active
    assert sentences()[-1] == "The weekly closing closed the logins of 1 guests past their date."
    assert guests.close_guest_logins(school=cast.school, by=WEEKLY, at=over) == 0
    assert verbs().count("access:guest-logins:closed") == 3


def test_the_last_day_moves_and_what_is_over_stays_over(cast: Cast, visit: Guest) -> None:
    guests.move_last_day(guest=visit, last_day=TODAY, by=cast.head, at=NOW)
    assert Person.objects.get(pk=visit.person_id).ends_on == TODAY + A_DAY
    assert sentences()[-1] == "Hana Head moved the last day of Vik Visitor to 2026-10-14."
    before = Entry.objects.count()
    for last_day, at, says in (
        (TODAY - 2 * A_DAY, NOW, "in the past"),
        (TODAY + 400 * A_DAY, NOW, "within a year"),
        (TODAY + 9 * A_DAY, NOW + dt.timedelta(days=2), "Invite them anew"),
    ):
        with pytest.raises(UnableToRecord, match=says):
            guests.move_last_day(guest=visit, last_day=last_day, by=cast.head, at=at)
    assert Entry.objects.count() == before


def test_two_who_move_the_last_day_at_once_do_not_both_win(cast: Cast, visit: Guest) -> None:
    mine, theirs = Guest.objects.get(), Guest.objects.get()
    guests.move_last_day(guest=mine, last_day=TODAY + A_DAY, by=cast.head, at=NOW)
    with pytest.raises(UnableToRecord, match="Somebody else"):
        guests.move_last_day(guest=theirs, last_day=TODAY + 3 * A_DAY, by=cast.head, at=NOW)
    assert verbs().count("access:guest:moved") == 1


@pytest.mark.parametrize(
    ("who", "sees"),
    [("stranger", 0), ("pupil", 0), ("parent", 0), ("governor", 0), ("other_head", 0), ("dsl", 0),
     ("teacher", 1), ("technician", 1), ("head", 1)],
)  # fmt: skip
def test_guests_are_for_who_keeps_them_and_their_sponsor(
    cast: Cast, visit: Guest, who: str, sees: int
) -> None:
    assert queries.guests(getattr(cast, who), on=TODAY).count() == sees
    assert verbs() == ["people:person:added", "access:guest:invited"]
