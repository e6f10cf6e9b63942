"""The rows of this room. No name and no word is here in clear."""

from __future__ import annotations

from schoolgate.evidence.models.ending import Destruction, Hold
from schoolgate.evidence.models.files import (
    CLEAN,
    NOT_SCANNED,
    Bundle,
    Copy,
    Custody,
    Folder,
    FolderKey,
    Item,
    Sealed,
    where,
)

__all__ = [
    "CLEAN", "NOT_SCANNED", "Bundle", "Copy", "Custody", "Destruction", "Folder", "FolderKey",
    "Hold", "Item", "Sealed", "where",
]  # fmt: skip
