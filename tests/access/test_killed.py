"""A review, killed at any write: what was acknowledged stays, and no line is half decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from schoolgate.access.actions import reviews
from schoolgate.access.models import ReviewLine
from schoolgate.access.rules.reviews import Decision
from schoolgate.accounts.models import Account
from schoolgate.people.models import Person, School
from schoolgate.records import tenancy
from schoolgate.records.models import Entry
from tests.killing import Acknowledge, HalfApplied, Lost, killed_at_every_write

# As many as make 100 writes: SQLite writes pages, PostgreSQL is sent statements.
LINES = 8 if connection.vendor == "sqlite" else 5
NOW = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)


def prepare() -> None:
    """One school, its head, and a review with a line for each of some accounts."""
    school = School.objects.create(slug="elmfield", name="Elmfield Primary", pack="brookside")
    head = Person.objects.create(school=school, name="Hana Head", role="headteacher")
    for number in range(LINES):
        person = Person.objects.create(school=school, name=f"Person {number}", role="teacher")
        Account.objects.create(school=school, person=person, username=f"p{number}",
                               opened_at=NOW, issuer="The office")  # fmt: skip
    reviews.open_review(school=school, by=head, at=NOW)


def remove_all(acknowledge: Acknowledge) -> None:
    """The head removes account after account."""
    with tenancy.everywhere(because="The test looks for what to do."):
        head = Person.objects.get(role="headteacher")
        lines = list(ReviewLine.objects.select_related("school").order_by("pk"))
    for line in lines:
        with tenancy.acting_for(head.school_id):
            reviews.decide_line(line=line, decision=Decision.REMOVE, because="left",
                                by=head, at=NOW)  # fmt: skip
        acknowledge(str(line.pk))


def whole_or_open(acknowledged: Sequence[str], finished: bool) -> None:
    """A decided line, a closed account and two entries, or none of the four."""
    open_ones = set(Account.objects.filter(is_active=True).values_list("pk", flat=True))
    told = {
        verb: set(Entry.objects.filter(verb=verb).values_list("object_id", flat=True))
        for verb in ("accounts:account:closed", "access:access-review:decided")
    }
    for line in ReviewLine.objects.all():
        parts = {
            line.decision != "",
            line.of not in open_ones,
            str(line.of) in told["accounts:account:closed"],
            str(line.pk) in told["access:access-review:decided"],
        }
        if len(parts) > 1:
            raise HalfApplied(f"line {line.pk}")
        if str(line.pk) in acknowledged and not line.decision:
            raise Lost(f"line {line.pk}")
    assert not finished or acknowledged


@pytest.mark.real_clock
@pytest.mark.row("PPL-05")
def test_killed_at_any_write_a_line_is_decided_whole_or_not_at_all(tmp_path: Path) -> None:
    tally = killed_at_every_write(prepare, remove_all, whole_or_open, tmp_path)
    assert tally.troubles == []
    assert tally.killed == tally.points > tally.first
