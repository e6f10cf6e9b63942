"""Puts a new overlay in the place of the one before. No Django."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from schoolgate.filtering.overlay import FILE

_MODE: Final = 0o640  # Squid reads it by the group of the folder


def put_overlay(folder: Path, overlay: Mapping[str, Any]) -> None:
    """Put an overlay in the place of the one before, whole or not at all. Raises OSError."""
    with NamedTemporaryFile("w", dir=folder, prefix=".overlay.", delete=False) as file:
        os.fchmod(file.fileno(), _MODE)
        json.dump(overlay, file)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(folder / FILE)


@contextmanager
def alone(folder: Path, what: str) -> Iterator[None]:
    """Be the one that does `what` ("overlay", "snapshot") in a folder: what was gathered earlier
    never takes the place of what was gathered later. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / f".{what}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
