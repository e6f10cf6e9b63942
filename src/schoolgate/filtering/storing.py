"""Where the lists of a school lie: copies in use, files that were sent, and the inbox.

    var/filter/<school>/lists/       good copies, one for each import
    var/filter/<school>/incoming/    files that were sent, until somebody decides
    var/filter/<school>/inbox/       where the machine's own tasks put the files of lists

Nothing is fetched by Schoolgate: whoever runs the machine says which program may.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.conf import settings

from schoolgate.people.models import School
from schoolgate.records import sealing

_ILLEGAL: Final = "filter-floor"


def folder(school: School, name: str) -> Path:
    """Return one of the folders of a school, made if it is not there."""
    var: Path = settings.VAR
    made = var / "filter" / str(school.slug) / name
    made.mkdir(parents=True, exist_ok=True, mode=0o700)
    return made


def new_copy(school: School) -> Path:
    """Return a path for a copy that is to be written."""
    return folder(school, "lists") / f"{secrets.token_hex(16)}.list"


def copy_of(school: School, name: str) -> Path:
    """Return the path of a copy by its name."""
    return folder(school, "lists") / Path(name).name


def keep_upload(school: School, chunks: Iterable[bytes]) -> str:
    """Store a file that was sent; return its name."""
    path = folder(school, "incoming") / secrets.token_hex(16)
    with path.open("wb") as out:
        out.writelines(chunks)
    return path.name


def upload_of(school: School, name: str) -> Path:
    """Return the path of a file that was sent, by its name."""
    return folder(school, "incoming") / Path(name).name


def in_inbox(school: School, name: str) -> Path:
    """Return the path of a file or folder of the inbox; it leads nowhere else."""
    return folder(school, "inbox") / Path(name).name


def size_of(path: Path) -> int:
    """Return how many bytes a file or folder holds; 0 where there is none."""
    if path.is_dir():
        return sum(one.stat().st_size for one in path.glob("*/*"))
    return path.stat().st_size if path.exists() else 0


def remove(path: Path) -> None:
    """Delete a file that was sent, or a copy."""
    if path.is_file():
        path.unlink()
    elif path.is_dir():
        shutil.rmtree(path)


def floor_key(school: School) -> bytes:
    """Return the key by which entries of the floor are known at a school: 32 bytes.

    It comes from `var/sealing-key`, so hashes of one installation say nothing at another.
    """
    return sealing.keyed_hash("entries", purpose=f"{school.pk}:{_ILLEGAL}")
