"""Looking at copies and taking them away, stamped; bundles by their pages."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.test import Client
from PIL import Image

from schoolgate.evidence import actions, rules
from schoolgate.evidence.models import Bundle, Custody, Folder, Item
from schoolgate.evidence.rules import Form
from schoolgate.evidence.verbs import EvidenceVerb
from schoolgate.jobs.working import Worker
from tests.cast import NOW, Cast, client_of
from tests.evidence import samples
from tests.evidence.conftest import attached
from tests.evidence.test_pages import own_entries


def look_of(client: Client, item: Item) -> str:
    """The address of the picture on the page of an item."""
    page = client.get(f"/elmfield/evidence/items/{item.pk}/").text
    return page.split('src="')[-1].split('"')[0].replace("&amp;", "&")


def test_the_picture_is_the_copy_and_comes_with_a_look_only(cast: Cast, folder: Folder) -> None:
    client, item = client_of(cast.dsl), attached(cast, folder)
    answer = client.get(look_of(client, item))
    assert b"PLANTED" not in answer.getvalue()
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/elmfield/evidence/items/{item.pk}/picture/").status_code == 404
    theirs = look_of(client_of(cast.head), item)
    assert client.get(theirs).status_code == 404


def test_a_look_ends(cast: Cast, folder: Folder, clock: object) -> None:
    client, item = client_of(cast.dsl), attached(cast, folder)
    address = look_of(client, item)
    clock.shift(2 * 3600 + 1)  # type: ignore[attr-defined]
    client = client_of(cast.dsl)
    assert client.get(address).status_code == 404


def test_the_pages_of_a_pdf_are_shown_as_pictures(cast: Cast, folder: Folder) -> None:
    client = client_of(cast.dsl)
    item = attached(cast, folder, samples.pdf(1, pages=2))
    shown = client.get(f"/elmfield/evidence/items/{item.pk}/?page=2").text
    assert "Page 2 of 2" in shown
    look = look_of(client, item).replace("page=1", "page=2")
    assert Image.open(io.BytesIO(client.get(look).content)).format == "PNG"
    assert client.get(look.replace("page=2", "page=3")).status_code == 404


def test_a_player_gets_the_part_of_a_film_that_it_asks_for(cast: Cast, folder: Folder) -> None:
    client, item = client_of(cast.dsl), attached(cast, folder, samples.mp4(1))
    look = look_of(client, item)
    whole = client.get(look)
    data = whole.getvalue()
    assert (whole.status_code, len(data)) == (200, item.size)
    some = client.get(look, headers={"Range": "bytes=10-19"})
    assert (some.status_code, some.getvalue()) == (206, data[10:20])
    assert some["Content-Range"] == f"bytes 10-19/{item.size}"
    assert client.get(look, headers={"Range": "bytes=5-"}).getvalue() == data[5:]
    assert client.get(look, headers={"Range": "bytes=9-3"}).status_code == 200


def test_a_word_document_is_not_shown_and_a_file_without_copy_says_so(
    cast: Cast, folder: Folder
) -> None:
    client = client_of(cast.dsl)
    item = attached(cast, folder, samples.docx(1))
    assert "not shown here" in client.get(f"/elmfield/evidence/items/{item.pk}/").text
    bare = attached(cast, folder, samples.mp4(1).replace(b"stsz", b"stzz"))
    assert "No copy without hidden" in client.get(f"/elmfield/evidence/items/{bare.pk}/").text
    assert client.get(f"/elmfield/evidence/items/{bare.pk}/download/").status_code == 404


@pytest.mark.parametrize("kind", list(rules.Kind))
def test_a_copy_is_taken_away_stamped_where_it_bears_a_stamp(
    cast: Cast, folder: Folder, kind: rules.Kind
) -> None:
    item = attached(cast, folder, samples.MAKERS[kind](1), "Pip did this.exe")
    answer = client_of(cast.dsl).get(f"/elmfield/evidence/items/{item.pk}/download/")
    data = answer.getvalue()
    name = rules.safe_name(1, rules.COPY_OF[kind])
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    if kind in rules.PICTURES:
        assert Image.open(io.BytesIO(data)).height > 48
    if kind is rules.Kind.PDF:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            drawn = pdf.pages[0].Contents
            text = b"".join(one.read_bytes() for one in drawn)
        assert b"Dev Lead, Elmfield Primary, 14 October 2026, 10:30, item 1".hex() in (
            text.decode("latin-1")
        )
    assert own_entries() == [EvidenceVerb.ITEM_DOWNLOADED]
    assert Custody.objects.filter(item=item, what=rules.Handled.DOWNLOADED).count() == 1


# --- Bundles --------------------------------------------------------------------------------------


def test_a_bundle_is_asked_for_made_and_taken_away(cast: Cast, folder: Folder) -> None:
    client, item = client_of(cast.dsl), attached(cast, folder)
    page = f"/elmfield/evidence/{folder.pk}/bundles/"
    assert "Choose at least one item" in client.post(page, {"form": "copies", "words": "x"}).text
    sent = {"items": [item.pk], "form": "copies", "words": "The chair", "names": "Pip Pupil"}
    assert client.post(page, sent).status_code == 302
    assert "0 of 1 are in it" in client.get(page).text
    Worker().work(until_empty=True)
    bundle = Bundle.objects.get()
    assert bundle.sha256 in client.get(f"{page}progress/").text
    answer = client.get(f"/elmfield/evidence/bundles/{bundle.pk}/")
    assert answer["Content-Type"] == "application/zip"
    assert answer.getvalue().startswith(b"PK")
    assert own_entries()[-1] == EvidenceVerb.BUNDLE_FETCHED


def test_who_sees_and_makes_no_bundles_is_refused(cast: Cast, folder: Folder) -> None:
    item = attached(cast, folder)
    client = client_of(cast.head)
    assert client.get(f"/elmfield/evidence/{folder.pk}/").status_code == 200
    assert client.get(f"/elmfield/evidence/{folder.pk}/bundles/").status_code == 403
    bundle = actions.ask_for_bundle(folder=folder, items=[item.pk], form=Form.COPIES,
                                    by=cast.dsl, at=NOW)  # fmt: skip
    address = f"/elmfield/evidence/bundles/{bundle.pk}/"
    assert client.get(address).status_code == 404  # not made yet
    actions.make_bundle(bundle=bundle, at=NOW)
    assert client.get(address).status_code == 403
    assert client_of(cast.other_head).get(address).status_code == 404
