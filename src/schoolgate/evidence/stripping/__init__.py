"""A copy of a file without what it tells besides: place, time, device, author, history.

The copy is what is shown, printed and published. The original is not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

from schoolgate.evidence.recognising.refusing import NotKept
from schoolgate.evidence.rules import Kind
from schoolgate.evidence.stripping import documents, films, pdfs, pictures

_BY_KIND: Final[dict[Kind, Callable[[BinaryIO], Iterator[bytes]]]] = {
    Kind.DOCX: documents.stripped, Kind.HEIC: pictures.as_jpeg, Kind.JPEG: pictures.as_jpeg,
    Kind.MP4: films.stripped, Kind.PDF: pdfs.stripped, Kind.PNG: pictures.as_png,
}  # fmt: skip

__all__ = ["NotKept", "stripped"]


def stripped(file: BinaryIO, kind: Kind) -> Iterator[bytes]:
    """Yield the copy of a file, piece by piece (its kind: `rules.COPY_OF`). Raises NotKept."""
    file.seek(0)
    return _BY_KIND[kind](file)
