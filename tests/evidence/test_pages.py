"""The pages: a stranger signs in, whoever is not entitled finds nothing, each look is written."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from schoolgate.evidence import actions, rules, storing, uploads
from schoolgate.evidence.models import Custody, Folder, Item
from schoolgate.evidence.verbs import EvidenceVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.evidence import samples
from tests.evidence.conftest import CLOSED, NO_FILES, attached, opened
from tests.evidence.test_attaching import files_in

OUTSIDERS = ("pupil", "parent", "teacher", "governor", "technician", "other_head")


def pages_of(item: Item) -> list[str]:
    """Every page about a folder and an item in it."""
    folder, room = item.folder_id, "/elmfield/evidence"
    return [f"{room}/{folder}/", f"{room}/{folder}/custody/", f"{room}/{folder}/bundles/",
            f"{room}/{folder}/bundles/progress/", f"{room}/items/{item.pk}/",
            f"{room}/items/{item.pk}/picture/", f"{room}/items/{item.pk}/download/"]  # fmt: skip


def own_entries() -> list[str]:
    found = Entry.objects.filter(verb__startswith="evidence:").order_by("sequence")
    return [one.verb for one in found][2:]  # without opening and attaching


def send(client: Client, folder: Folder, *files: tuple[str, bytes], **more: str) -> HttpResponse:
    """The form with files, as a browser sends it."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    words = {"words": "", "address": "", "taken_on": "", "taken_at": ""} | more
    answer = client.post(f"/elmfield/evidence/{folder.pk}/", {"sent": sent, **words})
    assert isinstance(answer, HttpResponse)
    return answer


# --- Who finds them -------------------------------------------------------------------------------


def test_a_stranger_is_led_to_sign_in(cast: Cast, folder: Folder) -> None:
    for page in pages_of(attached(cast, folder)):
        answer = client_of(None).get(page)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/login/")
    assert own_entries() == []


@pytest.mark.parametrize("who", [one for one in OUTSIDERS if one != "parent"])
def test_whoever_is_not_entitled_finds_nothing(cast: Cast, folder: Folder, who: str) -> None:
    client, refused = client_of(getattr(cast, who)), 404 if who == "other_head" else 403
    for page in pages_of(attached(cast, folder)):
        assert client.get(page).status_code == refused, page
    assert send(client, folder, ("a.jpg", samples.jpeg(2))).status_code == refused
    assert Item.objects.count() == 1
    assert own_entries() == []


def test_the_entitled_see_what_lies_there_and_each_look_is_written(
    cast: Cast, folder: Folder
) -> None:
    client = client_of(cast.dsl)
    item = attached(cast, folder, name="screenshot of the group.jpg")
    listed = client.get(f"/elmfield/evidence/{folder.pk}/")
    assert "screenshot of the group.jpg" in listed.text
    assert "When it was taken is not known." in listed.text
    assert "No virus scanner is set up here" in listed.text
    one = client.get(f"/elmfield/evidence/items/{item.pk}/")
    assert item.sha256 in one.text
    assert "put it into the vault" in client.get(f"/elmfield/evidence/{folder.pk}/custody/").text
    assert own_entries() == [EvidenceVerb.FOLDER_VIEWED, EvidenceVerb.ITEM_VIEWED,
                             EvidenceVerb.CUSTODY_VIEWED]  # fmt: skip
    assert Custody.objects.filter(item=item, by=cast.dsl, what=rules.Handled.VIEWED).count() == 1
    for answer in (listed, one):
        assert "no-store" in answer["Cache-Control"]


def test_a_key_that_was_taken_away_closes_the_page(cast: Cast, folder: Folder) -> None:
    client = client_of(cast.dsl)
    page = f"/elmfield/evidence/{folder.pk}/"
    assert client.get(page).status_code == 200
    actions.end_key(folder=folder, holder="elmfield:role:dsl", by=cast.head, at=NOW)
    assert client.get(page).status_code == 403


# --- Putting something in -------------------------------------------------------------------------


