"""PDFs: the pages stay, everything that tells of who made them when and with what goes."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import pikepdf
from pikepdf import Name

from schoolgate.evidence.recognising import pdfs
from schoolgate.evidence.recognising.films import boxes
from schoolgate.evidence.recognising.refusing import NotKept
from schoolgate.evidence.rules import LARGEST
from schoolgate.evidence.stripping.pictures import without_segments

# Wherever they stand: histories of programs, texts about the file, thumbnails.
_ANYWHERE: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/SeparationInfo")
# At the top: what runs, what is enclosed, who signed, who may do what.
_AT_TOP: Final = ("/AA", "/AF", "/AcroForm", "/Collection", "/DSS", "/Extensions", "/JavaScript",
                  "/Legal", "/Names", "/OpenAction", "/Perms", "/Requirements", "/SpiderInfo",
                  "/Threads", "/URI")  # fmt: skip
_OF_A_PAGE: Final = ("/AA", "/AF", "/Annots", "/ID", "/Tabs", "/UserUnit", "/VP")


def stripped(file: BinaryIO) -> Iterator[bytes]:
    """Yield a PDF without anything but its pages. Raises NotKept."""
    made = io.BytesIO()
    with pdfs.opened(file) as pdf:
        try:
            _strip(pdf)
            pdf.remove_unreferenced_resources()
            pdf.save(made, linearize=False, deterministic_id=True, fix_metadata_version=False,
                     object_stream_mode=pikepdf.ObjectStreamMode.generate)  # fmt: skip
        except (*pdfs.BROKEN, zlib.error):
            raise NotKept("It cannot be cleaned. Print it to PDF anew, and attach that.") from None
    yield made.getvalue()


def _strip(pdf: pikepdf.Pdf) -> None:
    pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")  # what was filled in or drawn on a page stays to be seen
    for name in ("/Info", "/ID"):
        _drop(pdf.trailer, name)
    for name in _AT_TOP:
        _drop(pdf.Root, name)
    for page in pdf.pages:
        for name in _OF_A_PAGE:
            _drop(page.obj, name)
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            _clean(one)


def _clean(one: Any) -> None:
    for name in _ANYWHERE:
        _drop(one, name)
    for name, inner in list(one.items()):
        if isinstance(inner, pikepdf.Dictionary) and not inner.is_indirect and name != "/Parent":
            _clean(inner)
    if isinstance(one, pikepdf.Stream):
        _clean_picture(one)


def _clean_picture(one: pikepdf.Stream) -> None:
    """Pictures keep their points; those packed in a way that we do not unpack stop the copy."""
    how: Any = one.get(Name.Filter)
    filters = [str(each) for each in how] if isinstance(how, pikepdf.Array) else [str(how)]
    if filters == ["/JPXDecode"]:
        one.write(_without_boxes(one.read_raw_bytes()), filter=Name.JPXDecode)
        return
    if filters[-1] not in {"/DCTDecode", "/JPXDecode"}:
        return
    raw = one.read_raw_bytes()
    if filters == ["/FlateDecode", "/DCTDecode"]:
        raw = zlib.decompressobj().decompress(raw, LARGEST)
    elif len(filters) > 1:
        raise ValueError("a picture packed twice")
    parms: Any = one.get(Name.DecodeParms) if len(filters) == 1 else None
    one.write(without_segments(raw), filter=Name.DCTDecode, decode_parms=parms)


def _without_boxes(jp2: bytes) -> bytes:
    """Return a JPEG 2000 with its boxes of texts blanked (ISO/IEC 15444-1, annex I)."""
    if jp2[4:8] != b"jP  ":
        return jp2
    made = bytearray(jp2)
    for box in boxes(io.BytesIO(jp2), 0, len(jp2)):
        if box.name not in {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}:
            made[box.start + 4 : box.start + 8] = b"free"
            made[box.body : box.end] = bytes(box.end - box.body)
    return bytes(made)


def _drop(one: pikepdf.Object, name: str) -> None:
    if name in one:
        del one[name]
