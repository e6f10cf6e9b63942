"""PDFs: they open without a password, and unpack to what a PDF unpacks to."""

from __future__ import annotations

import re
import zlib
from typing import BinaryIO, Final

import pikepdf

from schoolgate.evidence.recognising.refusing import NotKept

MOST_PAGES: Final = 3_000
_MOST_UNPACKED: Final = 200 * 1024 * 1024
_HEAD: Final = 600  # bytes before a stream in which its dictionary stands
_STREAM: Final = re.compile(rb"stream\r?\n")
_UNREADABLE: Final = "It cannot be read as a PDF. Print it to PDF anew, and attach that."
BROKEN: Final = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError,
                 IndexError, RecursionError)  # fmt: skip


def opened(file: BinaryIO) -> pikepdf.Pdf:
    """Return a PDF. Raises NotKept."""
    file.seek(0)
    try:
        return pikepdf.open(file)
    except pikepdf.PasswordError:
        raise NotKept("It has a password. Save it without one, and attach that.") from None
    except BROKEN:
        raise NotKept(_UNREADABLE) from None


def judge(file: BinaryIO) -> None:
    """Raise NotKept for a PDF that does not open, has too many pages, or is a bomb."""
    _refuse_bombs(file.read())
    with opened(file) as pdf:
        try:
            pages, locked = len(pdf.pages), pdf.is_encrypted
        except BROKEN:
            raise NotKept(_UNREADABLE) from None
    if locked:
        raise NotKept("It is locked. Print it to PDF anew, and attach that.")
    if not 0 < pages <= MOST_PAGES:
        raise NotKept(f"It has no page, or more than {MOST_PAGES:,}. Attach the part that matters.")


def _refuse_bombs(text: bytes) -> None:
    """What opening alone unpacks (ISO 32000-2, 7.5.7 and 7.5.8) may not be huge."""
    left = _MOST_UNPACKED
    for found in _STREAM.finditer(text):
        before = text[max(0, found.start() - _HEAD) : found.start()].rpartition(b"obj")[2]
        if b"/ObjStm" not in before and b"/XRef" not in before:
            continue
        if before.count(b"Flate") + before.count(b"/Fl ") + before.count(b"LZW") > 1:
            raise NotKept(_UNREADABLE)
        left -= _unpacked(memoryview(text)[found.end() :], left)
        if left <= 0:
            raise NotKept("It unpacks to far more than a PDF needs. Print it to PDF anew.")


def _unpacked(packed: memoryview, most: int) -> int:
    try:
        return len(zlib.decompressobj().decompress(packed, most + 1))
    except zlib.error:
        return 0
