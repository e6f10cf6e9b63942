"""How far a long import has come, told beside its files: the import itself holds the database.

Counts and one sentence, nobody's name.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

from schoolgate.gateways.uploads import Upload

_NAME: Final = "progress.json"


@dataclass(frozen=True, slots=True)
class Progress:
    """`state` is waiting, running, done or refused; `says` tells how it ended."""

    state: str
    done: int = 0
    total: int = 0
    says: str = ""

    @property
    def has_ended(self) -> bool:
        """Tell whether nothing more will come."""
        return self.state in {"done", "refused"}


def tell(upload: Upload, progress: Progress) -> None:
    """Write down how far it has come; whoever reads meanwhile reads the one before."""
    if upload.folder.is_dir():
        new = upload.folder / f"{_NAME}.new"
        new.write_text(json.dumps(asdict(progress)))
        new.replace(upload.folder / _NAME)


def of(upload: Upload) -> Progress | None:
    """Return how far it has come; None for one that was not begun."""
    path = upload.folder / _NAME
    return Progress(**json.loads(path.read_text())) if path.exists() else None
