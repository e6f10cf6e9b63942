"""A journal in one file, for whoever has no Schoolgate: JSON lines and a script that checks them.

Line 1 names the journal, its public key and its signed heads; then comes one line an entry, in
order. Hashes and salts are hexadecimal.
"""

from __future__ import annotations

import json
import os
import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from schoolgate.records import checking, signing, storing
from schoolgate.records.models import Journal, TreeHead
from schoolgate.records.rules import Row
from schoolgate.records.verifying import Watch

VERIFIER: Final = Path(__file__).with_name("verify_bundle.py")


class UnableToExport(Exception):
    """The bundle cannot be written. The message says what to do."""


def refuse(to: Path) -> None:
    """Raise UnableToExport where a file is there already, or the folder is not."""
    if not to.parent.is_dir():
        raise UnableToExport(f"There is no folder {to.parent}. Make it first.")
    if to.exists():
        raise UnableToExport(f"{to} is there already. Choose another name.")


def export(journal: Journal, size: int, to: Path, watch: Watch | None = None) -> Path:
    """Write the first `size` entries, their heads and the public key to `to`, mode 600.

    Returns where the script that checks it was put. Raises UnableToExport; a file that is there
    already is left as it is, and what is not finished never bears the name.
    """
    refuse(to)
    aside = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            for line in _lines(journal, size, watch):
                file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(aside, to)
        return Path(shutil.copyfile(VERIFIER, to.with_name(VERIFIER.name)))
    except OSError as error:
        raise UnableToExport(f"{to} cannot be written: {error.strerror}.") from None
    finally:
        aside.unlink(missing_ok=True)


def _lines(journal: Journal, size: int, watch: Watch | None) -> Iterator[dict[str, Any]]:
    yield _top(journal, size)
    for first in range(1, size + 1, checking.PIECE):
        last = min(first + checking.PIECE - 1, size)
        for row in storing.rows(journal.school, first, last):
            yield entry_line(row)
        if watch:
            watch(last - first + 1)


def _top(journal: Journal, size: int) -> dict[str, Any]:
    key = signing.private_key().public_key().public_bytes_raw()
    heads = TreeHead.objects.filter(journal=journal, size__lte=size).order_by("size")
    return {
        "journal": journal.name,
        "entries": size,
        "public_key": b64encode(key).decode(),
        "heads": [
            {"size": head.size, "root": bytes(head.root).hex(), "note": head.note} for head in heads
        ],
    }


def entry_line(row: Row) -> dict[str, Any]:
    """Return an entry as it stands in a bundle."""
    named = zip(Row._fields, row, strict=True)
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in named}
