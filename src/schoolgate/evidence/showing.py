"""What a copy looks like on a page: a picture, a film, or the pages of a PDF as pictures."""

from __future__ import annotations

import io
from typing import BinaryIO, Final

import pypdfium2

from schoolgate.evidence.rules import PICTURES, Kind

_WIDTH: Final = 1_200  # points across


def how(kind: Kind) -> str:
    """Return `picture`, `pages` or `film`; "" for what is not shown."""
    if kind in PICTURES:
        return "picture"
    return {Kind.PDF: "pages", Kind.MP4: "film"}.get(kind, "")


def number(text: str | None) -> int:
    """Return the number of a page that an address asks for, from 1."""
    return max(1, int(text)) if text and text.isdecimal() and len(text) < 6 else 1


def pages(file: BinaryIO) -> int:
    """Return how many pages a PDF has."""
    pdf = pypdfium2.PdfDocument(file.read())
    try:
        return len(pdf)
    finally:
        pdf.close()


def page(file: BinaryIO, number: int) -> bytes:
    """Return one page of a PDF as a PNG; nothing when there is none."""
    pdf = pypdfium2.PdfDocument(file.read())
    try:
        if number > len(pdf):
            return b""
        one, out = pdf[number - 1], io.BytesIO()
        scale = min(4.0, _WIDTH / max(1.0, *one.get_size()))
        one.render(scale=scale).to_pil().save(out, "PNG")
        return out.getvalue()
    finally:
        pdf.close()
