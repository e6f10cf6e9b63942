"""One account on several machines at once: noticed, shown to whoever keeps accounts, settled."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client

from schoolgate.accounts import actions, queries, rules
from schoolgate.accounts.models import Account, TwoMachines, Use
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.people import needs
from schoolgate.people.actions import NotAllowed
from schoolgate.records.models import Entry
from tests.accounts.conftest import PASSWORD, account_of
from tests.accounts.test_signing_in import sign_in
from tests.cast import NOW, OPERATOR, Cast, client_of, needs_of


@pytest.fixture
def pupil(cast: Cast) -> Account:
    """The pupil's own account."""
    return account_of(cast.pupil)


def machine(account: Account) -> Client:
    """Somebody signs in with an account on a machine of its own."""
    client = Client()
    assert sign_in(account.username, PASSWORD, client) == ""
    return client


def flags() -> int:
    return TwoMachines.objects.filter(settled_at=None).count()


def test_a_pupil_has_one_machine_an_adult_three_and_a_class_any_number() -> None:
    most = {kind: rules.most_machines(kind) for kind in ("pupil", "staff", "parent", "")}
    assert most == {"pupil": 1, "staff": 3, "parent": 3, "": None}


@pytest.mark.row("PPL-11")
def test_a_pupils_account_on_two_machines_raises_a_flag_for_whoever_keeps_accounts(
    cast: Cast, pupil: Account
) -> None:
    machine(pupil)
    assert flags() == 0
    machine(pupil)
    assert flags() == 1
    entry = Entry.objects.get(verb=AccountsVerb.MACHINES_NOTICED)
    assert (entry.object_label, entry.body) == ("Pip Pupil", '{"machines":2}')
    for who in (cast.stranger, cast.pupil, cast.teacher, cast.other_head):
        assert not [one for one in needs.of(who, NOW) if "machines" in one.title]
    titles = [one.title for one in needs_of(cast.technician)]
    assert titles == ["Look into Pip Pupil on 2 machines at once"]
    page = client_of(cast.technician).get(f"/elmfield/accounts/{pupil.pk}/").text
    assert "Active on 2 machines at once" in page
    assert "on 2 machines" in page


def test_the_same_machine_again_is_one_machine(pupil: Account) -> None:
    client = machine(pupil)
    assert sign_in(pupil.username, PASSWORD, client) == ""
    client.post("/account/logout/")
    assert sign_in(pupil.username, PASSWORD, client) == ""
    assert flags() == 0


def test_one_machine_after_the_other_is_no_flag(
    pupil: Account, clock: time_machine.Traveller
) -> None:
    first = machine(pupil)
    first.post("/account/logout/")
    second = machine(pupil)
    assert flags() == 0
    clock.shift(dt.timedelta(minutes=5))
    third = machine(pupil)  # the second was left signed in, and rests
    assert flags() == 0
    clock.shift(dt.timedelta(minutes=1))
    third.get("/elmfield/do/")
    second.get("/elmfield/do/")  # and now both are used
    assert flags() == 1


def test_an_adult_is_noticed_on_the_fourth_machine(parent: Account) -> None:
    for expected in (0, 0, 0, 1, 1):
        machine(parent)
        assert flags() == expected
    assert Entry.objects.filter(verb=AccountsVerb.MACHINES_NOTICED).count() == 1


@pytest.mark.row("PPL-11")
def test_a_flag_is_settled_in_words_and_may_be_raised_again(cast: Cast, pupil: Account) -> None:
    for _ in range(2):
        machine(pupil)
    office = client_of(cast.head)
    page = f"/elmfield/accounts/{pupil.pk}/"
    refused = office.post(page, {"settle": "1", "outcome": "the password was Tiger2026"})
    assert "looks like a password" in refused.text
    office.post(page, {"settle": "1", "outcome": "left signed in in the library"})
    assert flags() == 0
    assert "left signed in in the library" in office.get(page).text
    entry = Entry.objects.get(verb=AccountsVerb.MACHINES_SETTLED)
    assert entry.body == '{"outcome":"left signed in in the library"}'
    machine(pupil)
    assert flags() == 1


def test_only_whoever_keeps_accounts_of_this_school_settles(cast: Cast, pupil: Account) -> None:
    for _ in range(2):
        machine(pupil)
    for who in (cast.pupil, cast.teacher, cast.dsl, cast.other_head):
        with pytest.raises(NotAllowed):
            actions.settle_machines(account=pupil, outcome="fine", by=who, at=NOW)
    actions.settle_machines(account=pupil, outcome="fine", by=OPERATOR, at=NOW)
    with pytest.raises(actions.UnableToSettle):
        actions.settle_machines(account=pupil, outcome="fine", by=cast.head, at=NOW)


def test_uses_are_seen_by_whoever_keeps_accounts_and_forgotten_after_thirty_days(
    cast: Cast, pupil: Account
) -> None:
    machine(pupil)
    on = NOW.date()
    assert queries.in_use(pupil, viewer=cast.head, at=NOW, on=on).count() == 1
    for who in (None, cast.teacher, cast.other_head):
        assert queries.in_use(pupil, viewer=who, at=NOW, on=on).count() == 0
    assert actions.forget_old_uses(at=NOW + dt.timedelta(days=29)) == 0
    assert actions.forget_old_uses(at=NOW + dt.timedelta(days=30)) == 1
    assert not Use.objects.exists()
