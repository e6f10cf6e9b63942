"""Signing in: who gets in, who does not, and what is left in the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.urls import reverse

from schoolgate.accounts import actions
from schoolgate.accounts.models import Account
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.people.actions import appoint, record_leaving
from schoolgate.records.models import Entry
from tests.accounts.conftest import PASSWORD
from tests.cast import NOW, OPERATOR, Cast, client_of

WRONG = "The user name or the password is not right"
BLOCKED = "Too many wrong passwords"


def sign_in(login: str, password: str, client: Client | None = None, ip: str = "127.0.0.1") -> str:
    """What the page says; an empty text for somebody who is in."""
    answer = (client or Client()).post(
        reverse("account_login"), {"login": login, "password": password}, REMOTE_ADDR=ip
    )
    return "" if answer.status_code == 302 else answer.text


def home_of(client: Client) -> int:
    return client.get("/elmfield/do/").status_code


def written(verb: AccountsVerb) -> int:
    return Entry.objects.filter(verb=verb).count()


def test_a_visitor_is_sent_to_sign_in(cast: Cast, client: Client) -> None:
    answer = client.get("/elmfield/do/")
    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/elmfield/do/")  # type: ignore[attr-defined]


def test_user_name_and_password_let_a_parent_in(parent: Account) -> None:
    client = Client()
    assert sign_in("pparent", PASSWORD, client) == ""
    assert home_of(client) == 200
    entry = Entry.objects.get(verb=AccountsVerb.SIGNED_IN)
    assert (entry.actor_label, entry.body) == ("Pat Parent", '{"means":"password"}')


def test_the_name_is_taken_in_any_case_and_with_spaces(parent: Account) -> None:
    assert sign_in("  PParent ", PASSWORD) == ""


def test_a_wrong_name_and_a_wrong_password_are_told_in_the_same_words(parent: Account) -> None:
    assert WRONG in sign_in("pparent", "nonsense")
    assert WRONG in sign_in("nobody", "nonsense")
    assert WRONG in sign_in("nobody@elmfield.example", "nonsense")
    assert written(AccountsVerb.SIGNED_IN) == 0


def test_a_wrong_name_costs_one_hash_as_a_wrong_password_does(
    parent: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent: list[str] = []

    def counted(name: str) -> Callable[..., object]:
        real = getattr(Argon2PasswordHasher, name)

        def call(*given: object) -> object:
            spent.append(name)
            return real(*given)

        return call

    for name in ("encode", "verify"):
        monkeypatch.setattr(Argon2PasswordHasher, name, counted(name))
    sign_in("pparent", "nonsense")
    known = len(spent)
    sign_in("nobody", "nonsense")
    assert len(spent) == 2 * known


def test_ten_guesses_in_five_minutes_and_no_more(
    parent: Account, clock: time_machine.Traveller
) -> None:
    for number in range(10):
        assert WRONG in sign_in("pparent", f"guess {number}", ip=f"10.0.0.{number}")
    assert BLOCKED in sign_in("pparent", PASSWORD, ip="10.0.0.99")
    clock.shift(dt.timedelta(minutes=5, seconds=1))
    assert sign_in("pparent", PASSWORD, ip="10.0.0.99") == ""


def test_an_address_that_guesses_at_many_names_is_stopped_too(parent: Account) -> None:
    for number in range(10):
        sign_in(f"name{number}", "guess", ip="10.9.9.9")
    assert BLOCKED in sign_in("pparent", PASSWORD, ip="10.9.9.9")
    assert sign_in("pparent", PASSWORD, ip="10.8.8.8") == ""


def test_a_stranger_who_guesses_cannot_lock_the_owner_out(parent: Account) -> None:
    own = Client()
    assert sign_in("pparent", PASSWORD, own) == ""
    own.post(reverse("account_logout"))
    for number in range(30):
        sign_in("pparent", f"guess {number}", ip="10.0.0.1")
    assert BLOCKED in sign_in("pparent", PASSWORD)
    assert sign_in("pparent", PASSWORD, own) == ""


def test_guesses_at_the_same_name_in_other_letters_count_together(parent: Account) -> None:
    for number in range(10):
        sign_in("PPARENT" if number % 2 else "pparent ", "guess", ip=f"10.0.1.{number}")
    assert BLOCKED in sign_in("pParent", PASSWORD, ip="10.0.1.99")


def test_old_guesses_are_forgotten(parent: Account, clock: time_machine.Traveller) -> None:
    sign_in("pparent", "guess")
    clock.shift(dt.timedelta(minutes=6))
    assert actions.forget_old_attempts(at=NOW + dt.timedelta(minutes=6)) == 2


def test_a_session_rests_an_hour_at_most(parent: Account, clock: time_machine.Traveller) -> None:
    client = Client()
    sign_in("pparent", PASSWORD, client)
    clock.shift(dt.timedelta(minutes=59))
    assert home_of(client) == 200
    clock.shift(dt.timedelta(minutes=59))
    assert home_of(client) == 200  # something was done in between
    clock.shift(dt.timedelta(minutes=60))
    assert home_of(client) == 302


@pytest.mark.row("PPL-13")
def test_a_pupils_session_rests_fifteen_minutes_at_most(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    client = client_of(cast.pupil)
    assert home_of(client) == 200
    clock.shift(dt.timedelta(minutes=15))
    answer = client.get("/elmfield/do/")
    assert answer.status_code == 302
    assert "signed out" in client.get("/account/login/").text
    assert written(AccountsVerb.SIGNED_OUT) == 1


def test_a_session_ends_after_a_day_even_when_it_never_rests(
    parent: Account, clock: time_machine.Traveller
) -> None:
    client = Client()
    sign_in("pparent", PASSWORD, client)
    for _ in range(24):
        clock.shift(dt.timedelta(minutes=29))
        assert home_of(client) == 200
    clock.shift(dt.timedelta(minutes=29))
    assert home_of(client) == 302


def test_whoever_leaves_is_out_at_once(cast: Cast, parent: Account) -> None:
    client = Client()
    sign_in("pparent", PASSWORD, client)
    record_leaving(person=cast.parent, last_day=NOW.date() - dt.timedelta(days=1), by=OPERATOR,
                   at=NOW)  # fmt: skip
    assert home_of(client) == 302
    assert home_of(client) == 302
    answer = Client().post(
        reverse("account_login"), {"login": "pparent", "password": PASSWORD}, follow=True
    )
    assert answer.redirect_chain == [(reverse("account_inactive"), 302)]


def test_who_gets_a_role_signs_in_anew(cast: Cast) -> None:
    client = client_of(cast.teacher)
    assert home_of(client) == 200
    appoint(person=cast.teacher, role="online_safety_group", from_on=NOW.date(), by=OPERATOR,
            at=NOW)  # fmt: skip
    assert home_of(client) == 302
    assert "Your roles have changed" in client.get("/account/login/").text


def test_a_new_password_ends_every_other_session(parent: Account) -> None:
    here, elsewhere = Client(), Client()
    sign_in("pparent", PASSWORD, here)
    sign_in("pparent", PASSWORD, elsewhere)
    new = "another kettle moonrise 8"
    answer = here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert answer.status_code == 302
    assert (home_of(here), home_of(elsewhere)) == (200, 302)
    assert written(AccountsVerb.PASSWORD_CHANGED) == 2


def test_a_closed_account_is_out_at_once(cast: Cast, parent: Account) -> None:
    client = Client()
    sign_in("pparent", PASSWORD, client)
    actions.close_account(account=parent, by=cast.head, at=NOW, because="moved away")
    assert home_of(client) == 302
    assert written(AccountsVerb.ACCOUNT_CLOSED) == 1


@pytest.mark.row("PPL-12")
def test_a_password_that_others_know_is_changed_before_anything_else(parent: Account) -> None:
    client = Client()
    sign_in("pparent", PASSWORD, client)
    client.post("/elmfield/my-account/compromise/", {"note": "I said it aloud"})
    assert home_of(client) == 302
    sign_in("pparent", PASSWORD, client)
    assert client.get("/elmfield/do/").url == reverse("account_change_password")  # type: ignore[attr-defined]
    new = "another kettle moonrise 8"
    client.post(reverse("account_change_password"),
                {"oldpassword": PASSWORD, "password1": new, "password2": new})  # fmt: skip
    assert home_of(client) == 200
    report = parent.compromises.get()
    assert (report.reported_at, report.changed_at) == (NOW, NOW)
    assert written(AccountsVerb.COMPROMISE_REPORTED) == 1


def test_who_sees_data_about_people_sets_up_a_second_step_first(teacher: Account) -> None:
    client = Client()
    sign_in("tteacher", PASSWORD, client)
    answer = client.get("/elmfield/do/", follow=True)
    assert answer.redirect_chain == [("/account/second-step/", 302)]
    assert "needs a second step" in answer.text
    assert client.get("/elmfield/policy/").status_code == 302


def test_pages_of_a_library_that_we_do_not_offer_are_closed(parent: Account) -> None:
    client = Client()
    sign_in("pparent", PASSWORD, client)
    for route in ("account_signup", "account_email", "socialaccount_connections"):
        assert client.get(reverse(route)).status_code == 403, route
        assert Client().get(reverse(route)).status_code == 403, route


def test_another_schools_pages_are_not_there(cast: Cast) -> None:
    assert client_of(cast.head).get("/oakhurst/accounts/").status_code == 404
    assert client_of(cast.other_head).get("/elmfield/accounts/").status_code == 404


@pytest.mark.row("PPL-17")
def test_a_page_that_is_not_ones_own_is_refused_and_the_attempt_written_down(cast: Cast) -> None:
    assert client_of(cast.teacher).get("/elmfield/accounts/").status_code == 403
    entry = Entry.objects.get(verb=AccountsVerb.PAGE_REFUSED)
    assert (entry.actor_label, entry.object_id) == ("Tara Teacher", "accounts:accounts")


def test_demonstration_links_answer_404_outside_the_demonstration(cast: Cast) -> None:
    from schoolgate.accounts.views.demonstration import link

    account = actions.open_account(person=cast.head, by=OPERATOR, at=NOW)
    assert Client().get(link(account)).status_code == 404
