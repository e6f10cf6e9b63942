"""Files that are two things at once: one that we look at, and one that another program opens."""

from __future__ import annotations

import zipfile
from typing import BinaryIO, Final

from schoolgate.evidence.recognising.refusing import NotKept
from schoolgate.evidence.rules import Kind

_WINDOW: Final = 4 * 1024 * 1024
# Long enough that no picture holds them by chance.
_FOREIGN: Final = (
    b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"<script", b"<html", b"<!doctype html", b"<?php",
    b"This program cannot be run in DOS mode",
)  # fmt: skip
_ADVICE: Final = (
    "It holds a second file of another kind inside. Open it, save it anew or take a screenshot, "
    "and attach that."
)


def refuse(file: BinaryIO, kind: Kind, size: int) -> None:
    """Raise NotKept for a file that is something else besides. A PDF stands at the very start."""
    if kind is not Kind.DOCX and zipfile.is_zipfile(file):
        raise NotKept(_ADVICE)
    if kind is Kind.DOCX:
        return  # its parts are judged one by one
    for start in sorted({0, max(0, size - _WINDOW)}):
        file.seek(start)
        seen = file.read(_WINDOW)
        if _has_foreign(seen.lower() if kind is not Kind.PDF else seen, kind):
            raise NotKept(_ADVICE)


def _has_foreign(seen: bytes, kind: Kind) -> bool:
    if kind is Kind.PDF:  # its text may speak of anything; only what opens as an archive counts
        return any(one in seen for one in _FOREIGN[:2])
    found = [one.lower() for one in _FOREIGN]
    return b"%pdf-" in seen or any(one in seen for one in found)
