"""The key that signs cookies: made once, kept in var/secret-key, readable by its owner alone."""

from __future__ import annotations

import secrets
from pathlib import Path

from schoolgate.kernel import keyfile


def kept_in(var: Path) -> str:
    """The key in `var`/secret-key, 86 characters; made first where there is none."""
    return keyfile.kept_in(var / "secret-key", lambda: secrets.token_urlsafe(64))
