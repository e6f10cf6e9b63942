"""What a file is, is told by its content; what is not safe to read is kept out with advice."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from PIL import Image

from schoolgate.evidence import recognising, rules
from schoolgate.evidence.recognising import NotKept, pictures
from schoolgate.evidence.rules import Kind
from tests.evidence import samples


def why_not(data: bytes, size: int | None = None) -> str:
    """The sentence with which a file is kept out."""
    with pytest.raises(NotKept) as refused:
        recognising.recognise(io.BytesIO(data), size or len(data))
    said = str(refused.value)
    assert said.endswith(".")
    return said


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_is_told_by_its_content(kind: Kind) -> None:
    data = samples.MAKERS[kind](1)
    assert recognising.recognise(io.BytesIO(data), len(data)) is kind


@pytest.mark.parametrize(
    "data",
    [b"Just words.", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 50,
     b"MZ" + b"\0" * 200, b"\x7fELF" + b"\0" * 50, b"Rar!\x1a\x07\0", b"<html><script>", b"{}",
     b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"RIFF\0\0\0\0WEBPVP8 ",
     samples.box(b"ftyp", b"qt  \0\0\0\0"), b"\x1f\x8b\x08" + b"\0" * 30],
)  # fmt: skip
def test_anything_else_is_kept_out_with_what_to_do(data: bytes) -> None:
    assert "Save it as one of these" in why_not(data)


def test_an_empty_file_is_kept_out() -> None:
    with pytest.raises(NotKept, match="It is empty"):
        recognising.recognise(io.BytesIO(b""), 0)


def test_what_is_too_large_is_kept_out() -> None:
    assert "60 MB" in why_not(samples.jpeg(1), rules.LARGEST + 1)
    assert "500 MB" in why_not(samples.mp4(1), rules.LARGEST_FILM + 1)


# --- Two things at once ---------------------------------------------------------------------------


def archive(name: str = "a.txt", data: bytes = b"x", packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as made:
        made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PNG, Kind.PDF, Kind.MP4, Kind.HEIC])
def test_a_file_with_an_archive_behind_it_is_kept_out(kind: Kind) -> None:
    assert "second file" in why_not(samples.MAKERS[kind](1) + archive())


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PNG, Kind.HEIC])
@pytest.mark.parametrize(
    "more", [b"%PDF-1.7\n", b"<script>alert(1)</script>", b"<HTML>", b"Rar!\x1a\x07\0", b"<?php"]
)
def test_a_picture_that_is_something_else_besides_is_kept_out(kind: Kind, more: bytes) -> None:
    assert "second file" in why_not(samples.MAKERS[kind](1) + more)


def test_a_pdf_does_not_begin_behind_something_else() -> None:
    assert "Save it as one of these" in why_not(b"\n<html>" + samples.pdf(1))


def test_something_behind_the_end_of_a_png_is_kept_out() -> None:
    assert "behind the end" in why_not(samples.png(1) + b"hidden")


# --- Bombs ----------------------------------------------------------------------------------------


def png_of(width: int, height: int) -> bytes:
    """A PNG that says that it is so large, in a hundred bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        whole = name + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b"")


def test_a_picture_of_too_many_points_is_kept_out_before_it_is_drawn() -> None:
    assert "million points" in why_not(png_of(60_000, 60_000))
    assert pictures.MOST_PIXELS < 60_000**2


def test_a_picture_cut_off_is_kept_out() -> None:
    assert "cannot be read" in why_not(samples.png(1)[:400])


def test_an_animation_is_kept_out() -> None:
    out = io.BytesIO()
    frames = [samples.drawing(1), samples.drawing(9)]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    assert "animation" in why_not(out.getvalue())


def document(**more: bytes) -> bytes:
    """A Word document with more parts."""
    out = io.BytesIO(samples.docx(1))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        for name, data in more.items():
            made.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def test_a_zip_bomb_is_kept_out() -> None:
    assert "far more" in why_not(document(word__media=b"\0" * 30_000_000))


def test_an_archive_that_is_no_document_is_kept_out() -> None:
    assert "no Word document" in why_not(archive())


@pytest.mark.parametrize("inside", [archive(), b"\xd0\xcf\x11\xe0", b"MZ\0\0", b"\x1f\x8b\x08"])
def test_an_archive_or_program_inside_a_document_is_kept_out(inside: bytes) -> None:
    assert "holds another file" in why_not(document(word__embeddings__a=inside))


def test_a_macro_or_an_odd_path_inside_a_document_is_kept_out() -> None:
    assert "macro" in why_not(document(**{"word/vbaProject.bin": b"x"}))
    assert "Save it as PDF" in why_not(document(**{"../../etc/x": b"x"}))


def test_xml_that_defines_words_of_its_own_is_kept_out() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'
    assert "cannot be read" in why_not(document(word__bomb_=b"x", **{"word/bomb.xml": bomb}))


def test_a_pdf_bomb_is_kept_out() -> None:
    packed = zlib.compress(b"\0" * 210_000_000, 1)
    head = b"%PDF-1.7\n1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
    assert "unpacks" in why_not(head + b"%d>>stream\n" % len(packed) + packed + b"\nendstream")


def test_a_pdf_with_a_password_is_kept_out() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(samples.pdf(1))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="secret"))
    assert "password" in why_not(out.getvalue())


def test_a_pdf_that_is_no_pdf_is_kept_out() -> None:
    assert "cannot be read" in why_not(b"%PDF-1.7\nnothing")


def test_a_film_whose_boxes_do_not_fit_is_kept_out() -> None:
    assert "MP4" in why_not(samples.mp4(1)[:-3])
    assert "MP4" in why_not(samples.box(b"ftyp", b"isom\0\0\0\0"))


def test_a_telephones_picture_with_a_second_one_behind_is_kept() -> None:
    out = io.BytesIO()
    first = samples.drawing(1).convert("RGB")
    first.save(out, "MPO", save_all=True, append_images=[first])
    assert Image.open(io.BytesIO(out.getvalue())).format == "MPO"
    data = out.getvalue()
    assert recognising.recognise(io.BytesIO(data), len(data)) is Kind.JPEG
