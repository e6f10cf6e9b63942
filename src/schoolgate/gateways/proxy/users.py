"""Who signs in at the proxy itself (RFC 7617), for tests and for a small school.

A line of the file is `name:scrypt:16384:8:1:SALT:HASH`, both in base64; `#` begins a remark.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import re
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

from schoolgate.gateways.proxy.refusals import UnableToPass

REMEMBERED: Final = 600  # seconds for which a right password is not hashed again
WRONG: Final = 10  # wrong passwords from one address before it waits
WAITS: Final = 60  # seconds
_QUEUE: Final = 64  # passwords being hashed or waiting to be
_LINE: Final = re.compile(r"([^:\s\x00-\x1f]{1,64}):scrypt:(\d{4,7}):(\d{1,2}):(\d):([^:]+):(.+)")


class UnableToReadUsers(ValueError):
    """A file of users with a line that is none."""


class Hash(NamedTuple):
    """What is kept of a password (RFC 7914)."""

    cost: int
    block: int
    lanes: int
    salt: bytes
    digest: bytes

    def fits(self, password: bytes) -> bool:
        """Tell whether it is the password; takes some 50 ms on purpose."""
        made = _scrypt(password, self.salt, self.cost, self.block, self.lanes)
        return hmac.compare_digest(made, self.digest)


_NOBODY: Final = Hash(16384, 8, 1, b"nobody at all", bytes(32))


def line(name: str, password: str) -> str:
    """Return the line of the file for a user."""
    salt = secrets.token_bytes(16)
    digest = _scrypt(password.encode(), salt, 16384, 8, 1)
    made = f"{name}:scrypt:16384:8:1:{b64encode(salt).decode()}:{b64encode(digest).decode()}"
    if not _LINE.fullmatch(made):
        raise UnableToReadUsers("A name has no space and no colon, and at most 64 characters.")
    return made


def read(text: str) -> dict[str, Hash]:
    """Read a file of users. Raises UnableToReadUsers with the number of the line."""
    users = {}
    for number, written in enumerate(text.splitlines(), start=1):
        if not written.strip() or written.startswith("#"):
            continue
        try:
            name, kept = _user(written.strip())
        except (ValueError, NotBase64) as error:
            raise UnableToReadUsers(f"Line {number} of the users' file is no user.") from error
        users[name] = kept
    return users


def _user(written: str) -> tuple[str, Hash]:
    found = _LINE.fullmatch(written)
    if found is None:
        raise ValueError(written)
    name, cost, block, lanes, salt, digest = found.groups()
    kept = Hash(int(cost), int(block), int(lanes), b64decode(salt), b64decode(digest))
    _scrypt(b"", kept.salt, kept.cost, kept.block, kept.lanes)  # refuses what cannot be worked out
    return name, kept


def _scrypt(password: bytes, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return hashlib.scrypt(
        password, salt=salt, n=cost, r=block, p=lanes, maxmem=256 * 1024 * 1024, dklen=32
    )


class Users:
    """The users of a file, read again when it is replaced; a bad file lets nobody in."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: tuple[int, int] | None = None
        self._users: Mapping[str, Hash] = {}
        self._key = os.urandom(32)
        self._right: dict[bytes, tuple[float, str]] = {}
        self._wrong: dict[str, tuple[int, float]] = {}
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="password")
        self._waiting = 0
        self.trouble = ""
        self.refresh()

    def refresh(self) -> None:
        """Read the file again if it is another one now."""
        try:
            there = self._file.stat()
            seen = (there.st_mtime_ns, there.st_size)
            if seen == self._seen:
                return
            self._users, self._seen, self.trouble = read(self._file.read_text()), seen, ""
        except (OSError, ValueError) as error:
            self._users, self._seen, self.trouble = {}, None, f"Nobody can sign in: {error}"
        self._right.clear()

    def known(self, credentials: bytes, at: float) -> str:
        """Return the name of who said this password a moment ago; else ""."""
        until, name = self._right.get(self._mark(credentials), (0.0, ""))
        return name if until > at else ""

    async def sign_in(self, credentials: bytes, client: str, at: float) -> str:
        """Return a user's name, or "". Raises UnableToPass (503) with too many at once."""
        tries, since = self._wrong.get(client, (0, at))
        if tries >= WRONG and at - since < WAITS:
            return ""
        if self._waiting >= _QUEUE:
            raise UnableToPass(503, "Too many people sign in at once. Try again in a moment.")
        self._waiting += 1
        try:
            name = await self._checked(credentials)
        finally:
            self._waiting -= 1
        self._remember(name, credentials, client, at)
        return name

    async def _checked(self, credentials: bytes) -> str:
        name, password = _parted(credentials)
        kept = self._users.get(name, _NOBODY)
        loop = asyncio.get_running_loop()
        fits = await loop.run_in_executor(self._threads, kept.fits, password)
        return name if fits and self._users.get(name) is kept else ""

    def _remember(self, name: str, credentials: bytes, client: str, at: float) -> None:
        if len(self._right) > 4096 or len(self._wrong) > 4096:
            self._right.clear()
            self._wrong.clear()
        if name:
            self._right[self._mark(credentials)] = at + REMEMBERED, name
            self._wrong.pop(client, None)
            return
        tries, since = self._wrong.get(client, (0, at))
        fresh = at - since >= WAITS
        self._wrong[client] = (1, at) if fresh else (tries + 1, since)

    def _mark(self, credentials: bytes) -> bytes:
        return hmac.digest(self._key, credentials, "sha256")

    def close(self) -> None:
        """End the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _parted(credentials: bytes) -> tuple[str, bytes]:
    scheme, _, coded = credentials.partition(b" ")
    try:
        if scheme.lower() != b"basic":
            return "", b""
        name, _, password = b64decode(coded.strip(), validate=True).partition(b":")
        return name.decode(), password
    except ValueError:  # NotBase64 and UnicodeDecodeError are such
        return "", b""
