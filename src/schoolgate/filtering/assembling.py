"""Puts a snapshot together, and lets it take the place of the one before. No Django."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from schoolgate.filtering import snapshot
from schoolgate.filtering.snapshot import CURRENT, Said
from schoolgate.filtering.table.building import build

TABLE: Final = "table"


class UnableToAssemble(Exception):
    """A snapshot that could not be made. The one before stays in use."""


@dataclass(frozen=True, slots=True)
class Material:
    """What a snapshot is made of. `names` are (host, category); None keeps the table in use."""

    categories: Sequence[str]
    names: Iterable[tuple[bytes, str]] | None
    said: Said
    floor: bytes = b""
    about: Mapping[str, Any] = field(default_factory=dict)


@contextmanager
def assembled(
    folder: Path, material: Material, sign: Callable[[bytes], str],
    is_signed: Callable[[bytes, str], bool],
) -> Iterator[str]:  # fmt: skip
    """Make a snapshot in a folder and read it again; yield its name, and swap it in at the end.

    Raises UnableToAssemble. Whatever fails, here or inside: nothing is swapped or left behind.
    """
    here = folder / "snapshots" / uuid4().hex
    here.mkdir(parents=True)
    try:
        _table(folder, here, material)
        (here / "verdicts.json").write_text(json.dumps(_plain(material.said)), "utf-8")
        (here / "floor").write_bytes(material.floor)
        snapshot.seal(here, material.about, sign)
        if wrong := snapshot.verified(here, is_signed):
            raise UnableToAssemble(wrong)
        yield here.name
        snapshot.swap(folder, here)
    except BaseException:
        shutil.rmtree(here, ignore_errors=True)
        raise


def _table(folder: Path, here: Path, material: Material) -> None:
    """Build the table, or take the one in use a second time."""
    if material.names is None:
        try:
            os.link(folder / CURRENT / TABLE, here / TABLE)
        except OSError as error:
            raise UnableToAssemble("There is no table yet. Make the filter from lists.") from error
        return
    bit = {slug: 1 << at for at, slug in enumerate(material.categories)}
    build(((name, bit[slug]) for name, slug in material.names), here / TABLE,
          categories=material.categories)  # fmt: skip


def _plain(said: Said) -> dict[str, Any]:
    return {"turns": said.turns, "columns": dict(said.columns), "states": said.states,
            "paths": dict(said.paths)}  # fmt: skip
