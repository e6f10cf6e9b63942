"""Differences between two policies, kept in files: they take seconds, and every worker asks."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from contextlib import suppress
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
_WAITED = 120
_memory: dict[Path, list[Difference]] = {}
_lock = Lock()


def between(before: Pack, after: Pack) -> list[Difference]:
    """Return every difference from one policy to the other, worked out once for their content."""
    return once(name(before, after), lambda: pairs.between(before, after))


def once(key: str, make: Callable[[], list[Difference]]) -> list[Difference]:
    """Return what was worked out under a key of letters, digits and dashes, by any process."""
    path = _path(key)
    with _lock:
        found = known(key)
        if found is None:
            found = _memory[path] = _write(path, make())
            while len(_memory) > MOST_IN_MEMORY:
                del _memory[next(iter(_memory))]
    return found


def known(key: str) -> list[Difference] | None:
    """Return what was worked out under a key already; None while it was not."""
    path = _path(key)
    found = _memory.get(path)
    if found is None and (found := _read(path)) is not None:
        _memory[path] = found
    return found


def name(before: Pack, after: Pack) -> str:
    """Return the key under which the difference of two policies is kept."""
    return f"{before.hash[:24]}-{after.hash[:24]}"


def wanted(key: str) -> bool:
    """Note that somebody waits for a key; False while another has just done so.

    For two minutes: a job that was lost is asked for again.
    """
    path = _path(key).with_suffix(".wanted")
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):
        if time.time() - path.stat().st_mtime < _WAITED:
            return False
        path.unlink(missing_ok=True)
    try:
        path.touch(exist_ok=False)
    except FileExistsError:  # another process was first
        return False
    return True


def _path(key: str) -> Path:
    return _folder() / f"{key}-{_program()}.json"


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
        old.with_suffix(".wanted").unlink(missing_ok=True)
    return found
