"""The scanner: what it does not call clean is kept out; without one, the item says so."""

from __future__ import annotations

import hashlib
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from schoolgate.evidence.actions import UnableToAttach
from schoolgate.evidence.models import Folder, Item
from tests.cast import Cast
from tests.evidence.conftest import attached


@contextmanager
def clamd(at: Path, says: bytes) -> Iterator[list[bytes]]:
    """A scanner that speaks INSTREAM and says this of everything."""
    got: list[bytes] = []
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(at))
        server.listen()
        thread = threading.Thread(target=_answer, args=(server, says, got))
        thread.start()
        yield got
        thread.join()


def _answer(server: socket.socket, says: bytes, got: list[bytes]) -> None:
    caller, _ = server.accept()
    with caller, caller.makefile("rwb") as line:
        got.append(line.read(10))
        while length := struct.unpack(">I", line.read(4))[0]:
            got.append(line.read(length))
        line.write(says)


def test_a_clean_file_is_scanned_whole(
    cast: Cast, folder: Folder, tmp_path: Path, settings: Any
) -> None:
    settings.CLAMD = tmp_path / "c"
    with clamd(tmp_path / "c", b"stream: OK\0") as got:
        item = attached(cast, folder)
    assert got[0] == b"zINSTREAM\0"
    assert hashlib.sha256(b"".join(got[1:])).hexdigest() == item.sha256
    assert item.scan == "clean"


@pytest.mark.parametrize(
    ("says", "sentence"),
    [(b"stream: Eicar-Test-Signature FOUND\0", "found something in it"),
     (b"INSTREAM size limit exceeded. ERROR\0", "could not scan it")],
)  # fmt: skip
def test_what_the_scanner_does_not_call_clean_is_kept_out(
    cast: Cast, folder: Folder, tmp_path: Path, settings: Any, says: bytes, sentence: str
) -> None:
    settings.CLAMD = tmp_path / "c"
    with clamd(tmp_path / "c", says), pytest.raises(UnableToAttach, match=sentence):
        attached(cast, folder)
    assert not Item.objects.exists()


def test_a_scanner_that_does_not_answer_lets_nothing_in(
    cast: Cast, folder: Folder, tmp_path: Path, settings: Any
) -> None:
    settings.CLAMD = tmp_path / "nobody"
    with pytest.raises(UnableToAttach, match="does not answer"):
        attached(cast, folder)


def test_without_a_scanner_the_item_says_so(cast: Cast, folder: Folder) -> None:
    assert attached(cast, folder).scan == "not-scanned"
