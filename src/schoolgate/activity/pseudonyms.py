"""Names and what stands for them: an HMAC keyed for each school, and the names themselves sealed.

Both keys come from the store's key, so whoever has the files alone can neither try names nor open
them (FIPS 198-1; sealing as in `records.sealing`).
"""

from __future__ import annotations

import hmac
import os
from typing import Final, Literal, cast, get_args

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Kind = Literal["person", "class", "device", "address", "domain", "message", "path", "subject"]
_BYTES: Final = 8
_NONCE: Final = 12


class UnableToOpen(Exception):
    """What was sealed does not open: it was changed, or the school's key was."""


class Pseudonyms:
    """Makes pseudonyms for one school, and seals names."""

    def __init__(self, *, school: str, key: bytes) -> None:
        self._school = school
        self._names = hmac.digest(key, b"pseudonyms", "sha256")
        self._seal = AESGCM(hmac.digest(key, b"names", "sha256"))

    def of(self, kind: str, name: str) -> str:
        """Return what stands for a name, in 16 hexadecimal digits; "" for "". Small and capital
        letters are one, but in paths and messages."""
        plain = name.strip() if kind in {"message", "path"} else name.strip().casefold()
        if not plain:
            return ""
        said = f"{self._school}\0{kind}\0{plain}".encode(errors="surrogatepass")
        return hmac.digest(self._names, said, "sha256")[:_BYTES].hex()

    @property
    def path_key(self) -> str:
        """The key of path digests, for SQL: the first 16 digits of SHA-256 over key, host, path."""
        return hmac.digest(self._names, b"paths", "sha256").hex()

    def seal(self, what: bytes, *, place: str) -> bytes:
        """Seal bytes; they open at the same place only."""
        nonce = os.urandom(_NONCE)
        return nonce + self._seal.encrypt(nonce, what, self._bound(place))

    def unseal(self, sealed: bytes, *, place: str) -> bytes:
        """Return what was sealed. Raises UnableToOpen."""
        try:
            return self._seal.decrypt(sealed[:_NONCE], sealed[_NONCE:], self._bound(place))
        except (InvalidTag, ValueError):
            raise UnableToOpen(f"{place} of the activity log does not open.") from None

    def _bound(self, place: str) -> bytes:
        return f"{self._school}\0{place}".encode()


def as_kind(said: str) -> Kind:
    """Return a kind, checked. Raises ValueError."""
    if said not in get_args(Kind):
        raise ValueError(f"No pseudonym is of the kind “{said}”.")
    return cast(Kind, said)
