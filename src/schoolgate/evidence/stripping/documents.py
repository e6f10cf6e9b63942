"""Word documents: the text stays; who wrote it when, on what, and every earlier version goes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from lxml import etree

from schoolgate.evidence.recognising import documents
from schoolgate.evidence.recognising.refusing import NotKept
from schoolgate.evidence.stripping import pictures as drawing

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOBODY: Final = "Author"
_THEN: Final = "1980-01-01T00:00:00Z"
# Parts that tell of the file and its people, and are not its text.
_LEFT_OUT: Final = (
    "docProps/", "customXml/", "word/activeX", "word/comments", "word/embeddings", "word/people",
    "word/printerSettings", "word/vbaData", "word/webSettings",
)  # fmt: skip
_MARKS: Final = frozenset(
    _WORD + one
    for one in ("commentRangeStart", "commentRangeEnd", "commentReference", "rsids", "docVars",
                "attachedTemplate", "mailMerge", "documentProtection", "writeProtection", "del",
                "moveFrom", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange",
                "tcPrChange", "docId", "saveThroughXslt")
)  # fmt: skip
_BROKEN: Final = (*documents.BROKEN, etree.LxmlError)


def stripped(file: BinaryIO) -> Iterator[bytes]:
    """Yield a document without anything but its text and pictures. Raises NotKept."""
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
            for part in old.infolist():
                name = part.filename
                if not name.startswith(_LEFT_OUT) and not part.is_dir():
                    blank = zipfile.ZipInfo(name)  # 1 January 1980, nobody's
                    new.writestr(blank, _part(name, old.read(part)), zipfile.ZIP_DEFLATED)
    except _BROKEN:
        raise NotKept("It cannot be cleaned. Save it as PDF, and attach that.") from None
    yield made.getvalue()


def _part(name: str, data: bytes) -> bytes:
    if name.endswith((".xml", ".rels")):
        return _xml(name, data)
    return data if name.endswith(".odttf") else _picture(data)


def _picture(data: bytes) -> bytes:
    """Return an embedded picture drawn anew; nothing for one of a kind that we do not draw."""
    if data.startswith(b"\xff\xd8"):
        return b"".join(drawing.as_jpeg(io.BytesIO(data)))
    if data.startswith(b"\x89PNG"):
        return b"".join(drawing.as_png(io.BytesIO(data)))
    return b""


def _xml(name: str, data: bytes) -> bytes:
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False,
                             remove_comments=True, remove_pis=True)  # fmt: skip
    root = etree.fromstring(data, reader)
    if name.endswith(".rels") or name == "[Content_Types].xml":
        _forget_left_out(root)
    else:
        _forget_people(root)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def _forget_left_out(root: Any) -> None:
    """Nothing points at a part that is not there, nor at the disk that it came from."""
    for one in list(root):
        place = (one.get("PartName") or one.get("Target") or "").lstrip("/")
        at_home = one.get("TargetMode") == "External" and place.lower().startswith("file:")
        if at_home or place.startswith(_LEFT_OUT) or f"word/{place}".startswith(_LEFT_OUT) or (
            place.startswith("../") and place[3:].startswith(_LEFT_OUT)
        ):  # fmt: skip
            root.remove(one)


def _forget_people(root: Any) -> None:
    for one in list(root.iter(etree.Element)):
        if etree.QName(one).localname in {"cNvPr", "docPr"} and "name" in one.attrib:
            one.set("name", "")  # the name of the picture's file
        if one.tag in _MARKS and one.getparent() is not None:
            _take_out(one)
            continue
        for key in list(one.attrib):
            short = etree.QName(key).localname
            if short in {"author", "initials", "userId", "lastUser"}:
                one.set(key, _NOBODY)
            elif short in {"date", "dateUtc"}:
                one.set(key, _THEN)
            elif short.startswith("rsid") or short in {"paraId", "textId", "descr", "title"}:
                del one.attrib[key]


def _take_out(one: Any) -> None:
    parent = one.getparent()
    if one.tail:
        before = one.getprevious()
        if before is None:
            parent.text = (parent.text or "") + one.tail
        else:
            before.tail = (before.tail or "") + one.tail
    parent.remove(one)
