"""The reader of scans, run apart (`kernel.apart`): the picture of each page, and its code."""

from __future__ import annotations

import io
import math
import os
from collections.abc import Callable, Iterator
from typing import Final

from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError
from pypdfium2 import PdfDocument, PdfiumError
from zxingcpp import Barcode, BarcodeFormat, BarcodeFormats, read_barcodes

from schoolgate.kernel.apart import Refused
from schoolgate.web.paper import bounds

_DPI: Final = 200
_SIDE: Final = 3000  # of a picture that is searched for a code, in pixels
_KEPT: Final = (1240, 1754)  # A4 at 150 dpi
_OURS: Final = "SG1:"
_LONGEST: Final = 200
_QR: Final = BarcodeFormats([BarcodeFormat.QRCode])
_MOST: Final = bounds.MOST_PIXELS // 1_000_000
_TOO_MANY: Final = f"It has more than {_MOST} million pixels. Scan it at 300 dpi or less."


Image.init()  # its readers are modules, and nothing can be imported any more once it reads


def pages(file: int) -> Iterator[bytes]:
    """Yield, page by page, what its code says and its picture as JPEG. Raises Refused."""
    with os.fdopen(file, "rb", closefd=False) as sent:
        for image in _images(sent.read()):
            yield from _page(image)


def _images(data: bytes) -> Iterator[Image.Image]:
    """Yield the pages of a file, grey."""
    if bounds.kind_of(data) == "PDF":
        yield from _of_pdf(data)
    else:
        yield _of_picture(data)


def _of_pdf(data: bytes) -> Iterator[Image.Image]:
    try:
        document = PdfDocument(data)
        count = len(document)
    except PdfiumError as error:
        locked = "password" in str(error).lower()
        raise Refused("It is locked with a password. Scan it without one." if locked
                      else bounds.TOO_MUCH) from None  # fmt: skip
    if not 0 < count <= bounds.MOST_PAGES:
        raise Refused(f"It has {count} pages. Send between 1 and {bounds.MOST_PAGES} at a time.")
    for place in range(count):
        try:
            page = document[place]
            area = max(page.get_width() * page.get_height(), 1)
            scale = min(_DPI / 72, math.sqrt(bounds.RENDERED_PIXELS / area))
            yield page.render(scale=scale, grayscale=True).to_pil()
            page.close()
        except PdfiumError:
            raise Refused(bounds.TOO_MUCH) from None


def _of_picture(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > bounds.MOST_PIXELS:
                raise Refused(_TOO_MANY)
            image.draft("L", (_SIDE, _SIDE))
            upright = ImageOps.exif_transpose(image)
            if "A" in upright.getbands() or "transparency" in upright.info:
                upright = Image.alpha_composite(
                    Image.new("RGBA", upright.size, "white"), upright.convert("RGBA")
                )
            grey = upright.convert("L")
    except Image.DecompressionBombError:
        raise Refused(_TOO_MANY) from None
    except (OSError, SyntaxError, ValueError, UnidentifiedImageError):
        raise Refused(bounds.TOO_MUCH) from None
    grey.thumbnail((_SIDE, _SIDE))
    return grey


def _page(image: Image.Image) -> tuple[bytes, bytes]:
    """Return what the code of a page says, and its picture, upright."""
    found = _code(image)
    if found is not None and (turn := round(found.orientation / 90) * 90 % 360):
        image = image.rotate(turn, expand=True)
    small = image.copy()
    small.thumbnail(_KEPT)
    made = io.BytesIO()
    small.save(made, "JPEG", quality=70)
    said = "" if found is None else _plain(found.text)
    return said.encode(), made.getvalue()


_TRIES: Final[tuple[Callable[[Image.Image], Image.Image], ...]] = (
    lambda image: image,
    lambda image: ImageOps.autocontrast(image, cutoff=2),
    lambda image: image.filter(ImageFilter.GaussianBlur(1.5)),
    lambda image: image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC),
)


def _code(image: Image.Image) -> Barcode | None:
    """Return the code of ours on a page, else any, else None; a harder page is tried harder."""
    other = None
    for attempt in _TRIES:
        for found in read_barcodes(attempt(image), formats=_QR):
            if found.text.startswith(_OURS):
                return found
            other = other or found
    return other


def _plain(text: str) -> str:
    return "".join(one for one in text if one.isprintable())[:_LONGEST] or "?"
