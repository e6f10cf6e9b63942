"""The key that signs cookies: made once, kept in var/secret-key, readable by its owner alone."""

from __future__ import annotations

import secrets
from pathlib import Path

from schoolgate.kernel import keyfile


def found_in(var: Path) -> str | None:
    """The key in `var`/secret-key; None where there is none."""
    file = _file(var)
    return keyfile.kept_in(file, _new) if file.exists() else None


def kept_in(var: Path) -> str:
    """The key in `var`/secret-key, 86 characters; made first where there is none."""
    return keyfile.kept_in(_file(var), _new)


def for_now() -> str:
    """A key for this process alone, until start-up knows whether one was lost."""
    return _new()


def _file(var: Path) -> Path:
    return var / "secret-key"


def _new() -> str:
    return secrets.token_urlsafe(64)
