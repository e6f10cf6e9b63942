"""Dangerous pages ask again, and what was sent is sent on. Second steps, without a browser."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from schoolgate.accounts import actions, sealing
from schoolgate.accounts.models import Account
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.people.actions import NotAllowed
from schoolgate.records.models import Entry
from tests.accounts.conftest import PASSWORD, account_of
from tests.cast import NOW, OPERATOR, Cast, client_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(at: dt.datetime) -> str:
    return str(format_hotp_value(hotp_value(SECRET, int(at.timestamp()) // 30)))


@pytest.fixture
def head(cast: Cast) -> Account:
    """The head's account, with an authenticator app and recovery codes."""
    account = account_of(cast.head)
    TOTP.activate(account, SECRET)
    RecoveryCodes.activate(account)
    account.refresh_from_db()
    return account


def in_two_steps(account: Account, at: dt.datetime) -> Client:
    client = Client()
    sent = {"login": account.username, "password": PASSWORD}
    assert client.post(reverse("account_login"), sent).url == reverse("mfa_authenticate")  # type: ignore[attr-defined]
    assert client.get("/elmfield/do/").status_code == 302  # half-way is outside
    client.post(reverse("mfa_authenticate"), {"code": code(at)})
    assert client.get("/elmfield/do/").status_code == 200
    return client


def later(clock: time_machine.Traveller, **span: int) -> dt.datetime:
    clock.shift(dt.timedelta(**span))
    return dt.datetime.now(dt.UTC)


def test_a_form_sent_to_a_dangerous_page_is_sent_on_after_asking_again(
    head: Account, cast: Cast, clock: time_machine.Traveller
) -> None:
    parent = account_of(cast.parent)
    client = in_two_steps(head, NOW)
    page = f"/elmfield/accounts/{parent.pk}/"
    assert client.get(page).status_code == 200
    later(clock, minutes=6)
    asked = client.post(page, {"close": "1", "because": "moved away"})
    assert asked.url.startswith(reverse("account_reauthenticate"))  # type: ignore[attr-defined]
    parent.refresh_from_db()
    assert parent.is_active
    wrong = client.post(asked.url, {"password": "wrong", "next": page})  # type: ignore[attr-defined]
    assert "not your password" in wrong.text
    done = client.post(asked.url, {"password": PASSWORD, "next": page})  # type: ignore[attr-defined]
    assert (done.status_code, done.url) == (302, page)  # type: ignore[attr-defined]
    parent.refresh_from_db()
    assert not parent.is_active
    entry = Entry.objects.get(verb=AccountsVerb.ACCOUNT_CLOSED)
    assert (entry.actor_label, entry.body) == ("Hana Head", '{"because":"moved away"}')
    assert client.get(page).status_code == 200  # asked a moment ago


def test_a_suspended_form_is_not_sent_on_by_whoever_has_lost_the_right(
    head: Account, cast: Cast, clock: time_machine.Traveller
) -> None:
    parent = account_of(cast.parent)
    client = in_two_steps(head, NOW)
    later(clock, minutes=6)
    page = f"/elmfield/accounts/{parent.pk}/"
    asked = client.post(page, {"close": "1", "because": "spite"})
    cast.head.role = "teacher"
    cast.head.save()
    client.post(asked.url, {"password": PASSWORD, "next": page})  # type: ignore[attr-defined]
    parent.refresh_from_db()
    assert parent.is_active
    assert not Entry.objects.filter(verb=AccountsVerb.ACCOUNT_CLOSED).exists()


@pytest.mark.parametrize("route", ["account", "open"])
def test_dangerous_pages_ask_again_after_five_minutes(
    head: Account, clock: time_machine.Traveller, route: str
) -> None:
    client = in_two_steps(head, NOW)
    path = "/elmfield/accounts/open/" if route == "open" else f"/elmfield/accounts/{head.pk}/"
    assert client.get(path).status_code == 200
    later(clock, minutes=5)
    assert client.get(path).url.startswith(reverse("account_reauthenticate"))  # type: ignore[attr-defined]


def test_a_code_proves_who_it_is_as_a_password_does(
    head: Account, clock: time_machine.Traveller
) -> None:
    client = in_two_steps(head, NOW)
    at = later(clock, minutes=6)
    page = "/elmfield/accounts/open/"
    asked = reverse("mfa_reauthenticate")
    client.get(page)
    assert client.post(asked, {"code": code(at), "next": page}).url == page  # type: ignore[attr-defined]
    assert client.get(page).status_code == 200


def test_changing_a_second_step_asks_again(head: Account, clock: time_machine.Traveller) -> None:
    client = in_two_steps(head, NOW)
    later(clock, minutes=6)
    for route in ("mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn",
                  "mfa_view_recovery_codes"):  # fmt: skip
        assert client.get(reverse(route)).url.startswith("/account/reauthenticate/"), route  # type: ignore[attr-defined]
    assert Authenticator.objects.filter(user=head).count() == 2


def test_removing_a_second_step_is_one_act_and_ends_other_sessions(
    head: Account, clock: time_machine.Traveller
) -> None:
    here = in_two_steps(head, NOW)
    elsewhere = in_two_steps(head, later(clock, seconds=30))
    before = Entry.objects.filter(verb=AccountsVerb.SECOND_STEP_CHANGED).count()
    here.post(reverse("mfa_deactivate_totp"))
    new = Entry.objects.filter(verb=AccountsVerb.SECOND_STEP_CHANGED).order_by("sequence")[before:]
    assert [one.body for one in new] == [
        '{"act":"removed an authenticator app"}', '{"act":"removed recovery codes"}',
    ]  # fmt: skip
    assert len({one.action for one in new}) == 1
    assert elsewhere.get("/elmfield/do/").url.startswith("/account/login/")  # type: ignore[attr-defined]
    assert here.get("/elmfield/do/").url == reverse("mfa_index")  # type: ignore[attr-defined]


@pytest.mark.row("PPL-14")
def test_whoever_keeps_accounts_takes_away_a_lost_second_step(
    head: Account, cast: Cast, clock: time_machine.Traveller
) -> None:
    theirs = in_two_steps(head, NOW)
    client_of(cast.technician).post(f"/elmfield/accounts/{head.pk}/", {"reset": "1"})
    assert not Authenticator.objects.filter(user=head).exists()
    assert theirs.get("/elmfield/do/").status_code == 302
    entry = Entry.objects.filter(verb=AccountsVerb.SECOND_STEP_CHANGED).latest("sequence")
    assert entry.actor_label == "Tek Nishan"
    for who in (cast.pupil, cast.teacher, cast.other_head):
        with pytest.raises(NotAllowed):
            actions.reset_second_step(account=head, by=who, at=NOW)
    with pytest.raises(actions.UnableToOpen, match="no second step"):
        actions.reset_second_step(account=head, by=OPERATOR, at=NOW)
    with pytest.raises(actions.UnableToOpen, match="your own second step"):
        actions.reset_second_step(account=head, by=cast.head, at=NOW)


def test_secrets_of_second_steps_are_sealed(head: Account) -> None:
    stored = str(list(Authenticator.objects.filter(user=head).values_list("data", flat=True)))
    assert SECRET not in stored
    assert sealing.unseal(sealing.seal(SECRET)) == SECRET
    with pytest.raises(sealing.UnableToUnseal, match="another secret key"):
        sealing.unseal(sealing.seal(SECRET)[:-4] + "AAA=")
