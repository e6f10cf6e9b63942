"""Scanned pages: codes found on hard pages, and files that are refused before they do harm."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image

from schoolgate.web.paper import bounds, scans, sheets
from schoolgate.web.paper.scans import UnableToRead
from schoolgate.web.paper.sheets import Head, Heading, Lines, Sheet, Ticks, Words
from tests.web import scanned

CODE = "SG1:ELMFIELD:ABCDEFGH23456789"


def form(*codes: str) -> bytes:
    """Forms as they are printed."""
    pieces = (
        Words("Please read."),
        Heading("What I confirm"),
        Ticks(("I have read it.",)),
        Lines(),
    )
    every = [Sheet("An agreement", pieces, ("Pat Parent", "Class 1 Oak"), code=one,
                   code_says="Code", number="ABCD-EFGH-2345-6789") for one in codes]  # fmt: skip
    return sheets.pdf(title="Forms", head=Head("Elmfield Primary School"), sheets=every)


@pytest.fixture(scope="module")
def page() -> Image.Image:
    """A printed form at 150 dpi."""
    return scanned.pages_of(form(CODE))[0]


@pytest.mark.parametrize("condition", scanned.CONDITIONS)
def test_a_code_is_read_whatever_became_of_the_page(page: Image.Image, condition: str) -> None:
    (read,) = scans.pages(scanned.as_jpeg(scanned.CONDITIONS[condition](page).convert("RGB")))
    assert read.said == CODE
    with Image.open(io.BytesIO(read.picture)) as picture:
        assert picture.format == "JPEG"
        if "photographed" not in condition:
            assert picture.height > picture.width, "it stands upright"


def test_twenty_pages_of_one_pdf_are_read_in_order() -> None:
    codes = [f"SG1:ELMFIELD:{n:016}" for n in range(20)]
    pages = [one.convert("L") for one in scanned.pages_of(form(*codes))]
    assert [one.said for one in scans.pages(scanned.as_pdf(pages))] == codes


def test_the_very_pdf_that_was_printed_is_read() -> None:
    assert [one.said for one in scans.pages(form(CODE, ""))] == [CODE, ""]


def test_a_photograph_is_turned_as_the_telephone_was_held(page: Image.Image) -> None:
    held = page.rotate(90, expand=True)  # and 6: turn it back to the right
    (read,) = scans.pages(scanned.as_jpeg(held, turned=6))
    with Image.open(io.BytesIO(read.picture)) as picture:
        assert picture.height > picture.width
    assert read.said == CODE


def test_a_transparent_picture_is_on_white(page: Image.Image) -> None:
    clear = page.convert("RGBA")
    clear.putdata([(0, 0, 0, 255 - one) for one in page.convert("L").tobytes()])
    assert scans.pages(scanned.as_png(clear))[0].said == CODE


def test_a_page_without_a_code_and_one_with_anothers_are_kept() -> None:
    blank = Image.new("L", (1240, 1754), "white")
    other = scanned.pages_of(form("https://elsewhere.example/"))[0]
    read = scans.pages(scanned.as_pdf([blank.convert("RGB"), other]))
    assert [one.said for one in read] == ["", "https://elsewhere.example/"]
    assert all(one.picture for one in read)


def _png_of(wide: int, high: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((wide // 8 + 2) * min(high, 20_000)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _pdf_with(**more: object) -> bytes:
    """A PDF of one page with an image that unpacks to 900 million bytes."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    packed = zlib.compress(bytes(30_000 * 1_000), 9)
    stream = pikepdf.Stream(pdf, packed)
    stream.stream_dict = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=30_000, Height=30_000,
        ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8,
    )  # fmt: skip
    stream.write(packed, filter=pikepdf.Name.FlateDecode)
    page = pdf.pages[0]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=stream))
    page.Contents = pikepdf.Stream(pdf, b"q 595 0 0 842 0 0 cm /I Do Q")
    out = io.BytesIO()
    pdf.save(out, **more)  # type: ignore[arg-type]
    return out.getvalue()


def _many_pages(count: int) -> bytes:
    pdf = pikepdf.new()
    for _ in range(count):
        pdf.add_blank_page(page_size=(100, 100))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _locked() -> bytes:
    return _pdf_with(encryption=pikepdf.Encryption(owner="a", user="b"))


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (lambda: b"", "It is empty"),
        (lambda: b"PK\x03\x04 a spreadsheet", "neither a PDF nor a JPEG nor a PNG"),
        (lambda: b"<svg onload=alert(1)>", "neither a PDF nor a JPEG nor a PNG"),
        (lambda: b"GIF89a" + bytes(100), "neither a PDF nor a JPEG nor a PNG"),
        (lambda: b"%PDF-1.7 " + bytes(bounds.MOST_BYTES), "larger than 25 MB"),
        (lambda: b"%PDF-1.7 and then nothing", "damaged"),
        (lambda: b"\xff\xd8\xff\xe0 no picture", "damaged"),
        (lambda: b"\x89PNG\r\n\x1a\n no picture", "damaged"),
        (lambda: _png_of(60_000, 60_000), "more than 60 million pixels"),
        (lambda: _png_of(9_000, 9_000), "more than 60 million pixels"),
        (lambda: _many_pages(101), "It has 101 pages"),
        (_locked, "locked with a password"),
    ],
)
def test_what_is_no_scan_is_refused_in_one_sentence(sent: Callable[[], bytes], says: str) -> None:
    with pytest.raises(UnableToRead, match=says):
        scans.pages(sent())


def test_an_image_of_900_million_bytes_is_no_picture_of_a_page() -> None:
    (read,) = scans.pages(_pdf_with())
    assert read.said == ""
    assert len(read.picture) < 100_000


@pytest.mark.parametrize(
    ("bound", "most"), [("CPU_SECONDS", 1), ("MEMORY", 60_000_000), ("WALL_SECONDS", 0.5)]
)
def test_what_takes_too_much_is_stopped_and_said(
    monkeypatch: pytest.MonkeyPatch, bound: str, most: float
) -> None:
    monkeypatch.setattr(bounds, bound, most)
    with pytest.raises(UnableToRead, match="too much time or memory"):
        scans.pages(_pdf_with())


def test_the_page_of_a_pdf_may_say_that_it_is_a_mile_wide() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(14_000, 14_000))
    pdf.pages[0].UserUnit = 1000
    out = io.BytesIO()
    pdf.save(out)
    (read,) = scans.pages(out.getvalue())
    with Image.open(io.BytesIO(read.picture)) as picture:
        assert picture.width * picture.height <= bounds.RENDERED_PIXELS
