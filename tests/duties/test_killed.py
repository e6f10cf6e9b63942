"""A checklist gone through, killed at any write: a point is whole with its entry, or not there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from schoolgate.duties import actions, queries
from schoolgate.duties.actions import Wrote
from schoolgate.duties.models import Doing
from schoolgate.duties.verbs import DutiesVerb
from schoolgate.people.models import Person
from schoolgate.records import tenancy
from schoolgate.records.models import Entry
from tests.cast import NOW, assemble
from tests.duties.conftest import under, with_year
from tests.killing import Acknowledge, HalfApplied, Lost, killed_at_every_write

PACKS = ("ashbrook",)
CHECKLIST, WHEN = "prevention-materials~1", "school-year/2026"
POINTS = 6


def prepare() -> None:
    """A school whose policy has a checklist of six points."""
    cast = assemble()
    with_year(cast)
    under(cast, "ashbrook")


def go_through_all(acknowledge: Acknowledge) -> None:
    """The headteacher records one point after the other."""
    with tenancy.everywhere(because="The test looks for who does it."):
        head = Person.objects.select_related("school").get(role="headteacher",
                                                           school__slug="elmfield")  # fmt: skip
    wrote = Wrote(NOW.date(), link="Photo 12 in the office file")
    with tenancy.acting_for(head.school_id):
        known = queries.one(viewer=head, key=CHECKLIST, on=NOW.date())
        assert known is not None
        parts = [part.key for part in known[1].turns[0].parts]
    for part in parts:
        with tenancy.acting_for(head.school_id):
            actions.do(duty=CHECKLIST, occurrence=WHEN, part=part, wrote=wrote, by=head, at=NOW)
        acknowledge(part)


def whole_or_not_there(acknowledged: Sequence[str], finished: bool) -> None:
    """Every point that was told is there once, with one entry; the rest can still be done."""
    done = list(Doing.objects.values_list("part", flat=True))
    if lost := set(acknowledged) - set(done):
        raise Lost(f"{len(lost)} points")
    entries = Entry.objects.filter(verb=DutiesVerb.DUTY_DONE).count()
    if len(done) != entries or len(done) != len(set(done)):
        raise HalfApplied(f"{len(done)} points, {entries} entries")
    assert not finished or len(acknowledged) == POINTS
    _go_on(len(done))


def _go_on(done: int) -> None:
    """Whoever comes back finds what is open, and does no point twice."""
    head = Person.objects.select_related("school").get(role="headteacher", school__slug="elmfield")
    known = queries.one(viewer=head, key=CHECKLIST, on=NOW.date())
    assert known is not None
    left = [part.key for part in known[1].turns[0].parts if part.is_open]
    assert len(left) == POINTS - done
    for part in left:
        actions.do(duty=CHECKLIST, occurrence=WHEN, part=part, by=head, at=NOW,
                   wrote=Wrote(NOW.date(), link="Photo 12"))  # fmt: skip
    assert Doing.objects.count() == POINTS


@pytest.mark.real_clock
def test_killed_at_any_write_a_point_is_whole_or_not_there(tmp_path: Path) -> None:
    tally = killed_at_every_write(prepare, go_through_all, whole_or_not_there, tmp_path)
    print(tally)
    assert tally.troubles == []
    assert tally.killed == tally.points > tally.first
