"""Sixty files with known metadata: the copy tells none of it, the original stays as it was."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest
from pikepdf import Name
from PIL import Image

from schoolgate.evidence import recognising, rules, stripping
from schoolgate.evidence.recognising import NotKept, films
from schoolgate.evidence.rules import Kind
from tests.evidence import samples

CASES = [(kind, number) for kind in Kind for number in range(10, 20)]


def stripped(data: bytes, kind: Kind) -> bytes:
    return b"".join(stripping.stripped(io.BytesIO(data), kind))


def everything(data: bytes, kind: Kind) -> bytes:
    """All bytes of a file, those of its parts unpacked."""
    found = [data]
    if kind is Kind.DOCX:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            found += [parts.read(one) for one in parts.namelist()] + [parts.comment]
    if kind is Kind.PDF:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
            found += [one.read_raw_bytes() for one in streams]
            found += [one.unparse() for one in pdf.objects]
            found += [one.read_bytes() for one in streams if "/Subtype" not in one]
    return b"\n".join(found)


def test_there_are_sixty() -> None:
    assert len(CASES) == 60


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_a_copy_tells_nothing_of_what_was_planted(kind: Kind, number: int) -> None:
    original = samples.MAKERS[kind](number)
    file, before = io.BytesIO(original), bytes(original)
    assert recognising.recognise(file, len(original)) is kind
    assert everything(original, kind).count(samples.planted(number)) >= 3
    copy = b"".join(stripping.stripped(file, kind))
    assert samples.planted(number) not in everything(copy, rules.COPY_OF[kind])
    assert original == before
    assert recognising.recognise(io.BytesIO(copy), len(copy)) is rules.COPY_OF[kind]


@pytest.mark.parametrize("kind", sorted(rules.PICTURES))
def test_a_picture_has_its_points_and_no_field(kind: Kind) -> None:
    copy = Image.open(io.BytesIO(stripped(samples.MAKERS[kind](1), kind)))
    assert copy.size == (64, 48)
    assert not dict(copy.getexif())
    assert set(copy.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_picture_is_turned_the_right_way_up() -> None:
    out, turned = io.BytesIO(), Image.Exif()
    turned[0x0112] = 6  # a quarter to the right
    samples.drawing(1).convert("RGB").save(out, "JPEG", exif=turned.tobytes())
    assert Image.open(io.BytesIO(stripped(out.getvalue(), Kind.JPEG))).size == (48, 64)


def test_a_pdf_keeps_its_words_and_pictures() -> None:
    with pikepdf.open(io.BytesIO(stripped(samples.pdf(1), Kind.PDF))) as pdf:
        assert b"Words of the page" in pdf.pages[0].Contents.read_bytes()
        assert Image.open(io.BytesIO(pdf.pages[0].Resources.XObject.P.read_raw_bytes())).size
        assert not {"/Metadata", "/Names", "/PieceInfo"} & set(pdf.Root.keys())
        assert "/Info" not in pdf.trailer
        assert "/Annots" not in pdf.pages[0]


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A PDF in which something is otherwise."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, compress_streams=False)
    return out.getvalue()


def test_what_was_filled_into_a_form_stays_to_be_seen() -> None:
    def fill(pdf: pikepdf.Pdf) -> None:
        drawn = pikepdf.Stream(pdf, b"BT /F 12 Tf 2 2 Td (Filled in by hand) Tj ET")
        drawn.stream_dict.update(pikepdf.Dictionary(
            Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 100, 20],
            Resources=pdf.pages[0].Resources,
        ))  # fmt: skip
        field = pdf.make_indirect(pikepdf.Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, Rect=[20, 300, 120, 320], FT=Name.Tx, F=4,
            T=pikepdf.String("PLANTED01field"), AP=pikepdf.Dictionary(N=drawn),
        ))  # fmt: skip
        pdf.pages[0].Annots.append(field)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))

    copy = stripped(changed(samples.pdf(1), fill), Kind.PDF)
    text = pypdfium2.PdfDocument(copy)[0].get_textpage().get_text_bounded()
    assert "Filled in by hand" in text
    assert b"PLANTED" not in everything(copy, Kind.PDF)


def test_a_picture_packed_twice_is_cleaned_or_stops_the_copy() -> None:
    def pack(pdf: pikepdf.Pdf) -> None:
        picture = pdf.pages[0].Resources.XObject.P
        packed = zlib.compress(picture.read_raw_bytes())
        picture.write(packed, filter=pikepdf.Array([Name.FlateDecode, Name.DCTDecode]))

    def pack_oddly(pdf: pikepdf.Pdf) -> None:
        picture = pdf.pages[0].Resources.XObject.P
        packed = picture.read_raw_bytes().hex().encode() + b">"
        picture.write(packed, filter=pikepdf.Array([Name.ASCIIHexDecode, Name.DCTDecode]))

    copy = stripped(changed(samples.pdf(1), pack), Kind.PDF)
    assert b"PLANTED" not in everything(copy, Kind.PDF)
    assert b"JFIF" not in copy
    with pytest.raises(NotKept, match="Print it to PDF anew"):
        stripped(changed(samples.pdf(1), pack_oddly), Kind.PDF)


def test_a_jpeg_2000_inside_a_pdf_tells_nothing() -> None:
    boxes = samples.box(b"jP  ", b"\r\n\x87\n") + samples.box(b"xml ", samples.xmp(1))

    def put(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Resources.XObject.P.write(boxes, filter=Name.JPXDecode)

    data = changed(samples.pdf(1), put)
    assert samples.xmp(1) in data
    assert b"PLANTED" not in everything(stripped(data, Kind.PDF), Kind.PDF)


def test_a_document_keeps_its_words_and_no_part_that_tells() -> None:
    with zipfile.ZipFile(io.BytesIO(stripped(samples.docx(1), Kind.DOCX))) as parts:
        names = parts.namelist()
        text = parts.read("word/document.xml").decode()
        assert "docProps" not in parts.read("_rels/.rels").decode()
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "Words of the page" in text
    assert " new" in text
    assert 'w:author="Author"' in text
    assert "rsid" not in text
    assert not [one for one in names if one.startswith(("docProps", "word/comments"))]


def test_a_film_keeps_its_pictures_where_they_are_and_forgets_when() -> None:
    original = samples.mp4(1)
    copy = stripped(original, Kind.MP4)
    assert len(copy) == len(original)
    assert copy.index(samples.PICTURES) == original.index(samples.PICTURES)
    assert struct.pack(">I", 0xE5000001) not in copy
    file = io.BytesIO(copy)
    movie = next(one for one in films.boxes(file, 0, len(copy)) if one.name == b"moov")
    names = [one.name for one in films.boxes(file, movie.body, movie.end)]
    assert names == [b"mvhd", b"trak", b"free", b"free"]


def test_a_film_with_broken_tables_has_no_copy() -> None:
    broken = samples.mp4(1).replace(b"stsz", b"stzz")
    with pytest.raises(NotKept, match="Save it anew as MP4"):
        stripped(broken, Kind.MP4)
