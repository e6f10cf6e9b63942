"""Secrets of second steps, sealed with a key that is not in the database.

Whoever reads a copy of the database cannot compute anybody's codes. The key comes from the
installation's secret key, so a database that is moved takes `var/secret-key` along.
"""

from __future__ import annotations

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class UnableToUnseal(Exception):
    """A secret was sealed with another key, or changed since."""


def seal(text: str) -> str:
    """Return a text encrypted and authenticated."""
    return _box(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return the text that was sealed. Raises UnableToUnseal."""
    try:
        return _box(settings.SECRET_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise UnableToUnseal(
            "A second step was set up under another secret key. Put var/secret-key back, or "
            "remove the second step and set it up anew."
        ) from None


@cache
def _box(secret: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"schoolgate accounts second step")
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))
