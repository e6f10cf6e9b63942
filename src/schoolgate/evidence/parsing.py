"""Files of the vault read by programs that a file may break: each in a process of its own.

The server seals, opens and counts bytes; whatever looks into them is run apart (`kernel.apart`) and
gets the one open file with the one key. What comes back is bytes. A few files at most are looked
into at once, however many are sent: the memory of the machine is for the lessons as well.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from schoolgate.evidence import storing
from schoolgate.evidence.recognising.refusing import NotKept
from schoolgate.evidence.rules import Kind
from schoolgate.kernel import apart
from schoolgate.kernel.apart import Bounds

_WORK: Final = "schoolgate.evidence.working"
# A film of 500 MB is read as a stream; the points of the largest picture take 400 MB, thrice.
BOUNDS: Final = Bounds(memory=2_500_000_000, cpu_seconds=90, wall_seconds=180)
MOST_AT_ONCE: Final = 3  # over all processes of the installation; up to 2.5 GB each
WAIT_SECONDS: Final = 60.0
_AGAIN_SECONDS: Final = 0.05
TOO_MANY: Final = "Many files are being looked into. Attach it again in a few minutes."
TOO_MUCH: Final = (
    "It is damaged, or takes too much time or memory to open. Open it, save it anew or print it to "
    "PDF, and attach that."
)


def recognise(file: BinaryIO, size: int) -> Kind:
    """Return what a file is. Raises NotKept when it is not kept, or breaks what reads it."""
    return Kind(b"".join(_run("recognise", file, size=size)).decode())


def stripped(file: BinaryIO, kind: Kind) -> Iterator[bytes]:
    """Yield the copy of a file without what it tells besides. Raises NotKept."""
    return _run("strip", file, kind=kind)


def stamped(file: BinaryIO, kind: Kind, words: str) -> bytes:
    """Return a copy with one line of words at its foot, on each of its pages. Raises NotKept."""
    return b"".join(_run("stamp", file, kind=kind, words=words))


def pages(file: BinaryIO) -> int:
    """Return how many pages a PDF has; none when it cannot be read."""
    try:
        return int(b"".join(_run("pages", file)))
    except NotKept:
        return 0


def page(file: BinaryIO, number: int) -> bytes:
    """Return one page of a PDF as a PNG; nothing when there is none. Raises NotKept."""
    return b"".join(_run("page", file, number=number))


def tells(file: BinaryIO, kind: Kind, names: Iterable[str]) -> bool:
    """Tell whether one of the names stands in a file. Raises NotKept."""
    return any(_run("tells", file, kind=kind, names=list(names)))


def _run(work: str, file: BinaryIO, **said: object) -> Iterator[bytes]:
    there = storing.handed(file)
    said |= {"key": there.key.hex(), "uuid": str(there.uuid)}
    try:
        with _a_place():
            yield from apart.run(f"{_WORK}:{work}", there.file, said, BOUNDS)
    except apart.Refused as refused:
        raise NotKept(str(refused)) from None
    except apart.Broke:
        raise NotKept(TOO_MUCH) from None


@contextmanager
def _a_place() -> Iterator[None]:
    """Hold one of the few places until the end of the block, or of the process. Raises NotKept
    when none falls free in time."""
    until = time.monotonic() + WAIT_SECONDS
    places = [_place(number) for number in range(MOST_AT_ONCE)]
    while True:
        for place in places:
            with place.open("ab") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield
                return
        if time.monotonic() > until:
            raise NotKept(TOO_MANY)
        time.sleep(_AGAIN_SECONDS)


def _place(number: int) -> Path:
    var: Path = settings.VAR
    return var / f"parsing-{number}.lock"
