"""A template and its data set as one tagged PDF (PDF/UA-1), and codes for cameras."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import segno
import typst

from schoolgate.kernel.trouble import Trouble

ROOT: Final = Path(__file__).resolve().parents[2]  # templates of all rooms share `kit.typ`
FONTS: Final = ROOT / "web" / "static" / "fonts"


class UnableToPrint(Trouble):
    """Typst did not set the document. The sentence says what it said."""


@cache
def _fonts() -> typst.Fonts:
    folders = [str(FONTS)] if FONTS.is_dir() else []
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def pdf(template: Path, data: Any) -> bytes:
    """Return a template set with data as tagged PDF. Raises UnableToPrint.

    `data` goes in as JSON: whatever stands in it is text, never code. A template begins with
    `#import "/web/paper/typst/kit.typ": *`.
    """
    try:
        made = typst.compile(
            str(template), root=str(ROOT), format="pdf", sys_inputs={"data": json.dumps(data)},
            pdf_standards=["ua-1"], font_paths=_fonts(),
        )  # fmt: skip
    except typst.TypstError as error:
        raise UnableToPrint(f"{template.name} cannot be set: {error}.") from error
    if not isinstance(made, bytes):
        raise TypeError("typst gave pages where one document was asked for")
    return made


def code(text: str) -> str:
    """Return text as a QR code that a camera reads, as SVG with its quiet zone."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False)
    return out.getvalue().decode()
