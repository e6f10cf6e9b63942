"""A sign-in says who sat at which computer, for as long as somebody is at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django.fixtures import Settings

from schoolgate.activity.opening import store_of
from schoolgate.activity.store import Store
from tests.accounts.conftest import PASSWORD, account_of
from tests.accounts.test_signing_in import sign_in
from tests.activity.conftest import event
from tests.cast import NOW, Cast

Commits = Callable[..., AbstractContextManager[object]]
HERE = "10.1.0.7"
MINUTE = 60_000
AT = int(NOW.timestamp() * 1000)


@pytest.fixture
def store(cast: Cast, settings: Settings, tmp_path: Path) -> Store:
    """The log of Elmfield, with a row."""
    settings.VAR = tmp_path
    made = store_of(cast.school)
    made.append("web", [event(AT)], source="log", upto="1")
    return made


@pytest.mark.row("MON-24")
def test_whoever_signs_in_is_known_to_sit_there_until_a_pause(
    cast: Cast, store: Store, clock: time_machine.Traveller,
    django_capture_on_commit_callbacks: Commits,
) -> None:  # fmt: skip
    account, client = account_of(cast.pupil), Client()
    with django_capture_on_commit_callbacks(execute=True):
        assert sign_in(account.username, PASSWORD, client, HERE) == ""
        for minutes in (2, 2, 9):
            clock.shift(dt.timedelta(minutes=minutes))
            client.get("/elmfield/do/", REMOTE_ADDR=HERE)
    device, who = store.pseudonym("device", HERE), store.pseudonym("person", account.username)
    known = [store.sitting(device, AT + minute * MINUTE + 1) for minute in (0, 3, 6, 12)]
    assert known == [who, who, "", ""]
    assert [one.since - AT for one in sorted(store.sat([device]), key=lambda one: one.since)] == [
        0, 13 * MINUTE]  # fmt: skip


def test_two_who_are_signed_in_at_one_address_are_nobody(
    cast: Cast, store: Store, clock: time_machine.Traveller,
    django_capture_on_commit_callbacks: Commits,
) -> None:  # fmt: skip
    clients = []
    with django_capture_on_commit_callbacks(execute=True):
        for person in (cast.pupil, cast.parent):
            clients.append(Client())
            assert sign_in(account_of(person).username, PASSWORD, clients[-1], HERE) == ""
        clock.shift(dt.timedelta(minutes=2))
        for client in clients:
            client.get("/elmfield/do/", REMOTE_ADDR=HERE)
    assert store.sitting(store.pseudonym("device", HERE), AT + MINUTE) == ""
