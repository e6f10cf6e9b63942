"""Bundles: whole, checked by a program that stands alone, and silent on who must not be told."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from schoolgate.evidence import actions, opening, queries, rules, storing, verify_evidence
from schoolgate.evidence.actions import UnableToBundle
from schoolgate.evidence.models import Bundle, Custody, Folder, Item
from schoolgate.evidence.rules import Form
from schoolgate.evidence.verbs import EvidenceVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast
from tests.evidence import samples
from tests.evidence.conftest import CLOSED, attached, coming, opened

REPORTER = "Rhoda Reporter"  # whom the folder's room hides always
VERIFIER = Path(verify_evidence.__file__)


def bundle_of(cast: Cast, folder: Folder, form: Form = Form.COPIES, *names: str) -> Bundle:
    """A bundle of all that lies in a folder, as far as it was made."""
    ids = [one.pk for one in Item.objects.filter(folder=folder)]
    bundle = actions.ask_for_bundle(folder=folder, items=ids, form=form, names=names, by=cast.dsl,
                                    words=f"PC Smith; {REPORTER} told us", at=NOW)  # fmt: skip
    actions.make_bundle(bundle=bundle, at=NOW + timedelta(minutes=1))
    return Bundle.objects.get(pk=bundle.pk)


def fetched(bundle: Bundle) -> bytes:
    """The zip."""
    folder = bundle.folder
    opened_one = opening.by_machine(folder)
    assert bundle.uuid is not None
    assert bundle.file_key is not None
    key = opened_one.unseal(bundle.file_key, field="file", uuid=bundle.ticket)
    place = storing.place(folder.school_id, folder.uuid, bundle.uuid)
    return b"".join(storing.pieces(storing.opened(place, key=key, uuid=bundle.uuid)))


def text_of(pdf: bytes) -> str:
    """All words of a PDF."""
    found = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_bounded() for page in found)


def verified(data: bytes, tmp_path: Path, *sent: str) -> tuple[int, str]:
    """What the verifier of a bundle says, run alone."""
    (tmp_path / "b.zip").write_bytes(data)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        (tmp_path / "v.py").write_bytes(parts.read("verify_evidence.py"))
    done = subprocess.run([sys.executable, "-I", str(tmp_path / "v.py"), str(tmp_path / "b.zip"),
                           *sent], capture_output=True, text=True, check=False)  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def rezipped(data: bytes, change: dict[str, bytes | None]) -> bytes:
    """A bundle in which somebody changed, took out or added parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        parts = {name: old.read(name) for name in old.namelist()} | change
        for name, value in parts.items():
            if value is not None:
                new.writestr(name, value)
    return out.getvalue()


def test_a_bundle_holds_items_contents_custody_and_sums(cast: Cast, folder: Folder) -> None:
    item = attached(cast, folder, name="the post.jpg")
    attached(cast, folder, samples.pdf(1))
    bundle = bundle_of(cast, folder)
    with zipfile.ZipFile(io.BytesIO(fetched(bundle))) as parts:
        assert parts.namelist() == [
            "contents.pdf", "custody.pdf", "verify_evidence.py", "items/item-001.jpg",
            "items/item-002.pdf", "hashes.txt",
        ]  # fmt: skip
        contents, custody = text_of(parts.read("contents.pdf")), text_of(parts.read("custody.pdf"))
        assert b"PLANTED" not in parts.read("items/item-001.jpg")
        listed = hashlib.sha256(parts.read("hashes.txt")).hexdigest()
    assert "the post.jpg" in contents
    assert item.sha256[:20] in contents.replace("\n", "").replace("\r", "").replace(" ", "")
    assert "not known" in contents
    assert "Dev Lead" in custody
    assert (bundle.sha256, bundle.done, bundle.total, bundle.wrapped) == (listed, 2, 2, None)
    entry = Entry.objects.get(verb=EvidenceVerb.BUNDLE_MADE)
    assert listed in (entry.body or "")
    assert Custody.objects.filter(bundle=bundle, what=rules.Handled.EXPORTED).count() == 2


