"""Pictures: whole, of one frame, and no larger than a screen can ever show."""

from __future__ import annotations

import io
import struct
import warnings
from typing import BinaryIO, Final

import pi_heif
from PIL import Image

from schoolgate.evidence.recognising.refusing import NotKept

MOST_PIXELS: Final = 100_000_000
_FORMATS: Final = ("JPEG", "PNG", "HEIF")
_HUGE: Final = (
    f"It has more than {MOST_PIXELS // 1_000_000} million points. Save it smaller, or attach the "
    "parts that matter."
)
_UNREADABLE: Final = "It cannot be read as a picture. Open it, save it anew, and attach that."
# What Pillow raises for files that are broken or not what they say.
BROKEN: Final = (OSError, ValueError, SyntaxError, EOFError, RuntimeError, struct.error, KeyError,
                 IndexError, TypeError, AttributeError, MemoryError, ZeroDivisionError)  # fmt: skip

pi_heif.register_heif_opener()


def opened(file: BinaryIO) -> Image.Image:
    """Return a picture whose size is known and which is not decoded yet. Raises NotKept."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(file, formats=_FORMATS)
    except Image.DecompressionBombError:
        raise NotKept(_HUGE) from None
    except BROKEN:
        raise NotKept(_UNREADABLE) from None
    if picture.width * picture.height > MOST_PIXELS:
        raise NotKept(_HUGE)
    return picture


def judge(file: BinaryIO) -> None:
    """Raise NotKept unless the picture can be decoded, and ends where it ends."""
    picture = opened(file)
    if picture.format == "PNG":
        _png_ends(file)
        picture = opened(file)
        if getattr(picture, "n_frames", 1) > 1:
            raise NotKept("It is an animation. Attach the frames that matter as pictures.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture.draft("RGB", (256, 256))  # JPEG: an eighth of the work says as much
            picture.load()
    except BROKEN:
        raise NotKept(_UNREADABLE) from None


def _png_ends(file: BinaryIO) -> None:
    """Nothing stands behind the last chunk."""
    file.seek(8)
    while len(head := file.read(8)) == 8:
        length, name = struct.unpack(">I4s", head)
        file.seek(length + 4, io.SEEK_CUR)
        if name == b"IEND":
            break
    if file.read(1):
        raise NotKept("Something stands behind the end of the picture. Save it anew.")
