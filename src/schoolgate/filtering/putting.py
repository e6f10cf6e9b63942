"""Puts a new overlay in the place of the one before. No Django."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
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