def test_originals_go_out_as_they_came_in(cast: Cast, folder: Folder) -> None:
    sent = {kind: samples.MAKERS[kind](1) for kind in rules.Kind}
    for data in sent.values():
        attached(cast, folder, data)
    with zipfile.ZipFile(io.BytesIO(fetched(bundle_of(cast, folder, Form.ORIGINALS)))) as parts:
        for number, kind in enumerate(rules.Kind, start=1):
            name = f"items/{rules.safe_name(number, kind)}"
            assert parts.read(name) == sent[kind]


def test_the_verifier_stands_alone_and_finds_every_change(
    cast: Cast, folder: Folder, tmp_path: Path
) -> None:
    attached(cast, folder)
    bundle = bundle_of(cast, folder)
    data = fetched(bundle)
    assert len(VERIFIER.read_text().splitlines()) <= 60
    assert verified(data, tmp_path)[0] == 0
    code, said = verified(data, tmp_path, bundle.sha256)
    assert (code, said) == (0, f"Whole: 4 files. The checksum of the list is {bundle.sha256}.\n")
    changes: tuple[tuple[dict[str, bytes | None], str], ...] = (
        ({"items/item-001.jpg": b"another"}, "it was changed"),
        ({"custody.pdf": None}, "is missing"),
        ({"items/item-009.jpg": b"x"}, "it was added"),
        ({"hashes.txt": b""}, "it was added"),
    )
    for change, says in changes:
        code, said = verified(rezipped(data, change), tmp_path)
        assert code == 1
        assert says in said
    assert verified(data, tmp_path, "0" * 64)[0] == 1


# --- Names that are not told ----------------------------------------------------------------------

SPELT = ("Rhoda Reporter", "rhoda.reporter", "RHODA_REPORTER", "rhodareporter", "Rhoda", "reporter")


def all_of(data: bytes) -> str:
    """Every name and word of a bundle, and all its bytes as letters."""
    found = [data.decode("latin-1")]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        for name in parts.namelist():
            found += [name, parts.read(name).decode("latin-1")]
            if name.endswith(".pdf"):
                found.append(text_of(parts.read(name)))
                with pikepdf.open(io.BytesIO(parts.read(name))) as pdf:
                    found += [str(pdf.docinfo), str(pdf.Root.get("/Metadata", ""))]
    return "\n".join(found).lower()


@pytest.mark.parametrize("spelt", SPELT)
def test_the_reporter_is_found_nowhere(cast: Cast, spelt: str) -> None:
    reporter = cast.teacher
    type(reporter).objects.filter(pk=reporter.pk).update(name=REPORTER, role="dsl")
    reporter.refresh_from_db()
    folder = opened(cast)
    one = coming(samples.jpeg(1), f"{spelt} 1.jpg", f"From {spelt}, on her phone.")
    actions.attach(folder=folder, coming=one, by=reporter, at=NOW)
    page = coming(
        samples.png(1), "x.png", address=f"https://example.test/{spelt}/1".replace(" ", "")
    )
    actions.attach(folder=folder, coming=page, by=cast.dsl, at=NOW)
    data = all_of(fetched(bundle_of(cast, folder)))
    assert "rhoda" not in data
    assert "reporter" not in data
    assert rules.WITHHELD in data


@pytest.mark.parametrize("kind", [rules.Kind.PDF, rules.Kind.DOCX])
@pytest.mark.parametrize("spelt", ["Rhoda Reporter", "by Rhoda,", "pip pupil"])
def test_an_item_that_says_the_name_stops_the_bundle(
    cast: Cast, folder: Folder, kind: rules.Kind, spelt: str
) -> None:
    attached(cast, folder)
    make = {rules.Kind.PDF: samples.pdf, rules.Kind.DOCX: samples.docx}[kind]
    attached(cast, folder, make(1, f"Told {spelt} today"))
    bundle = bundle_of(cast, folder, Form.COPIES, "Pip Pupil")
    assert bundle.trouble.startswith("Item 2 says a name that must not be told.")
    assert (bundle.made_at, bundle.wrapped) == (None, None)
    assert not Custody.objects.filter(what=rules.Handled.EXPORTED).exists()


