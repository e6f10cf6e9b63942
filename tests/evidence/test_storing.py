"""Files on the disk: sealed in pieces that cannot be cut, turned or moved; and what is swept."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from pathlib import Path

import pytest

from schoolgate.evidence import actions, storing
from schoolgate.evidence.models import Folder
from schoolgate.records.sealing import UnableToOpen
from tests.cast import Cast
from tests.evidence.conftest import attached
from tests.evidence.test_attaching import files_in


@pytest.mark.parametrize("size", [1, storing.PIECE - 1, storing.PIECE, 2 * storing.PIECE + 5])
def test_a_file_of_any_size_comes_back_and_can_be_searched(size: int) -> None:
    data = os.urandom(size)
    received = storing.receive([data[:7], data[7:]])
    assert (received.size, received.sha256) == (size, hashlib.sha256(data).hexdigest())
    with received.open() as file:
        assert file.read() == data
        assert file.seek(-1, os.SEEK_END) == size - 1
        assert file.read() == data[-1:]
    assert b"".join(storing.pieces(received.open(), start=1)) == data[1:]


@pytest.mark.parametrize("spoil", ["cut", "turned", "swapped"])
def test_a_file_that_was_changed_does_not_open(spoil: str) -> None:
    received = storing.receive([os.urandom(3 * storing.PIECE)])
    sealed = bytearray(received.path.read_bytes())
    whole = storing.PIECE + 16
    if spoil == "cut":
        del sealed[2 * whole :]
    elif spoil == "turned":
        sealed[5] ^= 1
    else:
        sealed[:whole], sealed[whole : 2 * whole] = sealed[whole : 2 * whole], sealed[:whole]
    received.path.chmod(0o600)
    received.path.write_bytes(sealed)
    with pytest.raises(UnableToOpen), received.open() as file:
        file.read()


def test_what_belongs_to_nothing_is_swept_and_nothing_else(
    cast: Cast, folder: Folder, vault: Path
) -> None:
    attached(cast, folder)
    kept = files_in(vault)
    storing.put_in_place(storing.receive([b"x"]), cast.school.pk, folder.uuid)
    storing.receive([b"y"])
    assert actions.sweep() == 0  # they may belong to somebody who is still at it
    assert actions.sweep(older_than=timedelta(days=-400)) == 2
    assert files_in(vault) == kept
