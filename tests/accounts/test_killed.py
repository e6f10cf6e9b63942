"""Signing in, setting up a second step and changing a password, killed at every write."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from schoolgate.accounts import actions
from schoolgate.accounts.models import Account, Use
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.people.models import Person, School
from schoolgate.records.models import Entry
from tests.accounts.conftest import PASSWORD
from tests.cast import OPERATOR
from tests.killing import Acknowledge, HalfApplied, Lost, killed_at_every_write

NEW = "another kettle moonrise 8"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NAMES = ("aone", "atwo")


def prepare() -> None:
    """Two parents with accounts and passwords."""
    school = School.objects.create(slug="elmfield", name="Elmfield Primary", pack="brookside")
    for name in NAMES:
        person = Person.objects.create(school=school, name=f"A {name[1:].title()}", role="parent")
        account = actions.open_account(person=person, by=OPERATOR, at=timezone.now())
        actions.change_password(account=account, password=PASSWORD, by=person, at=timezone.now())
        assert account.username == name


def sign_both_in(acknowledge: Acknowledge) -> None:
    """The first signs in and sets up an app; the second signs in and changes the password."""
    one, two = (Client(SERVER_NAME="localhost") for _ in NAMES)
    _sign_in(one, NAMES[0], acknowledge)
    session = one.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    assert one.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    _tell(one, "app", NAMES[0], acknowledge)
    _sign_in(two, NAMES[1], acknowledge)
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert two.post(reverse("account_change_password"), sent).status_code == 302
    _tell(two, "password", NAMES[1], acknowledge)


def _sign_in(client: Client, name: str, acknowledge: Acknowledge) -> None:
    sent = {"login": name, "password": PASSWORD}
    assert client.post(reverse("account_login"), sent).status_code == 302
    _tell(client, "in", name, acknowledge)


def _tell(client: Client, what: str, name: str, acknowledge: Acknowledge) -> None:
    acknowledge(json.dumps([what, name, client.cookies["sessionid"].value]))


def judge(acknowledged: Sequence[str], finished: bool) -> None:
    """What was told is there; of the rest, all or nothing."""
    told = {(what, name): key for what, name, key in map(json.loads, acknowledged)}
    for name in NAMES:
        _judge_sign_in(name, told)
    _judge_app(("app", NAMES[0]) in told)
    _judge_password(("password", NAMES[1]) in told)
    _judge_sessions(told)
    assert not finished or len(told) == 4


def _judge_sign_in(name: str, told: dict[tuple[str, str], str]) -> None:
    account = Account.objects.get(username=name)
    entries = _written(account, AccountsVerb.SIGNED_IN)
    if ("in", name) in told and not entries:
        raise Lost(f"the sign-in of {name}")
    uses = Use.objects.filter(account=account).count()
    parts = entries, uses, int(account.last_login is not None)
    if len(set(parts)) != 1:
        raise HalfApplied(f"the sign-in of {name}: {parts}")
    if entries and ("in", name) not in told and len(_sessions_of(account)) != 1:
        raise HalfApplied(f"{name} has an entry, and the sessions {_sessions_of(account)}")


def _judge_app(was_told: bool) -> None:
    account = Account.objects.get(username=NAMES[0])
    kinds = sorted(Authenticator.objects.filter(user=account).values_list("type", flat=True))
    parts = kinds, _written(account, AccountsVerb.SECOND_STEP_CHANGED), account.epoch
    if was_told and not kinds:
        raise Lost("the app")
    if parts not in (([], 0, 0), (["recovery_codes", "totp"], 2, 2)):
        raise HalfApplied(f"the app: {parts}")


def _judge_password(was_told: bool) -> None:
    account = Account.objects.get(username=NAMES[1])
    changed = _written(account, AccountsVerb.PASSWORD_CHANGED) == 2
    if was_told and not changed:
        raise Lost("the new password")
    if not account.check_password(NEW if changed else PASSWORD):
        raise HalfApplied("the password and the journal disagree")


def _judge_sessions(told: dict[tuple[str, str], str]) -> None:
    """Who was told last that they are in is in, whatever the next person's act came to."""
    for what, name in (("app", NAMES[0]), ("password", NAMES[1])):
        account = Account.objects.get(username=name)
        if (what, name) in told and told[what, name] not in _sessions_of(account):
            raise Lost(f"the session of {name}")


def _sessions_of(account: Account) -> list[str]:
    """The sessions that let an account in, by their keys."""
    found = []
    for row in Session.objects.all():
        held = row.get_decoded()
        if held.get("_auth_user_id") == str(account.pk) and (
            held["_auth_user_hash"] == account.get_session_auth_hash()
        ):
            found.append(row.session_key)
    return found


def _written(account: Account, verb: AccountsVerb) -> int:
    return Entry.objects.filter(verb=verb, object_id=str(account.pk)).count()


@pytest.mark.real_clock
def test_sign_in_killed_at_every_write_is_whole_or_not_at_all(tmp_path: Path) -> None:
    tally = killed_at_every_write(prepare, sign_both_in, judge, tmp_path, alike=False)
    print(tally)
    assert tally.troubles == []
    assert tally.killed == tally.points >= 100
