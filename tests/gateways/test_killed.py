"""An import that is killed at any write leaves nothing or all, and the journal whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from schoolgate.gateways import commandline
from schoolgate.people.actions.demonstration import set_up_demonstration
from schoolgate.people.models import Person
from schoolgate.records import tenancy
from schoolgate.records.models import Entry
from tests.gateways import samples
from tests.killing import BY_HAND, Acknowledge, HalfApplied, Lost, killed_at_every_write

# An import is one piece. SQLite writes pages, PostgreSQL is sent statements.
COUNT = (300 if BY_HAND else 40) if connection.vendor == "sqlite" else (60 if BY_HAND else 15)


def prepare() -> None:
    """The demonstration, and a list of pupils in the program's folder."""
    set_up_demonstration()
    (settings.VAR / "pupils.csv").write_text(samples.pupils(COUNT))


def take_in(acknowledge: Acknowledge) -> None:
    """`./sg roster apply brookside pupils.csv`."""
    tenancy.open_process(because="It stands in for ./sg roster.")
    assert commandline.main(["apply", "brookside", str(settings.VAR / "pupils.csv")]) == 0
    acknowledge("done")


def nothing_or_all(acknowledged: Sequence[str], finished: bool) -> None:
    """Everybody is there with an entry each, or nobody and none; and what was said is done."""
    people = Person.objects.filter(source="mis").count()
    shown = [str(pk) for (pk,) in Person.objects.exclude(source="mis").values_list("pk")]
    added = Entry.objects.filter(verb="people:person:added")
    entries = added.exclude(object_id__in=shown).count()
    imports = Entry.objects.filter(verb="people:roster:taken-in").count()
    if (people, entries, imports) not in {(0, 0, 0), (COUNT, COUNT, 1)}:
        raise HalfApplied(f"{people} people, {entries} entries, {imports} imports")
    if people == 0 and (acknowledged or finished):
        raise Lost("the import was reported as done")


@pytest.mark.real_clock
def test_killed_at_any_write_an_import_leaves_nothing_or_all(tmp_path: Path) -> None:
    tally = killed_at_every_write(prepare, take_in, nothing_or_all, tmp_path)
    assert tally.troubles == []
    assert tally.killed == tally.points >= tally.first
