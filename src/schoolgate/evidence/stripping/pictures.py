"""Pictures are drawn anew: only their points are taken over, turned the right way up."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from typing import BinaryIO, Final

from PIL import Image, ImageOps

from schoolgate.evidence.recognising import pictures
from schoolgate.evidence.recognising.refusing import NotKept

_QUALITY: Final = 90


def as_jpeg(file: BinaryIO) -> Iterator[bytes]:
    """Yield a picture as a JPEG without anything but its points."""
    made = io.BytesIO()
    points(file).convert("RGB").save(made, "JPEG", quality=_QUALITY)
    yield made.getvalue()


def as_png(file: BinaryIO) -> Iterator[bytes]:
    """Yield a picture as a PNG without anything but its points."""
    made = io.BytesIO()
    points(file).save(made, "PNG", compress_level=4)
    yield made.getvalue()


def points(file: BinaryIO) -> Image.Image:
    """Return a picture's points alone, turned the right way up. Raises NotKept."""
    picture = pictures.opened(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            turned = ImageOps.exif_transpose(picture)
            return bare(turned.convert(_mode(turned)))
    except pictures.BROKEN:
        raise NotKept("It cannot be drawn anew. Save it anew, and attach that.") from None


def bare(picture: Image.Image) -> Image.Image:
    """Return a picture that carries nothing over: no profile, no comment, no thumbnail."""
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    return clean


def without_segments(jpeg: bytes) -> bytes:
    """Return a JPEG whose points are the same bytes, without its comments and APP segments; as it
    is where it does not read as one. Adobe's segment (APP14) says how colours are stored: it stays.
    """
    if not jpeg.startswith(b"\xff\xd8"):
        return jpeg
    kept, at = [b"\xff\xd8"], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker, (length,) = jpeg[at + 1], struct.unpack(">H", jpeg[at + 2 : at + 4])
        end = at + 2 + length
        if marker == 0xDA:
            kept.append(_to_the_end(jpeg[at:]))
            return b"".join(kept)
        adobe = marker == 0xEE and jpeg[at + 4 : at + 9] == b"Adobe"
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or adobe:
            kept.append(jpeg[at : at + 16] if adobe and length >= 14 else jpeg[at:end])
        at = end
    return jpeg


def _to_the_end(scan: bytes) -> bytes:
    """Return the scans of a JPEG, without what stands behind its end."""
    end = scan.rfind(b"\xff\xd9")
    return scan[: end + 2] if end >= 0 else scan


def _mode(picture: Image.Image) -> str:
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        return "RGBA"
    return "L" if picture.mode in {"1", "L", "I;16", "I"} else "RGB"
