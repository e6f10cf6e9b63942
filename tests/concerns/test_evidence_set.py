"""The evidence of an abusive post: where each item is from, for whom, and whom no bundle names."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from schoolgate.concerns import actions
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.words import Part
from schoolgate.evidence import actions as vault
from schoolgate.evidence.models import Bundle, Folder, Item
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import LONDON, NOW, Cast, client_of
from tests.concerns.conftest import told
from tests.concerns.working import named
from tests.evidence import samples

HERE = "/elmfield/evidence/"


@pytest.fixture(autouse=True)
def vault_of_its_own(tmp_path: Any, settings: Any) -> None:
    """No other test's files."""
    settings.VAR = tmp_path


@pytest.fixture
def folder(cast: Cast, case: Case) -> Folder:
    """The folder of a case with a target and a witness."""
    named(case, Part.TARGET, by=cast.dsl, person=cast.technician)
    named(case, Part.WITNESS, by=cast.dsl, name="Nora Falke")
    return actions.open_evidence(case=case, by=cast.dsl, at=NOW)


def put(who: Person, folder: Folder, data: bytes, **said: str) -> Item:
    """Somebody puts a file into it."""
    sent = SimpleUploadedFile("post.bin", data)
    answer = client_of(who).post(f"{HERE}{folder.pk}/", {"sent": sent, **said})
    assert answer.status_code == 302, answer.text
    return folder.items.order_by("-number")[0]


def bundled(who: Person, folder: Folder, **said: Any) -> dict[str, str]:
    """The words of what somebody takes away, by file."""
    client, items = client_of(who), [str(one.pk) for one in folder.items.all()]
    form = {"items": items, "form": "copies", "words": "For the police", "names": "", **said}
    answer = client.post(f"{HERE}{folder.pk}/bundles/", form)
    assert answer.status_code == 302, answer.text
    bundle = Bundle.objects.latest("pk")
    vault.make_bundle(bundle=bundle, at=NOW)
    return told_in(client.get(f"{HERE}bundles/{bundle.pk}/").getvalue())


def told_in(bundle: bytes) -> dict[str, str]:
    """The words of a bundle, by file."""
    with zipfile.ZipFile(io.BytesIO(bundle)) as parts:
        return {name: words_of(parts.read(name)) for name in parts.namelist()}


def words_of(data: bytes) -> str:
    """What a PDF says; of another file its bytes."""
    if not data.startswith(b"%PDF"):
        return data.decode("latin-1")
    pdf = pypdfium2.PdfDocument(data)
    found = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return " ".join(found.split())


@pytest.mark.row("HSM-03")
def test_each_item_says_whence_and_when_or_that_nobody_knows_and_its_sum(
    cast: Cast, folder: Folder
) -> None:
    source = f"A parent sent it; {cast.teacher.name} told us of it"
    first = put(cast.dsl, folder, samples.jpeg(1), words=source, taken_on="12/10/2026",
                taken_at="19:04")  # fmt: skip
    second = put(cast.dsl, folder, samples.png(1), words="From the group")
    assert first.captured_at == datetime(2026, 10, 12, 19, 4, tzinfo=LONDON)
    dsl = client_of(cast.dsl)
    assert dsl.get(f"{HERE}{folder.pk}/").text.count("When it was taken is not known") == 1
    page = dsl.get(f"{HERE}items/{first.pk}/").text
    assert "12 October 2026, 19:04" in page
    assert "A parent sent it" in page
    assert first.sha256 in page
    assert "Nobody has said when it was taken" in dsl.get(f"{HERE}items/{second.pk}/").text
    made = bundled(cast.dsl, folder)
    contents = made["contents.pdf"]
    assert "12 October 2026, 19:04" in contents
    assert "not known" in contents
    assert first.sha256 in contents.replace(" ", "")
    assert "A parent sent it; [name withheld] told us of it" in contents
    assert not any(part in text for text in made.values() for part in cast.teacher.name.split())


@pytest.mark.row("HSM-04")
def test_outside_the_list_it_is_refused_and_logged_and_a_copy_bears_who_took_it(
    cast: Cast, folder: Folder
) -> None:
    item = put(cast.dsl, folder, samples.jpeg(1))
    pages = (f"{folder.pk}/", f"{folder.pk}/custody/", f"items/{item.pk}/", "999999/",
             f"items/{item.pk}/download/", f"{folder.pk}/bundles/", "bundles/1/")  # fmt: skip
    for who in (cast.teacher, cast.technician, cast.pupil, cast.governor):
        for page in pages:
            assert client_of(who).get(HERE + page).status_code == 403, page
    refused = Entry.objects.filter(verb="accounts:page:refused")
    assert refused.count() == 4 * len(pages)
    assert {one.object_id for one in refused} >= {"evidence:folder", "evidence:download"}
    before = Entry.objects.filter(verb="evidence:item:downloaded").count()
    taken = client_of(cast.dsl).get(f"{HERE}items/{item.pk}/download/")
    assert Entry.objects.filter(verb="evidence:item:downloaded").count() == before + 1
    with (
        Image.open(io.BytesIO(taken.content)) as stamped,
        Image.open(io.BytesIO(samples.jpeg(1))) as original,
    ):
        assert stamped.height > original.height  # the line at its foot
    paper = put(cast.dsl, folder, samples.pdf(1))
    taken = client_of(cast.dsl).get(f"{HERE}items/{paper.pk}/download/")
    assert "Dev Lead, Elmfield Primary, 14 October 2026, 10:30" in words_of(taken.content)


def test_who_makes_a_bundle_chooses_whom_in_the_case_it_leaves_out(
    cast: Cast, folder: Folder
) -> None:
    put(cast.dsl, folder, samples.jpeg(1), words="Tek Nishan and Nora Falke are in it")
    page = client_of(cast.dsl).get(f"{HERE}{folder.pk}/bundles/").text
    assert 'value="Nora Falke"' in page
    assert 'value="Tek Nishan"' in page
    assert f'value="{cast.teacher.name}"' not in page
    made = bundled(cast.dsl, folder, people=["Nora Falke"])
    assert "Tek Nishan and [name withheld] are in it" in made["contents.pdf"]
    assert "Falke" not in "".join(made.values())
    refused = client_of(cast.dsl).post(f"{HERE}{folder.pk}/bundles/", {"people": ["Somebody"]})
    assert "Choose one of these" in refused.text


def test_a_name_that_is_kept_back_is_offered_to_nobody_and_left_out(cast: Cast) -> None:
    case = actions.report(school=cast.school, told=told(kept_back=True), by=cast.teacher, at=NOW)
    folder = actions.open_evidence(case=case, by=cast.dsl, at=NOW)
    put(cast.dsl, folder, samples.jpeg(1), words="Tara says that she saw it")
    page = client_of(cast.dsl).get(f"{HERE}{folder.pk}/bundles/").text
    assert "Who in the case must not be named?" not in page
    assert "Tara" not in "".join(bundled(cast.dsl, folder).values())
