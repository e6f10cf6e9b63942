"""Opens a school's activity log: its folder, and the key that only this installation unwraps."""

from __future__ import annotations

import binascii
import sqlite3
from base64 import b64decode, b64encode
from functools import lru_cache
from pathlib import Path
from typing import Final

import duckdb
from django.conf import settings

from schoolgate.activity import manifest
from schoolgate.activity.store import Store
from schoolgate.kernel import keyfile
from schoolgate.people.models import School
from schoolgate.records import sealing

# What a log raises that is broken, or whose key is: of one school, so no reason to stop at others.
UNREADABLE: Final = (OSError, binascii.Error, duckdb.Error, sqlite3.Error, sealing.UnableToOpen)


def folder_of(school: School) -> Path:
    """Return the folder of a school's activity log."""
    var: Path = settings.VAR
    return var / "activity" / school.slug


def store_of(school: School) -> Store:
    """Return a school's activity log: one `Store` for all threads of the process.

    Raises records.sealing.UnableToOpen where `key` is not of this installation, or another of
    `UNREADABLE`.
    """
    return _opened(folder_of(school), school.slug)


def keeps_log(school: School) -> bool:
    """Tell whether anything was ever logged at a school; nothing is made where nothing was."""
    here = folder_of(school)
    return (here / manifest.NAME).exists() and bool(store_of(school).contents())


@lru_cache(maxsize=64)
def _opened(folder: Path, slug: str) -> Store:
    to = f"{slug}:activity"
    wrapped = keyfile.kept_in(
        folder / "key", lambda: b64encode(sealing.wrap(sealing.new_key(), to=to)).decode()
    )
    return Store(folder, school=slug, key=sealing.unwrap(b64decode(wrapped), to=to))
