"""What a file is, by its content. What it is called, and what a browser says of it, counts nothing.

Whatever cannot be read safely is kept out, with a sentence that says what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Final

from schoolgate.evidence import rules
from schoolgate.evidence.recognising import documents, films, pdfs, pictures, two_in_one
from schoolgate.evidence.recognising.refusing import NotKept
from schoolgate.evidence.rules import Kind

__all__ = ["NotKept", "recognise"]

_WHAT_IS_KEPT: Final = (
    "It is no JPEG, PNG or HEIC picture, no PDF, no Word document (.docx) and no MP4 video. "
    "Save it as one of these, or print it to PDF, and attach that."
)
_KNOWN: Final = (
    (b"%!PS", "It is a PostScript file."), (b"\xd0\xcf\x11\xe0", "It is an old Office file."),
    (b"Rar!", "It is an archive. Unpack it."), (b"7z\xbc\xaf", "It is an archive. Unpack it."),
    (b"\x1f\x8b", "It is an archive. Unpack it."), (b"MZ", "It is a program."),
    (b"\x7fELF", "It is a program."), (b"GIF8", "It is a GIF picture."),
    (b"RIFF", "It is a WebP picture or a sound."), (b"<svg", "It is an SVG drawing."),
)  # fmt: skip
_Judge = Callable[[BinaryIO], None]
_JUDGES: Final[dict[Kind, _Judge]] = {
    Kind.DOCX: documents.judge, Kind.HEIC: pictures.judge, Kind.JPEG: pictures.judge,
    Kind.MP4: films.judge, Kind.PDF: pdfs.judge, Kind.PNG: pictures.judge,
}  # fmt: skip


def recognise(file: BinaryIO, size: int) -> Kind:
    """Return what a file is. Raises NotKept when it is nothing that is kept, or not safe to read.

    It closes nothing; the file may stand anywhere afterwards.
    """
    file.seek(0)
    head = file.read(64)
    kind = _by_first_bytes(head)
    if kind is None:
        raise NotKept(_says(head))
    if trouble := rules.too_large(size, kind):
        raise NotKept(trouble)
    two_in_one.refuse(file, kind, size)
    file.seek(0)
    _JUDGES[kind](file)
    return kind


def _by_first_bytes(head: bytes) -> Kind | None:
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith(b"%PDF-1.") or head.startswith(b"%PDF-2."):
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return Kind.DOCX
    return films.by_brand(head)


def _says(head: bytes) -> str:
    if not head:
        return "It is empty. Export or save it again."
    known = next((says for first, says in _KNOWN if head.startswith(first)), "")
    return f"{known} {_WHAT_IS_KEPT}".strip()
