"""The key that signs heads: var/journal-key, made at first use, readable by its owner alone."""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from schoolgate.kernel import keyfile
from schoolgate.records.models import TreeHead


class KeyIsDamaged(Exception):
    """The key file holds no key. The message says what to do."""


def private_key() -> Ed25519PrivateKey:
    """Return the key, made first where there is none."""
    return _parsed(keyfile.kept_in(_path(), _new))


def public_key() -> Ed25519PublicKey | None:
    """Return the key that checks signatures; None where no key was made yet."""
    return private_key().public_key() if _path().exists() else None


def key_is_missing() -> bool:
    """Tell whether heads were signed with a key that is not there any more."""
    return not _path().exists() and TreeHead.objects.exists()


def _path() -> Path:
    var: Path = settings.VAR
    return var / "journal-key"


def _new() -> str:
    return b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def _parsed(secret: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(b64decode(secret, validate=True))
    except ValueError:
        raise KeyIsDamaged(
            f"{_path()} is damaged: it holds no key. Put it back from a backup."
        ) from None
