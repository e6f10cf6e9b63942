"""Sealed copies of messages, in a folder for each day: written once, and gone with the day.

A copy is AES-256-GCM under the school's mail key: a nonce of 12 bytes, ciphertext, a tag of 16,
bound to its school, day and name, so that no copy opens in another's place (NIST SP 800-38D).
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE: Final = 12
_NAME: Final = re.compile(r"[0-9a-f]{16}")
_HELD: Final = "held"


class UnableToOpen(Exception):
    """A copy is not there, or does not open. The message says which."""


class Copy(NamedTuple):
    """What is sealed: the message as it came, and what is known of it beside.

    `at` is in ms since 1970, UTC; `sent_to` are recipients that only SMTP named.
    """

    raw: bytes
    at: int
    source: str
    kind: str  # "mail" or "chat"
    reports: bool
    sent_to: tuple[str, ...]


class Copies:
    """The copies of one school below `folder`, which is made when the first is kept."""

    def __init__(self, folder: Path, *, school: str, key: bytes) -> None:
        self._folder, self._school, self._seal = folder, school, AESGCM(key)

    def keep(self, day: date, name: str, copy: Copy) -> None:
        """Seal a copy; when this returns it is on the disk. One that is there stays as it is.

        Raises OSError where the disk is full; nothing half is left.
        """
        place = self._path(day, name)
        if place.exists():
            return
        nonce = os.urandom(_NONCE)
        sealed = self._seal.encrypt(nonce, _bytes(copy), self._bound(day, name))
        if not place.parent.exists():
            place.parent.mkdir(parents=True, mode=0o700)
            _sync(place.parent.parent)
        _put(place, nonce + sealed)

    def open(self, day: date, name: str) -> Copy:
        """Return a copy. Who may see it is asked before: see `opening`. Raises UnableToOpen."""
        for place in (self._path(day, name), self._folder / _HELD / day.isoformat() / name):
            with suppress(FileNotFoundError):
                return self._opened(place.read_bytes(), day, name)
        raise UnableToOpen(f"There is no copy {name} of {day}: its day may be deleted.")

    def days(self) -> Iterator[date]:
        """Yield the days that have a folder, oldest first."""
        if self._folder.exists():
            for one in sorted(self._folder.iterdir()):
                with suppress(ValueError):
                    yield date.fromisoformat(one.name)

    def drop(self, day: date, *, keep: Collection[str] = ()) -> int:
        """Delete the copies of a day but those that a hold keeps; return how many are gone."""
        folder = self._folder / day.isoformat()
        gone = 0
        for one in sorted(folder.iterdir()) if folder.exists() else ():
            if one.name in keep:
                self._hold(one, day)
            else:
                one.unlink()
                gone += 1
        if folder.exists():
            folder.rmdir()
            _sync(self._folder)
        return gone

    def names(self, day: date) -> Iterator[str]:
        """Yield the names of a day's copies."""
        folder = self._folder / day.isoformat()
        for one in sorted(folder.iterdir()) if folder.exists() else ():
            if _NAME.fullmatch(one.name):
                yield one.name

    def held(self) -> Iterator[tuple[date, str]]:
        """Yield day and name of the copies that a hold keeps longer than their day."""
        for one in sorted((self._folder / _HELD).glob("*/*")):
            yield date.fromisoformat(one.parent.name), one.name

    def release(self, day: date, name: str) -> bool:
        """Delete a copy that was held longer than its day; whether there was one."""
        held = self._folder / _HELD / day.isoformat() / _checked(name)
        there = held.exists()
        held.unlink(missing_ok=True)
        return there

    def _hold(self, one: Path, day: date) -> None:
        to = self._folder / _HELD / day.isoformat()
        to.mkdir(parents=True, exist_ok=True, mode=0o700)
        one.rename(to / one.name)
        _sync(to)

    def _opened(self, sealed: bytes, day: date, name: str) -> Copy:
        try:
            return _copy(self._seal.decrypt(sealed[:_NONCE], sealed[_NONCE:],
                                            self._bound(day, name)))  # fmt: skip
        except (InvalidTag, ValueError):
            raise UnableToOpen(f"The copy {name} of {day} does not open: it was changed, or the "
                               "school's mail key was.") from None  # fmt: skip

    def _path(self, day: date, name: str) -> Path:
        return self._folder / day.isoformat() / _checked(name)

    def _bound(self, day: date, name: str) -> bytes:
        return f"{self._school}:mail:{day}:{name}".encode()


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise UnableToOpen(f"“{name}” is not the name of a copy.")
    return name


def _bytes(copy: Copy) -> bytes:
    beside = json.dumps({**copy._asdict(), "raw": None}, ensure_ascii=True)
    return beside.encode() + b"\n" + copy.raw


def _copy(said: bytes) -> Copy:
    beside, _, raw = said.partition(b"\n")
    values = json.loads(beside)
    return Copy(**{**values, "raw": raw, "sent_to": tuple(values["sent_to"])})


def _put(place: Path, what: bytes) -> None:
    aside = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "wb") as file:
            file.write(what)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(aside, place)  # never over what is there
    finally:
        aside.unlink(missing_ok=True)
    _sync(place.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
