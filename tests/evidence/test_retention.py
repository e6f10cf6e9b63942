"""What is kept no longer is destroyed, on record; a hold for the police stops it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from schoolgate.evidence import actions, opening, queries
from schoolgate.evidence.actions import UnableToHold
from schoolgate.evidence.actions.destroying import BUNDLES_LAST
from schoolgate.evidence.jobs import CLOCK
from schoolgate.evidence.models import Bundle, Custody, Destruction, Folder, FolderKey, Item
from schoolgate.evidence.rules import Form
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.evidence.conftest import OVER, attached, opened

SOON = timedelta(days=-3_650)  # the clock of a test stands still, that of the disk does not
HERE = "/elmfield/evidence/"


@pytest.fixture
def over(cast: Cast) -> Folder:
    """A folder with an item and a bundle, whose period is over."""
    folder = opened(cast, f"{OVER}:1")
    _bundle(cast, folder, attached(cast, folder))
    return folder


def _bundle(cast: Cast, folder: Folder, item: Item) -> Bundle:
    made = actions.ask_for_bundle(folder=folder, items=[item.pk], form=Form.COPIES, words="Police",
                                  by=cast.dsl, at=NOW)  # fmt: skip
    actions.make_bundle(bundle=made, at=NOW)
    made.refresh_from_db()
    return made


def destroyed(cast: Cast) -> int:
    """What the nightly job does."""
    return actions.destroy_past(school=cast.school, by=CLOCK, at=NOW)


def files(vault: Path) -> int:
    """How many files there are."""
    return sum(one.is_file() for one in vault.rglob("*"))


def journal(verb: str) -> int:
    """How often something was done."""
    return Entry.objects.filter(verb=f"evidence:{verb}").count()


@pytest.mark.django_db(transaction=True)
def test_when_its_time_is_over_files_and_keys_go_and_the_record_stays(
    cast: Cast, over: Folder, vault: Path
) -> None:
    lines, kept = Custody.objects.count(), opened(cast)
    attached(cast, kept)
    there = files(vault)
    assert destroyed(cast) == 1
    assert destroyed(cast) == 0
    assert files(vault) == there - 3  # the item, its copy, the bundle
    assert not FolderKey.objects.filter(folder=over).exists()
    with pytest.raises(opening.UnableToOpen):
        opening.by_machine(over)
    assert Custody.objects.filter(item__folder=over).count() == lines
    record = Destruction.objects.get()
    assert (record.items, record.bundles) == (1, 1)
    assert journal("folder:destroyed") == 1
    assert actions.sweep(older_than=SOON) == 0
    assert queries.items(folder=kept, viewer=cast.dsl, on=NOW.date()).count() == 1


def test_the_page_says_what_was_here_to_whom_might_see_it(cast: Cast, over: Folder) -> None:
    destroyed(cast)
    page = client_of(cast.dsl).get(f"{HERE}{over.pk}/")
    assert "The evidence was destroyed" in page.text
    assert Item.objects.get(folder=over).sha256 in page.text
    assert "put it into a bundle" in page.text
    assert "a.jpg" not in page.text
    assert journal("custody:viewed") == 1
    assert client_of(cast.dsl).post(f"{HERE}{over.pk}/").status_code == 403
    for who in (None, cast.pupil, cast.technician, cast.teacher, cast.other_head):
        assert client_of(who).get(f"{HERE}{over.pk}/").status_code in {302, 403, 404}
    assert journal("custody:viewed") == 1


@pytest.mark.django_db(transaction=True)
def test_a_file_that_a_killed_process_left_is_swept(
    cast: Cast, over: Folder, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr("schoolgate.evidence.actions.destroying._unlink", lambda _: None)
        assert destroyed(cast) == 1
    assert files(vault) == 3
    assert actions.sweep(older_than=SOON) == 3


def test_a_hold_stops_it_until_it_is_let_go(cast: Cast, over: Folder) -> None:
    dsl, page = client_of(cast.dsl), f"{HERE}{over.pk}/hold/"
    assert "Write down why" in dsl.post(page, {"why": " "}).text
    assert dsl.post(page, {"why": "DC Falke, 26/1234"}).status_code == 302
    assert "DC Falke" in dsl.get(page).text
    assert b"Falke" not in bytes(over.holds.get().why)
    assert destroyed(cast) == 0
    assert actions.drop_bundles(school=cast.school, by=CLOCK, at=NOW + BUNDLES_LAST) == 0
    with pytest.raises(UnableToHold, match="held already"):
        actions.hold(folder=over, why="Again", by=cast.head, at=NOW)
    assert "Held" in dsl.get(f"{HERE}{over.pk}/").text
    assert dsl.post(page, {"why": "The court is done"}).status_code == 302
    with pytest.raises(UnableToHold, match="not held"):
        actions.release(folder=over, why="Again", by=cast.dsl, at=NOW)
    assert destroyed(cast) == 1
    with pytest.raises(UnableToHold, match="Only those who may see"):
        actions.hold(folder=over, why="Too late", by=cast.dsl, at=NOW)
    assert (journal("folder:held"), journal("folder:released")) == (1, 1)


@pytest.mark.parametrize("who", ["stranger", "pupil", "technician", "teacher", "other_head"])
def test_nobody_else_holds_a_folder_or_lets_it_go(cast: Cast, over: Folder, who: str) -> None:
    answer = client_of(getattr(cast, who)).post(f"{HERE}{over.pk}/hold/", {"why": "x"})
    assert answer.status_code in {302, 403, 404}
    assert not over.holds.exists()
    assert journal("folder:held") == 0


@pytest.mark.django_db(transaction=True)
def test_a_bundle_goes_after_thirty_days_and_its_line_stays(
    cast: Cast, folder: Folder, vault: Path
) -> None:
    bundle = _bundle(cast, folder, attached(cast, folder))
    assert actions.drop_bundles(school=cast.school, by=CLOCK, at=NOW + timedelta(days=29)) == 0
    assert actions.drop_bundles(school=cast.school, by=CLOCK, at=NOW + BUNDLES_LAST) == 1
    assert actions.drop_bundles(school=cast.school, by=CLOCK, at=NOW + BUNDLES_LAST) == 0
    assert files(vault) == 2
    assert client_of(cast.dsl).get(f"{HERE}bundles/{bundle.pk}/").status_code == 404
    assert "It was destroyed on" in client_of(cast.dsl).get(f"{HERE}{folder.pk}/bundles/").text
    assert Custody.objects.filter(bundle=bundle).count() == 1
    assert journal("bundle:destroyed") == 1


def test_nothing_goes_while_nobody_has_said_how_long_it_is_kept(cast: Cast, folder: Folder) -> None:
    attached(cast, folder)
    at = NOW + timedelta(days=36_500)
    assert actions.destroy_past(school=cast.school, by=CLOCK, at=at) == 0
    assert "Nobody has said how long" in client_of(cast.dsl).get(f"{HERE}{folder.pk}/").text