def test_an_original_whose_hidden_fields_say_the_name_stops_the_bundle(
    cast: Cast, folder: Folder
) -> None:
    data = samples.jpeg(1).replace(b"PLANTED01artist", b"Rhoda Reporter\0")
    attached(cast, folder, data)
    assert bundle_of(cast, folder, Form.ORIGINALS).trouble.startswith("Item 1 says")
    assert bundle_of(cast, folder, Form.COPIES).made_at is not None


def test_names_are_found_however_they_are_joined_and_words_are_left_alone() -> None:
    for text in ("RhodaReporter", "rhoda_reporter", "RHODA  REPORTER", "a rhoda1", "reporter.png"):
        assert rules.names_in(text, ["Rhoda Reporter"]), text
    for text in ("Rhodan", "the reporters", "road"):
        assert not rules.names_in(text, ["Rhoda Reporter"]), text
    assert rules.without("By Jo Li, jo.li", ["Jo Li"]) == f"By {rules.WITHHELD}, {rules.WITHHELD}"
    assert rules.without("x", ["", "  "]) == "x"


# --- Who may, and what is refused -----------------------------------------------------------------


def test_who_may_not_makes_none(cast: Cast, folder: Folder) -> None:
    item = attached(cast, folder)
    for who in (cast.teacher, cast.technician, cast.other_head, cast.pupil):
        with pytest.raises(UnableToBundle, match="Only those who may see"):
            actions.ask_for_bundle(folder=folder, items=[item.pk], form=Form.COPIES, by=who, at=NOW)
    with pytest.raises(UnableToBundle, match="Only the DSL makes bundles"):
        actions.ask_for_bundle(folder=folder, items=[item.pk], form=Form.COPIES, by=cast.head,
                               at=NOW)  # fmt: skip
    assert not Bundle.objects.exists()


def test_items_of_another_folder_are_not_put_in(cast: Cast, folder: Folder) -> None:
    item = attached(cast, opened(cast))
    with pytest.raises(UnableToBundle, match="Choose at least one item"):
        actions.ask_for_bundle(folder=folder, items=[item.pk], form=Form.COPIES, by=cast.dsl,
                               at=NOW)  # fmt: skip
    assert queries.folder_of(school=cast.school, keeper=f"{CLOSED}:9") is None


def test_an_item_without_a_copy_goes_out_as_an_original_only(cast: Cast, folder: Folder) -> None:
    attached(cast, folder, samples.mp4(1).replace(b"stsz", b"stzz"))
    assert bundle_of(cast, folder).trouble == "Item 1 has no copy. Leave it out."
    assert bundle_of(cast, folder, Form.ORIGINALS).made_at is not None


def test_a_bundle_is_made_once(cast: Cast, folder: Folder) -> None:
    attached(cast, folder)
    bundle = bundle_of(cast, folder)
    assert actions.make_bundle(bundle=bundle, at=NOW) is False
    assert Entry.objects.filter(verb=EvidenceVerb.BUNDLE_MADE).count() == 1


def test_progress_is_told_item_by_item(
    cast: Cast, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        attached(cast, folder, samples.png(number))
    seen: list[int] = []
    real = rules.safe_name

    def spy(number: int, kind: rules.Kind) -> str:
        seen.append(Bundle.objects.get().done)
        return real(number, kind)

    monkeypatch.setattr(rules, "safe_name", spy)
    bundle_of(cast, folder)
    assert seen == [0, 1, 2]
