"""The policy as a document: HTML that stands alone, and tagged PDF."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings

from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.pack import load
from schoolgate.policies.reading.rendering import document_html, document_pdf
from schoolgate.web import prose

URL = "http://localhost:8000/elm/policy/"


@pytest.fixture
def pack(packs: Path) -> Pack:
    return load("elm", packs)


def test_the_pdf_is_tagged_titled_and_in_english(pack: Pack) -> None:
    with pikepdf.open(io.BytesIO(document_pdf(pack, URL))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.docinfo["/Title"] == "Staying safe online at Elmfield"
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert len(pdf.pages) >= 3
        assert "/Figure" in {str(item.S) for item in _elements(pdf.Root.StructTreeRoot)}


def _elements(node: pikepdf.Object) -> list[pikepdf.Object]:
    kids: object = node.get("/K", [])
    every = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    below = [kid for kid in every if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return below + [deeper for kid in below for deeper in _elements(kid)]


def test_a_long_policy_has_short_contents() -> None:
    with pikepdf.open(io.BytesIO(document_pdf(load("cotmanhay", settings.PACKS)))) as pdf:
        links = [len(page.obj.get("/Annots", [])) for page in pdf.pages]
    assert 20 < sum(links[:3]) < 60
    assert max(links[3:]) < 10


def test_the_pdf_without_an_address_has_no_code(pack: Pack) -> None:
    with pikepdf.open(io.BytesIO(document_pdf(pack))) as pdf:
        assert "/Figure" not in {str(item.S) for item in _elements(pdf.Root.StructTreeRoot)}


def test_the_html_needs_nothing_else(pack: Pack) -> None:
    text = document_html(pack)
    assert "<script" not in text
    assert "http://" not in text
    assert 'src="' not in text
    assert '<html lang="en-GB">' in text
    assert pack.hash in text


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))",
     "![x](http://else.example/x.png)", '<a href="data:text/html,x">y</a>'],
)  # fmt: skip
def test_hostile_prose_becomes_text(hostile: str) -> None:
    made = prose.html(hostile)
    assert "<script" not in made
    assert "<img" not in made
    assert 'href="javascript' not in made
    assert '<a href="data' not in made
    assert prose.blocks(hostile)


def test_prose_becomes_blocks_for_paper() -> None:
    made = prose.blocks("A **bold** *word*.\n\n1. one\n2. two\n   - inner")
    assert made[0]["runs"][1] == {"s": "bold", "b": True, "i": False}
    assert made[1]["t"] == "ol"
    assert made[1]["items"][1][1]["t"] == "ul"


def test_typst_markup_in_prose_stays_text(own_packs: Path) -> None:
    document = own_packs / "oak/policy.md"
    document.write_text(document.read_text() + '\n\n#panic() $x$ `#read("/etc/passwd")` @ref\n')
    assert document_pdf(load("oak", own_packs)).startswith(b"%PDF")
