"""How a table lies in its file.

    magic     8 bytes
    sizes     three unsigned 64-bit numbers: of the head, of the codes' number, of buckets
    head      JSON: categories, how many names, what it was built from
    codes     unsigned 64-bit numbers, two a code: categories as bits, and 1 if names lie below it
    offsets   unsigned 32-bit numbers, buckets + 1: where each bucket begins in the file
    text      for each bucket "\\n", then "name TAB code \\n" for each of its names

Numbers are little-endian. A code is two bytes of `ALPHABET`. There are 2 ** n buckets; the first n
bits of the hash of a name with its TAB say in which it lies, so that a file can be written in the
order of hashes. Every suffix of two labels or more of a listed name lies there too, with no
categories of its own, so that a look-up stops at the first name that is not there.
"""

from __future__ import annotations

import struct
from typing import Final

MAGIC: Final = b"SGNAMES2"
SIZES: Final = struct.Struct("<8sQQQ")
PER_BUCKET: Final = 3  # names on average, or up to twice as many: fewer cost memory, more time
HASH: Final = 32  # bits
PARTS: Final = 6  # bits: a file is written in 2 ** 6 parts, and has no fewer buckets
ALPHABET: Final = bytes(one for one in range(33, 127))
MOST_CODES: Final = len(ALPHABET) ** 2


def buckets_of(names: int) -> int:
    """Return n, where a table of so many names has 2 ** n buckets."""
    return max((names // PER_BUCKET).bit_length() - 1, PARTS)


def code_of(number: int) -> bytes:
    """Return the two bytes that stand for a code."""
    high, low = divmod(number, len(ALPHABET))
    return bytes((ALPHABET[high], ALPHABET[low]))


def is_address(name: bytes) -> bool:
    """Tell whether a name is an IPv4 or IPv6 address: it has no labels, and nothing below it."""
    return b":" in name or name.rpartition(b".")[2].isdigit()
