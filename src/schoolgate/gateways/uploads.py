"""Files of an import between the page that takes them and the page that applies them.

They lie in a folder that only the session of whoever sent them knows, and go as soon as they are
applied or given up, or after an hour.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from schoolgate.gateways.roster.faults import UnableToRead

_HOUR: Final = 3600
_MOST_FILES: Final = 20
_TOKEN: Final = re.compile(r"[\w-]{20,60}")
_KEY: Final = "roster-import"
_KINDS: Final = frozenset({".csv", ".zip"})
_OFFICE_FILES: Final = frozenset({".xls", ".xlsx", ".ods", ".numbers"})


@dataclass(frozen=True, slots=True)
class Upload:
    """What was sent, and what was said about it."""

    token: str
    source: str = ""
    kind: str = ""
    org: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return _folder(self.token)

    @property
    def files(self) -> list[Path]:
        """The files, by name; none when they were applied or given up."""
        there = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted(one for one in there if one.suffix.lower() in _KINDS)


def keep(files: Sequence[UploadedFile[Any]], *, source: str, kind: str) -> Upload:
    """Store files until they are applied. Raises UnableToRead."""
    sweep()
    if len(files) > _MOST_FILES:
        raise UnableToRead(f"These are {len(files)} files. Send at most {_MOST_FILES}, or one zip.")
    for file in files:
        _refuse_other_kinds(file)
    upload = Upload(secrets.token_urlsafe(24), source, kind)
    top = _folder(upload.token)
    top.mkdir(parents=True, mode=0o700)
    for file in files:
        path = top / Path(str(file.name)).name
        if path.exists():
            drop(upload)
            raise UnableToRead(f"There are two files called {path.name}. Send each one once.")
        with path.open("wb") as out:
            out.writelines(file.chunks())
    return upload


def remember(session: Any, upload: Upload) -> None:
    """Let this session, and no other, go on with an upload."""
    session[_KEY] = asdict(upload)


def of(session: Any) -> Upload | None:
    """Return what this session sent, if it is still there."""
    kept = session.get(_KEY)
    if not kept or not _TOKEN.fullmatch(kept["token"]) or not _folder(kept["token"]).is_dir():
        return None
    return Upload(**kept)


def drop(upload: Upload) -> None:
    """Delete the files."""
    shutil.rmtree(_folder(upload.token), ignore_errors=True)


def empty(upload: Upload) -> None:
    """Delete the files, and keep what was said of how they were applied until the next sweep."""
    for file in upload.files:
        file.unlink()


def forget(session: Any) -> None:
    """Delete what this session sent."""
    if (upload := of(session)) is not None:
        drop(upload)
    session.pop(_KEY, None)


def _refuse_other_kinds(file: UploadedFile[Any]) -> None:
    name, end = str(file.name), Path(str(file.name)).suffix.lower()
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    if end in _OFFICE_FILES:
        raise UnableToRead(f"{name} is a spreadsheet. Save it as “CSV UTF-8” and send that.")
    if end not in _KINDS:
        raise UnableToRead(f"{name} is neither a CSV file nor a zip of them. Export it as CSV.")
    if (end == ".zip") != (head == b"PK\3\4"):
        raise UnableToRead(f"{name} is not what its ending says. Export it again.")


def _folder(token: str) -> Path:
    var: Path = settings.VAR
    return var / "uploads" / token


def sweep() -> None:
    """Delete what was sent more than an hour ago."""
    top = _folder("")
    for one in top.iterdir() if top.is_dir() else ():
        if one.stat().st_mtime < time.time() - _HOUR:
            shutil.rmtree(one, ignore_errors=True)
