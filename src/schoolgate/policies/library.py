"""The policies in use: read once in each process, and again when a file of the pack changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from django.conf import settings

from schoolgate.policies.analysis.departures import departures
from schoolgate.policies.analysis.findings import Finding, findings
from schoolgate.policies.language.effective import Pack, standards_folders
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.language.pack import load

Stamp = tuple[tuple[str, int, int], ...]
MOST_KEPT = 200
_T = TypeVar("_T")
_lock = RLock()


@dataclass
class Loaded:
    """A pack in memory with the stamp of its files. `once` keeps what is costly to make from it."""

    pack: Pack
    stamp: Stamp
    _kept: dict[object, Any] = field(default_factory=dict)

    def once(self, key: object, make: Callable[[], _T]) -> _T:
        """Return what `make` gave the first time it was asked for under this key."""
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = make()
        kept: _T = self._kept[key]
        return kept


_loaded: dict[tuple[Path, str], Loaded] = {}
_broken: dict[tuple[Path, str], tuple[Stamp, PackError]] = {}


def folder() -> Path:
    """Return the folder of all packs."""
    return settings.PACKS


def loaded(name: str) -> Loaded:
    """Return the effective policy of a pack: `name`, `name@version`. Raises PackError."""
    packs = folder()
    key = (packs, name)
    known = _loaded.get(key)
    if known is not None and known.stamp == _stamp(_folders(known.pack)):
        return known
    with _lock:
        return _read(key)


def _read(key: tuple[Path, str]) -> Loaded:
    packs, name = key
    broken = _broken.get(key)
    if broken is not None and broken[0] == _stamp(_all_folders(packs)):
        raise broken[1]
    try:
        pack = load(name, packs)
    except PackError as error:
        _broken[key] = (_stamp(_all_folders(packs)), error)
        raise
    _broken.pop(key, None)
    _loaded[key] = Loaded(pack, _stamp(_folders(pack)))
    return _loaded[key]


def _folders(pack: Pack) -> list[Path]:
    return [pack.folder, *(_folders(pack.base) if pack.base is not None else ())]


def _all_folders(packs: Path) -> list[Path]:
    return sorted({path.parent for path in packs.rglob("*.md")}) or [packs]


def _stamp(folders: list[Path]) -> Stamp:
    return tuple(sorted(entry for folder in folders for entry in _documents(folder)))


def _documents(folder: Path) -> Iterator[tuple[str, int, int]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".md"):
                    seen = entry.stat()
                    yield entry.path, seen.st_mtime_ns, seen.st_size
    except FileNotFoundError:
        return


def templates() -> list[str]:
    """Return `name@version` of every issue of every template on file."""
    found = []
    for path in sorted(folder().glob("*/*/")):
        if path.parent.name != "standards" and any(path.glob("*.md")):
            found.append(f"{path.parent.name}@{path.name}")
    return found


def found_in(known: Loaded, today: date) -> list[Finding]:
    """Return the findings of a policy, departures from the standards on file included."""
    mine = known.once(("findings", today), lambda: findings(known.pack, today))
    if known.pack.front.kind == "standards":
        return mine
    standards, unread = _standards()
    key = ("departures", tuple(standard.hash for standard in standards))
    return [*mine, *known.once(key, lambda: list(departures(known.pack, standards))), *unread]


def _standards() -> tuple[list[Pack], list[Finding]]:
    """Return the standards packs that can be read, and a finding for each that cannot."""
    read, unread = [], []
    for path in standards_folders(folder()):
        try:
            read.append(loaded(str(path)).pack)
        except PackError:
            says = f"the standards in {path.name} cannot be read, so nothing is compared with them."
            unread.append(Finding("departure", says))
    return read, unread
