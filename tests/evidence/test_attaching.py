"""Putting something in: who may, what becomes of it, and what is refused."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from schoolgate.evidence import actions, entitled, opening, queries, rules
from schoolgate.evidence.actions import UnableToAttach
from schoolgate.evidence.models import Copy, Custody, Folder, FolderKey, Item, where
from schoolgate.evidence.rules import Handled, Kind
from schoolgate.evidence.verbs import EvidenceVerb
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from schoolgate.records.parties import System
from schoolgate.records.sealing import UnableToOpen
from tests.cast import NOW, Cast
from tests.evidence import samples
from tests.evidence.conftest import CLOSED, NO_FILES, ROOM, attached, coming, opened

MAIL = System("mail", "The school’s mail")


def files_in(vault: Path) -> list[Path]:
    return sorted(one for one in vault.rglob("*") if one.is_file())


def verbs() -> list[str]:
    return [one.verb for one in Entry.objects.order_by("sequence")]


def test_an_item_is_kept_as_it_came_sealed_and_read_only(
    cast: Cast, folder: Folder, vault: Path
) -> None:
    data = samples.jpeg(3)
    item = attached(cast, folder, data, "C:\\Users\\x\\IMG_1.jpg")
    with opening.by_person(folder, cast.dsl, on=NOW.date()).file(item) as file:
        assert file.read() == data
    place = where(folder, item)
    assert place == vault / str(cast.school.pk) / folder.uuid.hex / item.uuid.hex
    assert place.stat().st_mode & 0o777 == 0o400
    assert data[100:200] not in place.read_bytes()
    assert (item.sha256, item.kind) == (hashlib.sha256(data).hexdigest(), Kind.JPEG)
    assert opening.by_person(folder, cast.dsl, on=NOW.date()).name(item) == "IMG_1.jpg"
    assert len(files_in(vault)) == 2  # the item and its copy; nothing lies aside
    assert verbs() == [EvidenceVerb.FOLDER_OPENED, EvidenceVerb.ITEM_RECEIVED]
    assert [one.what for one in Custody.objects.all()] == [Handled.RECEIVED, Handled.COPIED]


def test_when_it_was_taken_may_be_unknown(cast: Cast, folder: Folder) -> None:
    assert attached(cast, folder).captured_at is None
    then = NOW - timedelta(days=2)
    known = coming(samples.png(1), captured_at=then)
    item = actions.attach(folder=folder, coming=known, by=cast.dsl, at=NOW)
    assert (item.captured_at, item.received_at, item.number) == (then, NOW, 2)


@pytest.mark.parametrize("who", ["pupil", "teacher", "technician", "parent", "other_head"])
def test_who_is_not_entitled_attaches_nothing(
    cast: Cast, folder: Folder, vault: Path, who: str
) -> None:
    with pytest.raises(UnableToAttach, match="You may not see this folder"):
        actions.attach(folder=folder, coming=coming(samples.png(1)), by=getattr(cast, who), at=NOW)
    assert not Item.objects.exists()
    assert files_in(vault) == []
    assert verbs()[-1] == EvidenceVerb.ITEM_REFUSED


def test_where_no_room_speaks_nobody_sees_and_nothing_is_attached(cast: Cast) -> None:
    lonely = opened(cast, "nobody:knows:1")
    assert entitled.holders(lonely.keeper, cast.head, NOW.date()) == ()
    assert queries.folder(pk=lonely.pk, viewer=cast.head, on=NOW.date()) is None
    with pytest.raises(UnableToAttach, match="Nobody has said"):
        actions.attach(folder=lonely, coming=coming(samples.png(1)), by=MAIL, at=NOW)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("who", ["head", "dsl", "teacher", "machine"])
def test_a_folder_that_takes_no_files_takes_none_from_anybody(
    cast: Cast, vault: Path, kind: Kind, who: str
) -> None:
    closed = opened(cast, f"{CLOSED}:1")
    by: Person | System = MAIL if who == "machine" else getattr(cast, who)
    with pytest.raises(UnableToAttach, match=NO_FILES):
        actions.attach(folder=closed, coming=coming(samples.MAKERS[kind](1)), by=by, at=NOW)
    assert not Item.objects.exists()
    assert files_in(vault) == []
    assert verbs()[-1] == EvidenceVerb.ITEM_REFUSED


def test_the_machine_puts_in_what_comes_by_mail(cast: Cast, folder: Folder) -> None:
    item = actions.attach(folder=folder, coming=coming(samples.pdf(1)), by=MAIL, at=NOW)
    assert Custody.objects.filter(item=item, by=None).count() == 2


def test_the_same_file_is_kept_once(cast: Cast, folder: Folder) -> None:
    attached(cast, folder)
    with pytest.raises(UnableToAttach, match="here already, as item 1"):
        attached(cast, folder)
    assert Item.objects.count() == 1


def test_several_files_are_one_act_and_those_refused_are_named(cast: Cast, folder: Folder) -> None:
    sent = [coming(samples.jpeg(1), "a.jpg"), coming(b"words", "b.txt"), coming(samples.png(1))]
    items, refused = actions.attach_all(folder=folder, coming=sent, by=cast.dsl, at=NOW)
    assert [one.number for one in items] == [1, 2]
    assert len(refused) == 1
    assert refused[0].startswith("b.txt: It is no JPEG")
    acts = Entry.objects.exclude(verb=EvidenceVerb.FOLDER_OPENED).values_list("action")
    assert len(set(acts)) == 1


def test_a_page_capture_is_a_pdf_or_a_png(cast: Cast, folder: Folder) -> None:
    page = "https://example.test/post/1"
    with pytest.raises(UnableToAttach, match="A captured page is a PDF or a PNG"):
        actions.attach(folder=folder, coming=coming(samples.jpeg(1), address=page),
                       by=cast.dsl, at=NOW)  # fmt: skip
    item = actions.attach(folder=folder, coming=coming(samples.png(1), address=page),
                          by=cast.dsl, at=NOW)  # fmt: skip
    assert item.is_page
    assert opening.by_machine(folder).source(item) == {"words": "", "address": page}


def test_a_full_folder_and_a_full_school_take_no_more(
    cast: Cast, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    attached(cast, folder)
    monkeypatch.setattr(rules, "FOLDER_QUOTA", 3_000)
    with pytest.raises(UnableToAttach, match="This folder would hold more"):
        attached(cast, folder, samples.png(1))
    monkeypatch.setattr(rules, "SCHOOL_QUOTA", 3_000)
    monkeypatch.setattr(rules, "FOLDER_QUOTA", 10**9)
    with pytest.raises(UnableToAttach, match="school’s vault would hold more"):
        attached(cast, opened(cast), samples.png(1))
    assert Item.objects.count() == 1


def test_a_file_that_has_no_copy_is_kept_all_the_same(cast: Cast, folder: Folder) -> None:
    item = attached(cast, folder, samples.mp4(1).replace(b"stsz", b"stzz"))
    assert not Copy.objects.filter(item=item).exists()


# --- Keys -----------------------------------------------------------------------------------------


def test_a_key_that_is_taken_away_opens_nothing_more(cast: Cast, folder: Folder) -> None:
    attached(cast, folder)
    actions.end_key(folder=folder, holder="elmfield:role:dsl", by=cast.head, at=NOW)
    assert queries.folder(pk=folder.pk, viewer=cast.dsl, on=NOW.date()) is None
    assert queries.folder(pk=folder.pk, viewer=cast.head, on=NOW.date()) == folder
    actions.give_key(folder=folder, holder="elmfield:role:dsl", by=cast.head, at=NOW)
    assert opening.by_person(folder, cast.dsl, on=NOW.date()).name(Item.objects.get()) == "a.jpg"
    assert verbs()[-2:] == [EvidenceVerb.KEY_ENDED, EvidenceVerb.KEY_GIVEN]


def test_a_key_of_one_folder_opens_no_other(cast: Cast, folder: Folder) -> None:
    item, other = attached(cast, folder), opened(cast)
    row = FolderKey.objects.filter(folder=folder).first()
    assert row is not None
    FolderKey.objects.filter(folder=other).update(wrapped=row.wrapped)
    with pytest.raises(UnableToOpen):
        opening.by_machine(other)
    with pytest.raises(UnableToOpen):
        opening.by_machine(opened(cast)).name(item)


def test_a_folder_is_opened_once(cast: Cast) -> None:
    first = opened(cast, f"{ROOM}:7")
    assert opened(cast, f"{ROOM}:7") == first
    assert queries.folder_of(school=cast.school, keeper=f"{ROOM}:7") == first
    assert verbs() == [EvidenceVerb.FOLDER_OPENED]


@pytest.mark.parametrize("model", [Item, Copy, Custody])
def test_what_is_kept_is_never_changed(cast: Cast, folder: Folder, model: type[Any]) -> None:
    attached(cast, folder)
    with pytest.raises(DatabaseError, match="is never changed"), transaction.atomic():
        model.objects.update(school=cast.other_school)
