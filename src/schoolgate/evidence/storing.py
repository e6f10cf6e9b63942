"""Files of the vault on the disk: sealed in pieces, written aside, put in place once.

AES-256-GCM over pieces of 1 MiB under a key that seals one file only; the nonce is the number of
the piece and whether it is the last (STREAM; Hoang, Reyhanitabar, Rogaway, Vizár 2015), so that no
piece is left out, moved, or cut off unseen. Nothing is ever on the disk that is not sealed.
"""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple, cast
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from schoolgate.records.sealing import UnableToOpen, new_key

PIECE: Final = 1024 * 1024
_TAG: Final = 16
_READ_ONLY: Final = 0o400


@dataclass(frozen=True, slots=True)
class Received:
    """A sealed file that lies aside and belongs to nobody yet."""

    uuid: UUID
    key: bytes
    size: int
    sha256: str

    @property
    def path(self) -> Path:
        """Where it lies until it is put in place."""
        return _aside() / self.uuid.hex

    def open(self) -> BinaryIO:
        """Return it in clear, to be read and searched."""
        return opened(self.path, key=self.key, uuid=self.uuid)

    def forget(self) -> None:
        """Take it away, when it is not kept."""
        self.path.unlink(missing_ok=True)


class Writer:
    """Takes a file in clear, piece by piece, and writes it sealed. `close` returns what it is."""

    def __init__(self) -> None:
        self.uuid, self.key = uuid4(), new_key()
        self._sealing, self._sum = AESGCM(self.key), hashlib.sha256()
        self._left, self._number, self.size = bytearray(), 0, 0
        _aside().mkdir(parents=True, exist_ok=True, mode=0o700)
        how = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        self._file = os.open(_aside() / self.uuid.hex, how, 0o600)

    def write(self, data: bytes) -> int:
        """Seal what comes next; a piece is held back, so that the last is known as the last."""
        self._sum.update(data)
        self.size += len(data)
        self._left += data
        while len(self._left) > PIECE:
            self._put(bytes(self._left[:PIECE]), last=False)
            del self._left[:PIECE]
        return len(data)

    def flush(self) -> None:
        """Nothing: what is written is made safe when it is closed."""

    def close(self) -> Received:
        """Write the last piece, see it on the disk, and return the file."""
        self._put(bytes(self._left), last=True)
        self._left.clear()
        os.fchmod(self._file, _READ_ONLY)
        os.fsync(self._file)
        os.close(self._file)
        return Received(self.uuid, self.key, self.size, self._sum.hexdigest())

    def give_up(self) -> None:
        """Leave nothing."""
        with suppress(OSError):
            os.close(self._file)
        (_aside() / self.uuid.hex).unlink(missing_ok=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        sealed = self._sealing.encrypt(_nonce(self._number, last), piece, _bound(self.uuid))
        with memoryview(sealed) as rest:
            done = 0
            while done < len(sealed):
                done += os.write(self._file, rest[done:])
        self._number += 1


def receive(pieces: Iterable[bytes]) -> Received:
    """Return a file made of pieces, sealed and aside."""
    writer = Writer()
    try:
        for piece in pieces:
            writer.write(piece)
    except BaseException:
        writer.give_up()
        raise
    return writer.close()


class _Reader(io.RawIOBase):
    def __init__(self, file: int, key: bytes, uuid: UUID) -> None:
        self.file, self.key, self.uuid = file, key, uuid
        self._sealing, self._bound = AESGCM(key), _bound(uuid)
        whole = os.fstat(file).st_size
        self._pieces = max(1, -(-whole // (PIECE + _TAG)))
        self.size = whole - self._pieces * _TAG
        self._at, self._held = 0, (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if self._at >= self.size:
            return 0
        number, start = divmod(self._at, PIECE)
        found = self._piece(number)[start : start + len(buffer)]
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        if not self.closed:
            os.close(self.file)
        super().close()

    def _piece(self, number: int) -> bytes:
        if self._held[0] != number:
            sealed = os.pread(self.file, PIECE + _TAG, number * (PIECE + _TAG))
            last = number == self._pieces - 1
            try:
                clear = self._sealing.decrypt(_nonce(number, last), sealed, self._bound)
            except (InvalidTag, ValueError):
                raise UnableToOpen("A file of the vault was changed, cut or moved.") from None
            self._held = number, clear
        return self._held[1]


def opened(path: Path, *, key: bytes, uuid: UUID) -> BinaryIO:
    """Return a sealed file in clear, to be read and searched. Reading raises UnableToOpen."""
    return opened_file(os.open(path, os.O_RDONLY), key=key, uuid=uuid)


def opened_file(file: int, *, key: bytes, uuid: UUID) -> BinaryIO:
    """Return the sealed file that is open under a number; closing it closes that."""
    return cast("BinaryIO", io.BufferedReader(_Reader(file, key, uuid), PIECE))


class Handed(NamedTuple):
    """What another process needs to read a file that is open here: its number, and its key."""

    file: int
    key: bytes
    uuid: UUID


def handed(opened: BinaryIO) -> Handed:
    """Return how an open file of the vault is read by another process."""
    raw = cast("_Reader", cast("io.BufferedReader", opened).raw)
    return Handed(raw.file, raw.key, raw.uuid)


def pieces(file: BinaryIO, *, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Yield a file from `start` to before `stop`, and close it."""
    with file:
        file.seek(start)
        left = None if stop is None else stop - start
        while data := file.read(PIECE if left is None else min(PIECE, left)):
            yield data
            if left is not None:
                left -= len(data)
                if not left:
                    return


def place(school: int, folder: UUID, uuid: UUID) -> Path:
    """Return where a file of a folder lies."""
    return _top() / str(school) / folder.hex / uuid.hex


def put_in_place(received: Received, school: int, folder: UUID) -> Path:
    """Give a file its place; nothing that is there is ever written over. FileExistsError."""
    there = place(school, folder, received.uuid)
    there.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    there.hardlink_to(received.path)
    received.path.unlink()
    for one in (there.parent, there.parent.parent, _top()):
        _see_on_disk(one)
    return there


def everything(older_than: float) -> Iterator[Path]:
    """Yield every file of the vault, aside ones too, that is older than so many seconds."""
    before = time.time() - older_than
    for one in _top().rglob("*") if _top().is_dir() else ():
        with suppress(FileNotFoundError):
            if one.is_file() and one.stat().st_ctime <= before:
                yield one


def _see_on_disk(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _bound(uuid: UUID) -> bytes:
    return f"evidence.file:{uuid.hex}".encode()


def _top() -> Path:
    var: Path = settings.VAR
    return var / "evidence"


def _aside() -> Path:
    return _top() / "incoming"
