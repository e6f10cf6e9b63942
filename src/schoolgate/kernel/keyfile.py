"""A secret in a file of its own: made once, whole or not at all, for its owner alone."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def kept_in(path: Path, make: Callable[[], str]) -> str:
    """Return the one line in `path`; where there is no file, `make` says what goes into it.

    Written aside and then linked, so programs or threads that ask together end up with the same
    secret, and one that is killed leaves no half of it, nor is it in a later one's way. Mode 600.
    """
    if not path.exists():
        _put(path, make())
    return path.read_text(encoding="ascii").strip()


def _put(path: Path, secret: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secret + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass  # the other program was first: its secret is the secret
    finally:
        aside.unlink()
