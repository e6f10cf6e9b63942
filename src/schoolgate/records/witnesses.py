"""Heads as files in `var/heads/SCHOOL/`, one for each, to be kept where this machine cannot reach.

A file is written once and never again, by its final name: so the folder may be one that takes new
files only. `verify` reads them back as witnesses, from here or from wherever a copy is kept.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from django.conf import settings

from schoolgate.kernel.trouble import Trouble
from schoolgate.records import checkpoints
from schoolgate.records.checking import Finding
from schoolgate.records.checkpoints import Head
from schoolgate.records.models import Journal, TreeHead

_ENDING: Final = ".txt"


class UnableToWitness(Trouble):
    """A head cannot be put into a file, or read from one. The message says which file."""


def folder(journal: str) -> Path:
    """Return where the heads of the journal with this name are put."""
    var: Path = settings.VAR
    return var / "heads" / journal


def names() -> list[str]:
    """Return the names of the journals that ever had a head here."""
    top = folder("x").parent
    return sorted(one.name for one in top.iterdir() if one.is_dir()) if top.is_dir() else []


def keep(journal: Journal) -> int:
    """Put every head that is newer than the newest file into a file; return how many were put.

    Raises UnableToWitness.
    """
    to = folder(journal.name)
    try:
        to.mkdir(parents=True, exist_ok=True)
        newest = max((int(one.stem) for one in _files(to) if one.stem.isdecimal()), default=0)
        heads = TreeHead.objects.filter(journal=journal, size__gte=newest).order_by("size")
        return sum(_put(to / f"{head.size:012}{_ENDING}", head.note) for head in heads)
    except OSError as error:
        raise UnableToWitness(f"{to} cannot be written: {error.strerror}.") from None


def kept(journal: str) -> tuple[list[Head], list[Finding]]:
    """Return the heads in a journal's folder, and what is wrong with the files there."""
    heads, findings = [], []
    for file in _files(folder(journal)):
        try:
            heads.append(_head(file))
        except UnableToWitness as error:
            findings.append(Finding(0, str(error)))
    return heads, findings


def read(path: Path) -> list[Head]:
    """Return the heads in a file, or in the files of a folder. Raises UnableToWitness."""
    files = _files(path) if path.is_dir() else [path]
    if not files:
        raise UnableToWitness(f"{path} holds no head. Name a folder with files of heads.")
    return [_head(file) for file in files]


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{_ENDING}"))


def _head(file: Path) -> Head:
    try:
        return checkpoints.read(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise UnableToWitness(f"{file} cannot be read. Name a file with a head.") from None
    except checkpoints.NotAHead as error:
        raise UnableToWitness(f"{file}: {error}") from None


def _put(file: Path, note: str) -> bool:
    """Write a note; go on where a killed program wrote only its beginning."""
    there = file.read_text(encoding="utf-8") if file.exists() else ""
    if there == note:
        return False
    if not note.startswith(there):
        raise UnableToWitness(f"{file} holds another head. Run ./sg journal verify.")
    with file.open("a", encoding="utf-8") as opened:
        opened.write(note[len(there) :])
        opened.flush()
        os.fsync(opened.fileno())
    return True
