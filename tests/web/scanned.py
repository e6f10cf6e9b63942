"""Forms as they come back: really rasterised, then turned, skewed, worn and photographed."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Final

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter
from pypdfium2 import PdfDocument


def pages_of(pdf: bytes, *, dpi: int = 150) -> list[Image.Image]:
    """The pages of a PDF as pictures, as a scanner makes them."""
    document = PdfDocument(pdf)
    made = [document[place].render(scale=dpi / 72).to_pil().convert("RGB")
            for place in range(len(document))]  # fmt: skip
    document.close()
    return made


def as_pdf(pages: Sequence[Image.Image]) -> bytes:
    """Pictures as one PDF, as a scanner sends it."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return out.getvalue()


def as_jpeg(page: Image.Image, *, quality: int = 80, turned: int = 0) -> bytes:
    """A picture as JPEG; `turned` is what a telephone writes of how it was held."""
    out, exif = io.BytesIO(), Image.Exif()
    if turned:
        exif[0x0112] = turned
    page.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def as_png(page: Image.Image) -> bytes:
    """A picture as PNG."""
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def signed_by_hand(page: Image.Image) -> Image.Image:
    """Something drawn across the middle of a page."""
    signed = page.copy()
    wide, high = signed.size
    pen = ImageDraw.Draw(signed)
    points = [(wide * (0.4 + 0.02 * n), high * (0.5 + 0.01 * (n % 3))) for n in range(14)]
    pen.line(points, fill=(20, 20, 120), width=3)
    return signed


def _photographed(page: Image.Image) -> Image.Image:
    """A page on a dark table, from the side, a shadow over it, a little out of focus."""
    wide, high = page.size
    table = Image.new("RGB", (wide + 400, high + 400), (70, 60, 50))
    table.paste(page.rotate(4, expand=True, fillcolor=(70, 60, 50)), (150, 150))
    across = (0.0002, 0.0001)
    seen = table.transform(table.size, Image.Transform.PERSPECTIVE,
                           (1.05, 0.03, -60, 0.02, 1.04, -40, across[0] / 2, across[1] / 2),
                           Image.Resampling.BICUBIC, fillcolor=(70, 60, 50))  # fmt: skip
    shadow = Image.linear_gradient("L").resize(seen.size).point(lambda one: 110 + one * 145 // 255)
    dark = Image.composite(seen, Image.new("RGB", seen.size, (20, 20, 20)), shadow)
    return dark.filter(ImageFilter.GaussianBlur(1.2))


def _skewed(page: Image.Image) -> Image.Image:
    return page.rotate(7, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)


def _faint(page: Image.Image) -> Image.Image:
    return ImageEnhance.Contrast(page.convert("L").convert("RGB")).enhance(0.3)


CONDITIONS: Final[dict[str, Callable[[Image.Image], Image.Image]]] = {
    "as it is": lambda page: page,
    "grey": lambda page: page.convert("L"),
    "black and white": lambda page: page.convert("1"),
    "upside down": lambda page: page.rotate(180),
    "on its side": lambda page: page.rotate(90, expand=True),
    "on its other side": lambda page: page.rotate(-90, expand=True),
    "skewed": _skewed,
    "skewed and upside down": lambda page: _skewed(page.rotate(180)),
    "faint": _faint,
    "photographed": _photographed,
}
