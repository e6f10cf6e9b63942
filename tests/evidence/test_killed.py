"""Attaching and bundling, killed at any write: a whole item or none, and no file left over."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from schoolgate.evidence import actions, entitled, opening, storing
from schoolgate.evidence.actions import Coming
from schoolgate.evidence.entitled import Rules
from schoolgate.evidence.models import Bundle, Copy, Custody, Folder, Item, where
from schoolgate.evidence.rules import Form, Handled
from schoolgate.people.models import Person
from schoolgate.records import tenancy
from schoolgate.records.models import Entry
from tests.cast import NOW
from tests.evidence import samples
from tests.killing import Acknowledge, HalfApplied, Lost, killed_at_every_write

ITEMS = 8
KEEPER = "killed:case:1"
HOLDER = "elmfield:role:dsl"


def _the_dsl(keeper: str, viewer: Person, on: date) -> tuple[str, ...]:
    return (HOLDER,) if viewer.role == "dsl" else ()


entitled.by("killed:case", Rules(_the_dsl))


def prepare() -> None:
    """A folder with nothing in it."""
    from tests.cast import assemble

    cast = assemble()
    actions.open_folder(school=cast.school, keeper=KEEPER, holders=[HOLDER], by=cast.dsl, at=NOW)


def prepare_with_items() -> None:
    """A folder with items that wait to be put together."""
    prepare()
    for number in range(ITEMS):
        _attach(number)


def attach(acknowledge: Acknowledge) -> None:
    """What the form does, file after file, until it is killed."""
    with tenancy.everywhere(because="The test looks for its school."):
        school = Person.objects.get(role="dsl").school_id
    for number in range(ITEMS):
        with tenancy.acting_for(school):  # each file is whole by itself
            sha256 = _attach(number)
        acknowledge(sha256)


def _attach(number: int) -> str:
    folder = Folder.objects.select_related("school").get()
    dsl = Person.objects.select_related("school").get(role="dsl")
    received = storing.receive([samples.png(number)])
    coming = Coming(received, "a.png")
    return actions.attach(folder=folder, coming=coming, by=dsl, at=NOW).sha256


def bundle(acknowledge: Acknowledge) -> None:
    """What the page and then the job do, bundle after bundle, until they are killed."""
    with tenancy.everywhere(because="The test looks for its school."):
        school = Person.objects.get(role="dsl").school_id
    with tenancy.acting_for(school):
        items = list(Item.objects.all()[:4])
    for item in items:
        with tenancy.acting_for(school):
            folder = Folder.objects.select_related("school").get()
            dsl = Person.objects.select_related("school").get(role="dsl")
            asked = actions.ask_for_bundle(folder=folder, items=[item.pk], form=Form.COPIES,
                                           by=dsl, at=NOW)  # fmt: skip
            actions.make_bundle(bundle=asked, at=NOW)
        acknowledge(str(asked.pk))


def _files() -> set[Path]:
    return {one for one in (settings.VAR / "evidence").rglob("*") if one.is_file()}


def _swept() -> None:
    """Once swept, what lies there is what rows point at."""
    actions.sweep(older_than=timedelta(seconds=-5))
    rows = len(Item.objects.all()) + len(Copy.objects.all())
    rows += Bundle.objects.exclude(uuid=None).count()
    if len(_files()) != rows:
        raise HalfApplied(f"{len(_files())} files, {rows} rows")


def whole_or_none(acknowledged: Sequence[str], finished: bool) -> None:
    """Each item that is there opens to its original, and has its line and its entry."""
    folder = Folder.objects.select_related("school").get()
    opened, items = opening.by_machine(folder), list(Item.objects.all())
    if lost := set(acknowledged) - {one.sha256 for one in items}:
        raise Lost(f"{len(lost)} items")
    _swept()
    for item in items:
        if not where(folder, item).exists():
            raise HalfApplied(f"{item} points to nothing")
        with opened.file(item) as file:
            assert hashlib.sha256(file.read()).hexdigest() == item.sha256
    for copy in Copy.objects.all():
        with opened.file(copy) as file:
            assert hashlib.sha256(file.read()).hexdigest() == copy.sha256
    lines = Custody.objects.filter(what=Handled.RECEIVED).count()
    entries = Entry.objects.filter(verb="evidence:item:received").count()
    if not len(items) == lines == entries:
        raise HalfApplied(f"{len(items)} items, {lines} lines, {entries} entries")
    copied = Custody.objects.filter(what=Handled.COPIED).count()
    if copied != Copy.objects.count():
        raise HalfApplied(f"{copied} lines of copies")
    assert not finished or len(acknowledged) == ITEMS


def bundles_whole_or_none(acknowledged: Sequence[str], finished: bool) -> None:
    """Each bundle that was told of is there; what was not made can be made afterwards."""
    made = {str(one.pk) for one in Bundle.objects.exclude(uuid=None)}
    if lost := set(acknowledged) - made:
        raise Lost(f"{len(lost)} bundles")
    entries = Entry.objects.filter(verb="evidence:bundle:made").count()
    lines = Custody.objects.filter(what=Handled.EXPORTED).count()
    if not len(made) == entries == lines:
        raise HalfApplied(f"{len(made)} bundles, {entries} entries, {lines} lines")
    for one in Bundle.objects.filter(uuid=None).select_related("folder__school", "by", "school"):
        assert actions.make_bundle(bundle=one, at=NOW)
    _swept()
    assert not finished or len(acknowledged) == 4


@pytest.mark.real_clock
def test_killed_at_any_write_an_item_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    tally = killed_at_every_write(prepare, attach, whole_or_none, tmp_path)
    assert tally.troubles == []
    assert tally.killed == tally.points > tally.first


@pytest.mark.real_clock
def test_killed_at_any_write_a_bundle_is_there_whole_or_is_made_again(tmp_path: Path) -> None:
    tally = killed_at_every_write(prepare_with_items, bundle, bundles_whole_or_none, tmp_path)
    assert tally.troubles == []
    assert tally.killed == tally.points > tally.first
