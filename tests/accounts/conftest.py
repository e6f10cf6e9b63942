"""People with accounts, and browsers in which they have signed in."""

from __future__ import annotations

from typing import Final

import pytest

from schoolgate.accounts import actions
from schoolgate.accounts.models import Account
from schoolgate.people.models import Person
from tests.cast import NOW, OPERATOR, Cast

PASSWORD: Final = "copper kettle sunrise 7"


def account_of(person: Person, password: str = PASSWORD) -> Account:
    """An account with a password, opened a moment ago."""
    made = actions.open_account(person=person, by=OPERATOR, at=NOW)
    if password:
        actions.change_password(account=made, password=password, by=person, at=NOW)
    return made


@pytest.fixture
def teacher(cast: Cast) -> Account:
    """The teacher's account. Teachers need a second step; see `parent` for who does not."""
    return account_of(cast.teacher)


@pytest.fixture
def parent(cast: Cast) -> Account:
    """The parent's account."""
    return account_of(cast.parent)
