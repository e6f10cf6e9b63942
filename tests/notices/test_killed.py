"""A letter run, killed at any write: no letter lost, none printed twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from schoolgate.jobs.working import Worker
from schoolgate.notices import actions
from schoolgate.notices.actions import printing
from schoolgate.notices.models import LetterPart, Notice, Step
from schoolgate.notices.rules import Mark
from schoolgate.people.models import Person, School
from schoolgate.records import tenancy
from schoolgate.records.models import Entry
from tests.cast import NOW
from tests.killing import Acknowledge, HalfApplied, Lost, killed_at_every_write

PARTS = 8  # 297 writes on SQLite, 130 on PostgreSQL: at least 100 points to try


def prepare() -> None:
    """Letters of one notice that wait to be printed, one in each file."""
    from tests.cast import assemble
    from tests.notices.conftest import sent

    cast = assemble()
    Person.objects.bulk_create(
        Person(school=cast.school, name=f"Colleague {n}", role="teacher", kind="staff")
        for n in range(PARTS - 4)
    )
    from schoolgate.notices.rules import How

    printing.AT_ONCE = 1  # type: ignore[misc]
    actions.print_letters(notice=sent(cast.head, how=How.LETTER), by=cast.head, at=NOW)


def print_all(acknowledge: Acknowledge) -> None:
    """What the worker does, part after part, until it is killed."""
    with tenancy.everywhere(because="The test looks for what to do."):
        school = School.objects.get(slug="elmfield")
        parts = list(LetterPart.objects.filter(made_at=None).order_by("number"))
    for part in parts:
        with tenancy.acting_for(school.pk):
            whole = LetterPart.objects.select_related("run__notice__school", "school")
            actions.make_part(part=whole.get(pk=part.pk), at=NOW)
        acknowledge(str(part.pk))


def whole_or_waiting(acknowledged: Sequence[str], finished: bool) -> None:
    """Each file that was told of is there, with its steps and its entry; and a worker that comes
    after finishes the rest, everybody once."""
    made = {str(pk) for (pk,) in LetterPart.objects.exclude(made_at=None).values_list("pk")}
    if lost := set(acknowledged) - made:
        raise Lost(f"{len(lost)} files")
    printed = Step.objects.filter(kind=Mark.PRINTED)
    entries = Entry.objects.filter(verb="notices:letters:printed")
    if not len(made) == printed.count() == entries.count():
        raise HalfApplied(f"{len(made)} files, {printed.count()} steps, {entries.count()} entries")
    Worker().work(until_empty=True)
    told = Counter(Notice.objects.get().tellings.filter(steps__kind=Mark.PRINTED)
                   .values_list("person", flat=True))  # fmt: skip
    assert len(told) == PARTS
    assert set(told.values()) == {1}
    assert not finished or len(acknowledged) == PARTS


@pytest.mark.real_clock
def test_killed_at_any_write_nobodys_letter_is_lost_or_printed_twice(tmp_path: Path) -> None:
    tally = killed_at_every_write(prepare, print_all, whole_or_waiting, tmp_path)
    assert tally.troubles == []
    assert tally.killed == tally.points > tally.first
