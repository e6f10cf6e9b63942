"""Word documents: a zip no larger than it looks, with no archive and no macro inside."""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO, Final

from schoolgate.evidence.recognising.refusing import NotKept

MOST_UNPACKED: Final = 200 * 1024 * 1024
_MOST_PARTS: Final = 5_000
_MOST_TIMES: Final = 200  # a part is never packed more tightly than that, but a bomb
_SMALL: Final = 1024 * 1024
_UNREADABLE: Final = "It cannot be read as a Word document. Save it as PDF, and attach that."
_BOMB: Final = "It unpacks to far more than a document needs. Save it as PDF, and attach that."
_INSIDE: Final = "It holds another file or a macro inside. Save it as PDF, and attach that."
_ARCHIVES: Final = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0",
                    b"BZh", b"\xfd7zXZ", b"MZ", b"\x7fELF")  # fmt: skip
BROKEN: Final = (zipfile.BadZipFile, zlib.error, ValueError, OSError, RuntimeError, EOFError,
                 NotImplementedError, KeyError)  # fmt: skip


def judge(file: BinaryIO) -> None:
    """Raise NotKept unless it is a plain Word document that is safe to unpack."""
    try:
        with zipfile.ZipFile(file) as archive:
            _look_at_list(archive.infolist())
            for part in archive.infolist():
                _look_into(archive, part)
    except BROKEN:
        raise NotKept(_UNREADABLE) from None


def _look_at_list(parts: list[zipfile.ZipInfo]) -> None:
    names = [one.filename for one in parts]
    if {"[Content_Types].xml", "word/document.xml"} - set(names):
        raise NotKept("It is an archive, and no Word document. Unpack it, and attach what matters.")
    if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise NotKept(_BOMB)
    odd = any(one.startswith(("/", "\\")) or ".." in one.split("/") for one in names)
    if odd or len(set(names)) != len(names) or any(one.flag_bits & 1 for one in parts):
        raise NotKept(_UNREADABLE)


def _look_into(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.file_size > max(_SMALL, _MOST_TIMES * part.compress_size):
        raise NotKept(_BOMB)
    read = 0
    with archive.open(part) as inside:
        first = inside.read(64 * 1024)
        if first.startswith(_ARCHIVES) or part.filename.lower().endswith("vbaproject.bin"):
            raise NotKept(_INSIDE)
        if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in first:
            raise NotKept(_UNREADABLE)
        read += len(first)
        while more := inside.read(1024 * 1024):
            read += len(more)
            if read > part.file_size:
                raise NotKept(_BOMB)
