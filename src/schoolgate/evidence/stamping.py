"""A stamp on a copy that somebody takes away: who took it, and when. Pictures and PDFs bear one."""

from __future__ import annotations

import io
from typing import BinaryIO, Final

import pikepdf
from pikepdf import Name
from PIL import Image, ImageDraw, ImageFont

from schoolgate.evidence.rules import PICTURES, Kind

_INK: Final = (255, 255, 255)
_GROUND: Final = (11, 12, 12)


def bears_stamp(kind: Kind) -> bool:
    """Tell whether a file of this kind can be stamped."""
    return kind in PICTURES or kind is Kind.PDF


def stamped(file: BinaryIO, kind: Kind, words: str) -> bytes:
    """Return a copy with one line of words at its foot, on each of its pages."""
    return _pdf(file, words) if kind is Kind.PDF else _picture(file, kind, words)


def _picture(file: BinaryIO, kind: Kind, words: str) -> bytes:
    picture = Image.open(file).convert("RGB")
    height = max(18, picture.width // 45)
    font = ImageFont.load_default(height * 0.6)
    while font.getlength(words) > picture.width - 8 and height > 10:
        height -= 1
        font = ImageFont.load_default(height * 0.6)
    made = Image.new("RGB", (picture.width, picture.height + height), _GROUND)
    made.paste(picture)
    draw = ImageDraw.Draw(made)
    draw.text((4, picture.height + height * 0.12), words, fill=_INK, font=font)
    out = io.BytesIO()
    made.save(out, "PNG" if kind is Kind.PNG else "JPEG", quality=90)
    return out.getvalue()


def _pdf(file: BinaryIO, words: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(file) as pdf:
        font = pdf.make_indirect(pikepdf.Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        ))  # fmt: skip
        for page in pdf.pages:
            _stamp_page(pdf, page, font, words)
        pdf.save(out)
    return out.getvalue()


def _stamp_page(pdf: pikepdf.Pdf, page: pikepdf.Page, font: pikepdf.Object, words: str) -> None:
    left, bottom, right, _ = (float(one) for one in page.mediabox)
    size = min(8.0, (right - left) / max(1, len(words)) * 1.9)
    text = words.encode("cp1252", "replace").hex()
    name = page.add_resource(font, Name.Font)
    drawn = (
        f"q 1 1 1 rg {left} {bottom} {right - left} {size * 1.6:.1f} re f 0 0 0 rg BT {name} "
        f"{size:.1f} Tf {left + 12} {bottom + size * 0.5:.1f} Td <{text}> Tj ET Q"
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + drawn.encode())
