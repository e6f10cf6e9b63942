"""What the vault keeps, how much of it, and what files are called: plain values in, answers out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

_MIB: Final = 1024 * 1024
LARGEST: Final = 60 * _MIB  # of a picture, a PDF or a document: they are read as a whole
LARGEST_FILM: Final = 500 * _MIB
FOLDER_QUOTA: Final = 2 * 1024 * _MIB
SCHOOL_QUOTA: Final = 50 * 1024 * _MIB
AT_ONCE: Final = 20  # files in one form
LONGEST_NAME: Final = 120
WITHHELD: Final = "[name withheld]"


class Kind(StrEnum):
    """What is kept. Told by content, never by name."""

    DOCX = "docx"
    HEIC = "heic"
    JPEG = "jpeg"
    MP4 = "mp4"
    PDF = "pdf"
    PNG = "png"


MEDIA: Final = {
    Kind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.HEIC: "image/heic", Kind.JPEG: "image/jpeg", Kind.MP4: "video/mp4",
    Kind.PDF: "application/pdf", Kind.PNG: "image/png",
}  # fmt: skip
ENDINGS: Final = {Kind.JPEG: "jpg"}
# What a copy without metadata is: browsers show no HEIC.
COPY_OF: Final = {kind: Kind.JPEG if kind is Kind.HEIC else kind for kind in Kind}
PICTURES: Final = frozenset({Kind.HEIC, Kind.JPEG, Kind.PNG})
PAGES: Final = frozenset({Kind.PDF, Kind.PNG})  # what a captured page may be


class Handled(StrEnum):
    """What was done with an item: a line of its custody sheet."""

    COPIED = "copied"
    DOWNLOADED = "downloaded"
    EXPORTED = "exported"
    RECEIVED = "received"
    VIEWED = "viewed"


SAYS: Final = {
    Handled.COPIED: "made a copy without hidden details",
    Handled.DOWNLOADED: "took a stamped copy",
    Handled.EXPORTED: "put it into a bundle",
    Handled.RECEIVED: "put it into the vault",
    Handled.VIEWED: "looked at it",
}


class Form(StrEnum):
    """What of an item goes into a bundle."""

    COPIES = "copies"
    ORIGINALS = "originals"


def ending(kind: Kind) -> str:
    """Return how a file name of this kind ends."""
    return ENDINGS.get(kind, kind.value)


def too_much(size: int, *, in_folder: int, in_school: int) -> str:
    """Return why a file of `size` bytes does not fit beside what is there; "" when it does."""
    if in_folder + size > FOLDER_QUOTA:
        return (
            f"This folder would hold more than {_gib(FOLDER_QUOTA)} GB. "
            "Take out what is not needed, or ask for a second folder."
        )
    if in_school + size > SCHOOL_QUOTA:
        return (
            f"The school’s vault would hold more than {_gib(SCHOOL_QUOTA)} GB. "
            "Ask whoever looks after Schoolgate to make room first."
        )
    return ""


def too_large(size: int, kind: Kind | None = None) -> str:
    """Return why a file of this size is not kept; "" when it may be. The kind may not be known."""
    most = LARGEST_FILM if kind in {None, Kind.MP4} else LARGEST
    if size <= most:
        return ""
    return f"It is larger than {most // _MIB} MB. Cut it into parts, or hand it over on a stick."


def plain_name(name: str) -> str:
    """Return a file name without folders, control characters and what turns text around."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(one for one in last if unicodedata.category(one)[0] != "C").strip(" .")
    return kept[-LONGEST_NAME:] or "file"


def safe_name(number: int, kind: Kind) -> str:
    """Return the name under which an item leaves the vault: its number, and nothing of anybody."""
    return f"item-{number:03d}.{ending(kind)}"


def same_name(name: str, *, whole: bool = False) -> re.Pattern[str]:
    """Return what finds a name in a text, however it is joined; and, but for `whole`, each of its
    parts of three letters or more where it stands alone."""
    parts = [one for one in re.split(r"[\s._-]+", name.strip()) if one]
    found = [r"[\s._\-]*".join(map(re.escape, parts))]
    if not whole:
        found += [_word(one) for one in parts if len(one) > 2]
    return re.compile("|".join(found), re.IGNORECASE)


def _word(part: str) -> str:
    return rf"(?<![^\W\d_]){re.escape(part)}(?![^\W\d_])"


def without(text: str, names: Iterable[str]) -> str:
    """Return a text in which names are withheld."""
    for name in names:
        if name.strip():
            text = same_name(name).sub(WITHHELD, text)
    return text


def names_in(text: str, names: Iterable[str], *, whole: bool = False) -> bool:
    """Tell whether one of the names stands in a text."""
    return any(same_name(one, whole=whole).search(text) for one in names if one.strip())


def size_in_words(size: int) -> str:
    """Return a size as people read it."""
    if size < _MIB:
        return f"{max(1, size // 1024)} KB"
    return f"{size / _MIB:.1f} MB"


def _gib(size: int) -> int:
    return size // (1024 * _MIB)
