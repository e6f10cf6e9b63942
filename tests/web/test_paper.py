"""The paper kit: letters, forms and notices as tagged PDF."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest

from schoolgate.web.paper import making, sheets
from schoolgate.web.paper.sheets import (
    Head,
    Heading,
    Lines,
    Picture,
    Points,
    Sheet,
    Table,
    Ticks,
    Words,
)  # fmt: skip

HEAD = Head("Elmfield Primary", "1 Elm Road", "Keeping children safe comes first here.")
LONG = "A sentence that fills a line or so of the page. " * 160
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>'


def opened(made: bytes) -> pikepdf.Pdf:
    """The document as another program reads it."""
    return pikepdf.open(io.BytesIO(made))


def tags(pdf: pikepdf.Pdf) -> list[str]:
    """The kinds of elements in its structure."""
    return [str(item.S) for item in _below(pdf.Root.StructTreeRoot)]


def _below(node: pikepdf.Object) -> list[pikepdf.Object]:
    kids: object = node.get("/K", [])
    every = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    here = [kid for kid in every if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return here + [deeper for kid in here for deeper in _below(kid)]


@pytest.mark.row("POL-26")
def test_a_form_is_tagged_and_has_every_piece() -> None:
    pieces = (
        Words("Dear **all**,\n\n- one\n- two"), Heading("What you agree to"),
        Table(("What", "When"), (("Phones", "In lessons"),)), Ticks(("I have read it.",)),
        Picture(SQUARE, "A square", "Be kind"), Points((("Tell somebody.", "12.1"),)), Lines(),
    )  # fmt: skip
    sheet = Sheet("An agreement", pieces, ("Pat Parent",), "14 October 2026",
                  "https://s.example/x", "A code that finds this form")  # fmt: skip
    with opened(sheets.pdf(title="Agreements", head=HEAD, sheets=[sheet])) as pdf:
        assert pdf.open_metadata()["pdfuaid:part"] == "1"
        assert pdf.docinfo["/Title"] == "Agreements"
        assert {"/H1", "/H2", "/Table", "/Figure", "/L"} <= set(tags(pdf))
        alts = [str(one.A.get("/Alt", one.get("/Alt", ""))) if "/A" in one else str(one.get("/Alt"))
                for one in _below(pdf.Root.StructTreeRoot) if str(one.S) == "/Figure"]  # fmt: skip
        assert "A code that finds this form" in " ".join(alts)


def test_every_addressee_begins_on_a_page_of_their_own() -> None:
    long = Sheet("A long letter", (Words(LONG),), ("Ann",))
    short = Sheet("A short letter", (Words("Hello."),), ("Ben",))
    with opened(sheets.pdf(title="Letters", head=HEAD, sheets=[long, short, short])) as pdf:
        pages = len(pdf.pages)
    with opened(sheets.pdf(title="Letters", head=HEAD, sheets=[long])) as pdf:
        assert pages == len(pdf.pages) + 2


def test_many_sheets_come_in_files_and_each_is_told_of() -> None:
    every = [Sheet("Hello", (Words("Hello."),), (f"Person {n}",)) for n in range(5)]
    told: list[tuple[int, int]] = []
    made = list(sheets.in_parts(title="Letters", head=HEAD, sheets=every, at_once=2,
                                progress=lambda done, of: told.append((done, of))))  # fmt: skip
    assert [len(opened(one).pages) for one in made] == [2, 2, 1]
    assert told == [(2, 5), (4, 5), (5, 5)]


@pytest.mark.parametrize("hostile", ["#panic()", "*a* _b_ $x$", "@ref <label>", "\\ ] ] }", "”'\""])
def test_what_is_typed_stays_text(hostile: str) -> None:
    sheet = Sheet(hostile, (Words(hostile), Ticks((hostile,))), (hostile,), hostile)
    made = sheets.pdf(title=hostile, head=Head(hostile, hostile, hostile), sheets=[sheet])
    assert made.startswith(b"%PDF")


def test_a_code_is_a_picture_with_its_quiet_zone() -> None:
    svg = making.code("https://s.example/x")
    assert svg.startswith("<svg")
    assert re.search(r'stroke="#000"', svg)
