"""Something is put into a folder: judged, scanned, sealed, counted, and written down once."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.evidence import (
    opening,
    parsing,
    permissions,
    queries,
    recognising,
    rules,
    scanning,
    storing,
)
from schoolgate.evidence.models import Copy, Custody, Folder, Item
from schoolgate.evidence.opening import Opened
from schoolgate.evidence.rules import Handled, Kind
from schoolgate.evidence.storing import Received
from schoolgate.evidence.verbs import EvidenceVerb
from schoolgate.people.models import Person, School
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


class UnableToAttach(Exception):
    """A file is not put into the folder. The message says why and what to do; it names nobody."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A file that has come in, and what was said of it. `address` is that of a captured page."""

    file: Received
    name: str
    words: str = ""
    address: str = ""
    captured_at: datetime | None = None
    is_day_only: bool = False  # the time of day of `captured_at` is not known


def attach_all(
    *, folder: Folder, coming: Sequence[Coming], by: Person | System, at: datetime
) -> tuple[list[Item], list[str]]:
    """Put several files into a folder as one act; return the items, and a sentence for each file
    that was kept out, with the name that it came with. Raises UnableToAttach when none may come."""
    items, refused = [], []
    with journal.one_act():
        for one in coming:
            try:
                items.append(attach(folder=folder, coming=one, by=by, at=at))
            except UnableToAttach as error:
                refused.append(f"{rules.plain_name(one.name)}: {error}")
    return items, refused


def attach(*, folder: Folder, coming: Coming, by: Person | System, at: datetime) -> Item:
    """Put one file into a folder, with its copy without metadata. Raises UnableToAttach; then
    nothing of it is kept, and the journal says that something was refused.

    A whole item is there or none: the file has its place before the row that points at it is
    committed, and what no row points at is swept.
    """
    try:
        opened = _opened(folder, by, at)
        kind, scan = _judged(coming)
        item = _kept(opened, coming, kind, scan, by, at)
    except UnableToAttach:
        coming.file.forget()
        _note_refused(folder, by, at)
        raise
    except BaseException:
        coming.file.forget()
        raise
    with suppress(recognising.NotKept):  # the page says that there is no copy to show
        make_copy(opened=opened, item=item, by=by, at=at)
    return item


def _opened(folder: Folder, by: Person | System, at: datetime) -> Opened:
    if why := permissions.why_not_attach(folder):
        raise UnableToAttach(why)
    try:
        if isinstance(by, System):
            return opening.by_machine(folder)
        return opening.by_person(folder, by, on=timezone.localdate(at))
    except opening.UnableToOpen as error:
        raise UnableToAttach(str(error)) from None


def _judged(coming: Coming) -> tuple[Kind, str]:
    try:
        with coming.file.open() as file:
            kind = parsing.recognise(file, coming.file.size)
            scan = scanning.scan(file)
    except (recognising.NotKept, scanning.NoScanner) as error:
        raise UnableToAttach(str(error)) from None
    if coming.address and kind not in rules.PAGES:
        raise UnableToAttach("A captured page is a PDF or a PNG. Save the page as one of these.")
    return kind, scan


@transaction.atomic
def _kept(
    opened: Opened, coming: Coming, kind: Kind, scan: str, by: Person | System, at: datetime
) -> Item:  # fmt: skip
    folder, file = opened.folder, coming.file
    School.objects.select_for_update().get(pk=folder.school_id)  # two at once, one by one
    number = _number(folder, file)
    sealed = opened.sealed_fields(file.uuid, name=rules.plain_name(coming.name),
                                  words=coming.words, address=coming.address)  # fmt: skip
    item = Item.objects.create(
        school=folder.school, folder=folder, uuid=file.uuid, number=number, kind=kind,
        size=file.size, sha256=file.sha256, is_page=bool(coming.address), scan=scan,
        key=opened.seal(file.key, field="key", uuid=file.uuid), received_at=at,
        captured_at=coming.captured_at, is_day_only=coming.is_day_only, **sealed,
    )  # fmt: skip
    hand(item, Handled.RECEIVED, by, at)
    storing.put_in_place(file, folder.school_id, folder.uuid)
    journal.write(school=folder.school, by=by, at=at, verb=EvidenceVerb.ITEM_RECEIVED, object=item,
                  body={"sha256": item.sha256, "size": item.size})  # fmt: skip
    return item


def _number(folder: Folder, file: Received) -> int:
    """Return the number of the next item. Raises UnableToAttach when it does not fit."""
    here = Item.objects.filter(folder=folder)
    same = here.filter(sha256=file.sha256).first()
    if same is not None:
        raise UnableToAttach(f"This very file is here already, as item {same.number}.")
    everything = Item.objects.filter(school=folder.school_id)
    if why := rules.too_much(file.size, in_folder=queries.held(here),
                             in_school=queries.held(everything)):  # fmt: skip
        raise UnableToAttach(why)
    last = here.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def make_copy(*, opened: Opened, item: Item, by: Person | System, at: datetime) -> Copy:
    """Make the copy of an item without metadata; the one that is there when it was made before.

    Raises recognising.NotKept when it cannot be made.
    """
    there = Copy.objects.filter(item=item).first()
    if there is not None:
        return there
    kind = Kind(item.kind)
    with opened.file(item) as original:
        made = storing.receive(parsing.stripped(original, kind))
    try:
        return _copied(opened, item, made, by, at)
    finally:
        made.forget()


@transaction.atomic
def _copied(
    opened: Opened, item: Item, made: Received, by: Person | System, at: datetime
) -> Copy:  # fmt: skip
    school, folder = item.school_id, opened.folder
    School.objects.select_for_update().get(pk=school)
    there = Copy.objects.filter(item=item).first()
    if there is not None:
        return there
    copy = Copy.objects.create(
        school_id=school, item=item, uuid=made.uuid, kind=rules.COPY_OF[Kind(item.kind)],
        size=made.size, sha256=made.sha256, made_at=at,
        key=opened.seal(made.key, field="key", uuid=made.uuid),
    )  # fmt: skip
    hand(item, Handled.COPIED, by, at)
    storing.put_in_place(made, school, folder.uuid)
    return copy


def hand(item: Item, what: Handled, by: Person | System, at: datetime, **more: object) -> None:
    """Write a line of an item's custody sheet."""
    person = None if isinstance(by, System) else by
    Custody.objects.create(school_id=item.school_id, item=item, what=what, by=person, at=at, **more)


@transaction.atomic
def _note_refused(folder: Folder, by: Person | System, at: datetime) -> None:
    journal.write(school=folder.school, by=by, at=at, verb=EvidenceVerb.ITEM_REFUSED, object=folder)