def test_files_are_put_in_by_the_form(cast: Cast, folder: Folder) -> None:
    answer = send(
        client_of(cast.dsl), folder, ("a.jpg", samples.jpeg(1)), ("b.mp4", samples.mp4(1)),
        words="From Pip’s mother", taken_on="12/10/2026", taken_at="19:05",
    )  # fmt: skip
    assert answer.status_code == 302
    kinds = [(one.kind, one.captured_at) for one in Item.objects.all()]
    then = NOW.replace(day=12, hour=19, minute=5)
    assert kinds == [("jpeg", then), ("mp4", then)]
    acts = Entry.objects.filter(verb=EvidenceVerb.ITEM_RECEIVED).values_list("action", flat=True)
    assert (len(acts), len(set(acts))) == (2, 1)


def test_a_day_without_a_time_says_no_time(cast: Cast, folder: Folder) -> None:
    client = client_of(cast.dsl)
    send(client, folder, ("a.jpg", samples.jpeg(1)), taken_on="12/10/2026")
    assert Item.objects.get().taken == "12 October 2026"
    assert "Taken 12 October 2026." in client.get(f"/elmfield/evidence/{folder.pk}/").text


def test_a_form_without_a_token_puts_nothing_in(cast: Cast, folder: Folder) -> None:
    client = client_of(cast.dsl)
    client.handler.enforce_csrf_checks = True
    assert send(client, folder, ("a.jpg", samples.jpeg(1))).status_code == 403
    assert not Item.objects.exists()


def test_mistakes_are_said_and_nothing_lies_about(cast: Cast, folder: Folder, vault: Path) -> None:
    client = client_of(cast.dsl)
    for more, sentence in (
        ({"taken_on": "12/12/2026"}, "still to come"), ({"taken_at": "10:00"}, "Write the day"),
        ({"taken_on": "yesterday"}, "14/10/2026"), ({"taken_at": "noon"}, "hours and minutes"),
    ):  # fmt: skip
        answer = send(client, folder, ("a.jpg", samples.jpeg(1)), **more)
        assert sentence in answer.text
    assert "Choose a file" in send(client, folder).text
    assert "b.txt: It is no JPEG" in send(client, folder, ("b.txt", b"words")).text
    assert "at most 20" in send(client, folder, *[("a.jpg", b"x")] * 21).text
    assert not Item.objects.exists()
    assert files_in(vault) == []


def test_files_too_large_together_are_not_read(
    cast: Cast, folder: Folder, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    answer = send(client_of(cast.dsl), folder, ("a.jpg", samples.jpeg(1)))
    assert "larger than 500 MB together" in answer.text
    assert files_in(vault) == []


@pytest.mark.parametrize("kind", list(rules.Kind))
def test_twenty_attempts_to_attach_where_nothing_may_be_are_refused_unread(
    cast: Cast, vault: Path, kind: rules.Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = opened(cast, f"{CLOSED}:1")
    client = client_of(cast.dsl)
    shown = client.get(f"/elmfield/evidence/{closed.pk}/").text
    assert NO_FILES in shown
    assert 'type="file"' not in shown
    begun: list[object] = []
    monkeypatch.setattr(storing.Writer, "__init__", lambda self: begun.append(self))
    for number in range(4):
        answer = send(client, closed, (f"{number}.x", samples.MAKERS[kind](number)))
        assert answer.status_code == 403
    assert begun == []
    assert files_in(vault) == []
    assert not Item.objects.exists()


def test_no_byte_in_clear_reaches_the_disk_on_its_way_in(
    cast: Cast, folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    large = samples.jpeg(1, (1500, 1100)) + b"SECRET words behind the end" * 200_000
    assert len(large) > 5_000_000  # Django puts what is larger than 2.5 MB into a folder
    assert send(client_of(cast.dsl), folder, ("a.jpg", large)).status_code == 302
    assert not [one for one in files_in(tmp_path) if b"SECRET words" in one.read_bytes()]
