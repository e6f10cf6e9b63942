"""What words a file says, as far as a machine reads it: is a withheld name among them?

Words that are drawn, filmed or spoken are not read: whoever makes a bundle is told to look.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final

import pypdfium2
from lxml import etree

from schoolgate.evidence import rules, storing
from schoolgate.evidence.rules import Kind

_OVERLAP: Final = 200


def tells(file: BinaryIO, kind: Kind, names: Iterable[str]) -> bool:
    """Tell whether a name stands in a file: in its text, or anywhere in its bytes as they are."""
    wanted = [one for one in names if one.strip()]
    if not wanted:
        return False
    if kind is Kind.PDF and any(rules.names_in(text, wanted) for text in _of_pdf(file)):
        return True
    if kind is Kind.DOCX and any(rules.names_in(text, wanted) for text in _of_document(file)):
        return True
    return any(rules.names_in(text, wanted, whole=True) for text in _of_bytes(file))


def _of_pdf(file: BinaryIO) -> Iterator[str]:
    file.seek(0)
    pdf = pypdfium2.PdfDocument(file.read())
    try:
        yield "\n".join(pdf.get_metadata_dict().values())
        for number in range(len(pdf)):
            page = pdf[number]
            text = page.get_textpage()
            yield text.get_text_bounded()
            text.close()
            page.close()
    finally:
        pdf.close()


def _of_document(file: BinaryIO) -> Iterator[str]:
    file.seek(0)
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    with zipfile.ZipFile(file) as parts:
        yield "\n".join(parts.namelist())
        for part in parts.namelist():
            if part.endswith((".xml", ".rels")):
                yield from _of_xml(etree.fromstring(parts.read(part), reader))


def _of_xml(root: Any) -> Iterator[str]:
    for one in root.iter(etree.Element):
        if etree.QName(one).localname in {"p", "creator", "lastModifiedBy", "title", "Company"}:
            yield "".join(one.itertext())
        yield "\n".join(one.attrib.values())
    yield "".join(root.itertext())


def _of_bytes(file: BinaryIO) -> Iterator[str]:
    file.seek(0)
    left = b""
    while piece := file.read(storing.PIECE):
        data = left + piece
        yield data.decode("latin-1")
        yield data.decode("utf-8", "ignore")
        yield data.decode("utf-16-le", "ignore")
        yield data[1:].decode("utf-16-le", "ignore")
        left = data[-_OVERLAP:]
