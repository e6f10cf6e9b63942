"""Elmfield under the policy of Ashbrook, and the few things that most tests ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from schoolgate.approvals import actions
from schoolgate.approvals.actions import Terms, Wish
from schoolgate.approvals.models import Approval, Decision
from schoolgate.people.models import Person, School
from tests.cast import NOW, Cast

PHOTOS = "5.7.with_learners#0"
MAIL = "14.1#0"
HALF_PAST_THREE = NOW.replace(hour=15, minute=30)
TOMORROW = NOW + dt.timedelta(days=1)


@pytest.fixture
def ashbrook(cast: Cast) -> Cast:
    """The cast, at a school with Ashbrook's policy."""
    School.objects.filter(pk=cast.school.pk).update(pack="ashbrook")
    return refreshed(cast)


def refreshed(cast: Cast) -> Cast:
    """The cast as the database has it now."""
    people: dict[str, Any] = {
        name: type(one).objects.get(pk=one.pk)
        for name, one in cast._asdict().items()
        if isinstance(one, (Person, School))
    }
    return cast._replace(**people)


def wish(**other: Any) -> Wish:
    """Leave to photograph pupils on an own phone, today until half past three."""
    values: dict[str, Any] = {
        "key": PHOTOS, "purpose": "The harvest assembly", "scope": "Photos on my own phone",
        "from_at": NOW, "until_at": HALF_PAST_THREE,
    }  # fmt: skip
    return Wish(**(values | other))


def asked(by: Person, at: dt.datetime = NOW, **other: Any) -> Approval:
    """A request of somebody."""
    return Approval.objects.get(pk=actions.ask(wish=wish(**other), by=by, at=at).pk)


def granted(approval: Approval, by: Person, at: dt.datetime = NOW, **other: Any) -> Decision:
    """The request granted."""
    terms = Terms(**({"reason": "Only for the class display."} | other))
    return actions.grant(approval=approval, terms=terms, by=by, at=at)


def again(approval: Approval) -> Approval:
    """The request as the database has it now."""
    return Approval.objects.get(pk=approval.pk)


Appoint = Callable[..., Person]


@pytest.fixture
def person(cast: Cast) -> Appoint:
    """Somebody more at the school."""

    def make(name: str, role: str, **more: Any) -> Person:
        return Person.objects.create(school=School.objects.get(pk=cast.school.pk), name=name,
                                     role=role, **more)  # fmt: skip

    return make
