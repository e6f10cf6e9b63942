"""Differences between two policies, kept in files: they take seconds, and every worker asks."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from threading import Lock

import msgspec
from django.conf import settings

from schoolgate.policies.comparing import pairs
from schoolgate.policies.comparing.pairs import Difference
from schoolgate.policies.language.effective import Pack

ROOM = Path(__file__).parent.parent
MOST_FILES = 200
MOST_IN_MEMORY = 16
_memory: dict[Path, list[Difference]] = {}
_lock = Lock()


def between(before: Pack, after: Pack) -> list[Difference]:
    """Return every difference from one policy to the other, worked out once for their content."""
    path = _folder() / f"{before.hash[:24]}-{after.hash[:24]}-{_program()}.json"
    with _lock:
        found = _memory.get(path)
        if found is None:
            found = _memory[path] = _read(path) or _write(path, pairs.between(before, after))
            while len(_memory) > MOST_IN_MEMORY:
                del _memory[next(iter(_memory))]
    return found


def _folder() -> Path:
    return Path(settings.VAR) / "differences"


@cache
def _program() -> str:
    """Return a mark of this program and its words: another version may see other differences."""
    seen = hashlib.sha256()
    for path in sorted([*ROOM.rglob("*.py"), *ROOM.rglob("*.toml")]):
        stat = path.stat()
        seen.update(f"{path.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:12]


def _read(path: Path) -> list[Difference] | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=list[Difference])
    except (OSError, msgspec.DecodeError):
        return None


def _write(path: Path, found: list[Difference]) -> list[Difference]:
    """Keep differences in a file that appears whole; the oldest files give way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.write_bytes(msgspec.json.encode(found))
    aside.replace(path)
    files = sorted(path.parent.glob("*.json"), key=lambda file: file.stat().st_mtime_ns)
    for old in files[:-MOST_FILES]:
        old.unlink(missing_ok=True)
    return found
