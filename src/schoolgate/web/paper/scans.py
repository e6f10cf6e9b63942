"""Scanned pages taken in: each page as a picture, with what the code on it says.

`reading` runs apart (`kernel.apart`): files come from outside, and PDFium, Pillow and ZXing are not
written in a safe language.
"""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Final, NamedTuple

from schoolgate.kernel import apart
from schoolgate.kernel.trouble import Trouble
from schoolgate.web.paper import bounds

_WORK: Final = "schoolgate.web.paper.reading:pages"


class UnableToRead(Trouble):
    """A file cannot be taken as a scan. The sentence says what to send instead."""


class Page(NamedTuple):
    """One page: what its code says, empty where none can be read, and its picture as JPEG."""

    said: str
    picture: bytes


def refuse(data: bytes) -> None:
    """Raise UnableToRead for what is no PDF, JPEG or PNG by its content, or is too large."""
    if not data:
        raise UnableToRead("It is empty. Scan the page again.")
    if len(data) > bounds.MOST_BYTES:
        raise UnableToRead(f"It is larger than {bounds.MOST_BYTES >> 20} MB. Scan fewer pages at a "
                           "time, or in grey at 150 dpi.")  # fmt: skip
    if bounds.kind_of(data) is None:
        raise UnableToRead("It is neither a PDF nor a JPEG nor a PNG picture. Scan it as one of "
                           "these.")  # fmt: skip


def pages(data: bytes) -> list[Page]:
    """Return the pages of a scan in their order, each picture upright where a code says how.

    Raises UnableToRead; a file that breaks the reader, or is built to, is refused like that.
    """
    refuse(data)
    with TemporaryFile() as sent:
        sent.write(data)
        sent.flush()
        sent.seek(0)
        try:
            found = list(apart.run(_WORK, sent.fileno(), {}, _bounds()))
        except apart.Refused as refused:
            raise UnableToRead(str(refused)) from None
        except apart.Broke:
            raise UnableToRead(bounds.TOO_MUCH) from None
    pairs = zip(found[::2], found[1::2], strict=True)
    return [Page(said.decode(), picture) for said, picture in pairs]


def _bounds() -> apart.Bounds:
    return apart.Bounds(bounds.MEMORY, bounds.CPU_SECONDS, bounds.WALL_SECONDS)
