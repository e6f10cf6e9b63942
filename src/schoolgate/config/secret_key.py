"""The key that signs cookies: made once, kept in var/secret-key, readable by its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def kept_in(var: Path) -> str:
    """The key in `var`/secret-key, 86 characters; made first where there is none.

    The file appears whole or not at all (written aside, then linked), so two programs that start
    together end up with the same key.
    """
    path = var / "secret-key"
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(aside, path)
    except FileExistsError:
        pass  # the other program was first: its key is the key
    finally:
        aside.unlink()
