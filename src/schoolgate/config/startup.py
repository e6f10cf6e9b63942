"""What must hold before anything is served or written.

Nothing is repaired and nothing is guessed: whatever is wrong stops the program with one sentence
that says what to do. A new installation needs nothing and finds nothing wrong.
"""

from __future__ import annotations

import errno
import tempfile
from datetime import timedelta
from enum import IntEnum
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from schoolgate.config import database_file, schema, secret_key
from schoolgate.config.oidc import UnableToStart
from schoolgate.people import queries as people
from schoolgate.records import queries as records
from schoolgate.records import signing
from schoolgate.records.tenancy import everywhere, probe

# Clocks are set by a second or two every day; nobody acts in the future.
_AHEAD: Final = timedelta(minutes=2)
_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_ENOUGH: Final = 64 * 1024
# Left behind by what wrote to a database: where they are, there was one.
_TRACES: Final = ("journal-key", "prepared")


class Purpose(IntEnum):
    """What a program is about to do; each is held to all that those before it are."""

    READ = 1
    WRITE = 2
    SERVE = 3


def check(purpose: Purpose) -> None:
    """Raise UnableToStart for the first thing that is wrong."""
    try:
        if purpose >= Purpose.WRITE:
            _folder(settings.VAR)
        if connection.vendor == "sqlite":
            _file(Path(settings.DATABASES["default"]["NAME"]), purpose)
        else:
            _answers()
        with everywhere(because="Start-up looks at the whole house."):
            _inside(purpose)
    except DatabaseError as error:
        said = str(error).strip().splitlines()[0].rstrip(".")
        raise UnableToStart(
            f"The database does not answer: {said}. Start it, or mend SCHOOLGATE_DATABASE_URL."
        ) from None
    finally:
        connection.close()


def _answers() -> None:
    """Ask once: the pool would ask for half a minute, and not say why it was refused."""
    import psycopg  # a tenth of a second, which a school with a file need not wait

    how = connection.get_connection_params()
    how.pop("pool", None)
    with connection.wrap_database_errors:
        psycopg.connect(**how).close()


def _inside(purpose: Purpose) -> None:
    schema.refuse_the_future()
    if purpose == Purpose.SERVE:
        schema.refuse_the_past()
    if purpose >= Purpose.WRITE:
        has_data = "records_treehead" in connection.introspection.table_names()
        if has_data:
            _journal_key()
            _clock()
        _secret_key(has_data=has_data and people.schools().exists())
    if purpose == Purpose.SERVE:
        try:
            probe.try_walls()
        except probe.WallsAreDown as error:
            raise UnableToStart(str(error)) from None


def _folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix="start-") as file:
            file.write(b"\0" * _ENOUGH)
            file.flush()
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise UnableToStart(
                f"There is no room left on the disk of {folder}. Make some, and start again."
            ) from None
        why = (error.strerror or "").lower()
        raise UnableToStart(
            f"{folder} cannot be written to ({why}). "
            "Let the user that runs Schoolgate write there, or name another folder "
            "in SCHOOLGATE_VAR."
        ) from None


def _file(file: Path, purpose: Purpose) -> None:
    if file.parent != settings.VAR and purpose >= Purpose.WRITE:
        _folder(file.parent)
    if database_file.is_empty(file):
        if any((settings.VAR / trace).exists() for trace in _TRACES):
            raise UnableToStart(
                f"The database {file} is gone or empty, and there was one. Put it back from a "
                f"backup; to begin anew, move {settings.VAR} away."
            )
        return
    try:
        fault = database_file.fault(file)
    except OSError as error:
        fault = (error.strerror or "it cannot be read").lower()
    if fault:
        raise UnableToStart(
            f"The database {file} is damaged: {fault}. Move it away and put back a backup."
        )


def _journal_key() -> None:
    if signing.key_is_missing():
        raise UnableToStart(
            f"The key {settings.VAR / 'journal-key'} is missing, and heads of the journal were "
            "signed with it. Put it back from a backup."
        )


def _clock() -> None:
    last = records.last_instant()
    now = timezone.now()
    if last is not None and last > now + _AHEAD:
        here, there = (timezone.localtime(at).strftime("%-d %B %Y, %H:%M") for at in (now, last))
        raise UnableToStart(
            f"The clock of this machine says {here}, but the journal goes on to {there}. "
            "Set the clock right, and start again."
        )


def _secret_key(*, has_data: bool) -> None:
    """Keep the key that settings made for now, unless an older one was lost."""
    if settings.ENVIRONMENT.secret_key or secret_key.found_in(settings.VAR):
        return
    if has_data:
        raise UnableToStart(
            f"The key {settings.VAR / 'secret-key'} is missing, and cookies and links were signed "
            "with it. Put it back from a backup, or set SCHOOLGATE_SECRET_KEY."
        )
    settings.SECRET_KEY = secret_key.kept_in(settings.VAR)
