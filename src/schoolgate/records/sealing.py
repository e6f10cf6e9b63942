"""Sealing: what people write about people lies in the database only as AES-256-GCM.

Each thing that is sealed has a key of its own (`new_key`), stored only wrapped, under one
derived from `var/sealing-key` and the name of whoever is entitled. A copy of the database alone
opens nothing. Keys are 32 bytes; a sealed text is a nonce of 12 bytes, ciphertext, a tag of 16,
bound to its place: moved to another row it does not open (NIST SP 800-38D).
"""

from __future__ import annotations

import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from schoolgate.kernel import keyfile

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class KeyIsDamaged(Exception):
    """The key file holds no key. The message says what to do."""


class UnableToOpen(Exception):
    """What was sealed does not open: another key, another place, or it was changed."""


def new_key() -> bytes:
    """Return a key for one thing."""
    return os.urandom(KEY_BYTES)


def seal(what: bytes, *, key: bytes, place: str) -> bytes:
    """Seal bytes under a key. `place` names the row and field, such as `concerns.entry:7:body`."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, what, place.encode())


def unseal(sealed: bytes, *, key: bytes, place: str) -> bytes:
    """Return what was sealed. Raises UnableToOpen."""
    nonce, rest = bytes(sealed[:_NONCE_BYTES]), bytes(sealed[_NONCE_BYTES:])
    try:
        return AESGCM(key).decrypt(nonce, rest, place.encode())
    except (InvalidTag, ValueError):
        raise UnableToOpen(f"{place} does not open: it was changed, or its key was.") from None


def wrap(key: bytes, *, to: str) -> bytes:
    """Return a key as it is stored for whoever `to` names, such as `elmfield:role:dsl`."""
    return seal(key, key=_derived(f"wrap:{to}"), place=to)


def unwrap(wrapped: bytes, *, to: str) -> bytes:
    """Return the key that was wrapped for `to`. Raises UnableToOpen."""
    return unseal(wrapped, key=_derived(f"wrap:{to}"), place=to)


def keyed_hash(what: str, *, purpose: str) -> bytes:
    """Return 32 bytes by which `what` is found again, and cannot be guessed without the key file.

    `purpose` keeps the same word apart in two uses, such as `elmfield:case-words`.
    """
    return keyed_hashes([what], purpose=purpose)[0]


def keyed_hashes(what: Iterable[str], *, purpose: str) -> list[bytes]:
    """Return the same of several things, for which the key is derived once."""
    key = _derived(f"hash:{purpose}")
    return [hmac.digest(key, one.encode(), "sha256") for one in what]


def _derived(name: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=name.encode()).derive(_master(str(_path())))


@lru_cache(maxsize=4)
def _master(path: str) -> bytes:
    secret = keyfile.kept_in(Path(path), lambda: b64encode(os.urandom(KEY_BYTES)).decode())
    try:
        key = b64decode(secret, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyIsDamaged(f"{path} is damaged: it holds no key. Put it back from a backup.")
    return key


def _path() -> Path:
    var: Path = settings.VAR
    return var / "sealing-key"
