"""Packs on file: read once in each process, and again when a file of the pack changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any, Final, TypeVar

from django.conf import settings

from schoolgate.policies.language.effective import Pack, find
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.language.pack import NAMED, assemble, load, texts_of
from schoolgate.policies.language.pieces import front_of

Stamp = tuple[tuple[str, int, int], ...]
MOST_KEPT: Final = 200
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


def texts_on_file(name: str) -> dict[str, str]:
    """Return the texts of a pack on file by file name. Raises PackError where there is none."""
    return texts_of(find(name, folder()))


def extends(texts: Mapping[str, str]) -> str:
    """Return the template that documents name (`name@version`), or nothing."""
    fronts = (front_of(text) for text in texts.values())
    return next((one.extends for one in fronts if one.pack and not one.part_of), "")


def template(texts: Mapping[str, str]) -> Loaded | None:
    """Return the template on file that documents name; None where there is none, or a wrong one."""
    named = extends(texts)
    if not NAMED.fullmatch(named) or not (folder() / named.partition("@")[0]).is_dir():
        return None
    try:
        base = loaded(named)
    except PackError:
        return None
    return base if base.pack.id == named else None


def on_file(texts: Mapping[str, str]) -> Loaded:
    """Return what texts make with the template on file, which is shared. Raises PackError."""
    base = template(texts)
    pack = assemble(texts, packs=folder(), base=base.pack if base else None)
    return Loaded(pack, base.stamp if base else ())


def is_fresh(known: Loaded) -> bool:
    """Tell whether no file has changed of the template that a policy was made with."""
    if not known.stamp or known.pack.base is None:
        return True
    try:
        return loaded(known.pack.base.id).stamp == known.stamp
    except PackError:
        return False
