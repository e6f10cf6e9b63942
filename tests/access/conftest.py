"""What the tests of the room share: more of the cast, and the journal in words."""

from __future__ import annotations

import datetime as dt

import pytest

from schoolgate.access.actions import guests
from schoolgate.access.models import Guest
from schoolgate.people.models import Person
from schoolgate.people.rules import Kind
from schoolgate.records import queries as journal
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast

TODAY = NOW.date()
A_DAY = dt.timedelta(days=1)


def sentences() -> list[str]:
    """The journal in words, oldest first."""
    return [journal.sentence(one) for one in Entry.objects.order_by("journal_id", "sequence")]


def verbs() -> list[str]:
    """The verbs of the journal, oldest first."""
    return [*Entry.objects.order_by("journal_id", "sequence").values_list("verb", flat=True)]


def one_act() -> bool:
    """Whether everything in the journal was done by one act."""
    return Entry.objects.values("action").distinct().count() == 1


@pytest.fixture
def network_manager(cast: Cast) -> Person:
    """Keeps the register of rights."""
    return Person.objects.create(school=cast.school, name="Nell Network", role="network_manager")


@pytest.fixture
def visit(cast: Cast) -> Guest:
    """A trainee who is here for a fortnight; what was written of it is not counted."""
    return guests.invite_guest(
        school=cast.school, name="Vik Visitor", kind=Kind.VISITOR, sponsor=cast.teacher,
        purpose="helps with reading", from_on=TODAY, last_day=TODAY + 13 * A_DAY,
        by=cast.head, at=NOW,
    )  # fmt: skip


@pytest.fixture
def starter(cast: Cast) -> Person:
    """Starts next week."""
    return Person.objects.create(school=cast.school, name="Stan Starter", role="teacher",
                                 starts_on=TODAY + 7 * A_DAY)  # fmt: skip


@pytest.fixture
def leaver(cast: Cast) -> Person:
    """Left yesterday."""
    return Person.objects.create(school=cast.school, name="Lea Leaver", role="teacher",
                                 ends_on=TODAY)  # fmt: skip
