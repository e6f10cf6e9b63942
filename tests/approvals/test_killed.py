"""A grant, killed at any write: decided with its entry, or still waiting."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.db import connection

from schoolgate.approvals import actions
from schoolgate.approvals.models import Approval, Decision
from schoolgate.people.models import Person
from schoolgate.records import tenancy
from schoolgate.records.models import Entry
from tests.approvals import programs
from tests.cast import NOW
from tests.killing import Acknowledge, HalfApplied, Lost, killed_at_every_write

PACKS = ("ashbrook",)
# As many as make 100 writes: SQLite writes pages, PostgreSQL is sent statements.
COUNT = 8 if connection.vendor == "sqlite" else 6


def prepare() -> None:
    """Requests that wait for the head of a school with Ashbrook's policy."""
    programs.set_up(COUNT)


def grant_all(acknowledge: Acknowledge) -> None:
    """The head grants one after the other."""
    with tenancy.everywhere(because="The test looks for what to do."):
        head = Person.objects.get(name="Hana Head")
        waiting = list(Approval.objects.order_by("pk"))
    for one in waiting:
        with tenancy.acting_for(head.school_id):
            actions.grant(approval=one, terms=actions.Terms("Yes."), by=head, at=NOW)
        acknowledge(str(one.pk))


def whole_or_waiting(acknowledged: Sequence[str], finished: bool) -> None:
    """Every grant that was told is there, and each decision has its entry."""
    decided = {str(pk) for (pk,) in Decision.objects.values_list("approval")}
    written = set(Entry.objects.filter(verb="approvals:approval:granted")
                  .values_list("object_id", flat=True))  # fmt: skip
    if lost := set(acknowledged) - decided:
        raise Lost(f"{len(lost)} grants")
    if decided != written:
        raise HalfApplied(f"{len(decided ^ written)} grants")
    assert not finished or len(acknowledged) == COUNT


@pytest.mark.real_clock
def test_killed_at_any_write_a_grant_is_whole_or_not_there(tmp_path: Path) -> None:
    tally = killed_at_every_write(prepare, grant_all, whole_or_waiting, tmp_path)
    assert tally.troubles == []
    assert tally.killed == tally.points > tally.first
