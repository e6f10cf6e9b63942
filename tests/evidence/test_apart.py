"""Parsers run apart: a bomb or a crash costs one file a clear sentence, and nothing else."""

from __future__ import annotations

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from schoolgate.evidence import actions, parsing
from schoolgate.evidence.actions import UnableToAttach
from schoolgate.evidence.models import Folder, Item
from schoolgate.evidence.rules import Kind
from schoolgate.kernel import apart
from schoolgate.kernel.apart import Bounds, Broke, Refused
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast
from tests.evidence import samples
from tests.evidence.conftest import attached, coming

_ROOT = Path(__file__).parents[2]
_OF = "tests.evidence.attacks"


@pytest.fixture(scope="module")
def helper() -> Iterator[apart.Helper]:
    """A helper that knows the attacks."""
    made = apart.Helper(f"{_ROOT}/src:{_ROOT}")
    yield made
    made.end()


@pytest.fixture
def file(tmp_path: Path) -> Iterator[int]:
    """An open file."""
    (tmp_path / "sent").write_bytes(b"what was sent")
    number = os.open(tmp_path / "sent", os.O_RDONLY)
    yield number
    os.close(number)


def tried(helper: apart.Helper, attack: str, file: int, **said: object) -> list[bytes]:
    """What an attack yields."""
    bounds = Bounds(memory=500_000_000, cpu_seconds=1, wall_seconds=2)
    return list(apart.run(f"{_OF}:{attack}", file, said, bounds, helper=helper))


def helpers() -> dict[int, set[str]]:
    """The helpers that this process has begun, and the names in their environment."""
    found = {}
    for pid in Path("/proc/self/task").glob("*/children"):
        for one in pid.read_text().split():
            if b"kernel.helper" in Path(f"/proc/{one}/cmdline").read_bytes():
                lines = Path(f"/proc/{one}/environ").read_bytes().split(b"\0")
                found[int(one)] = {line.partition(b"=")[0].decode() for line in lines if line}
    return found


def test_it_gets_the_file_and_the_words_and_what_it_yields_comes_back(
    helper: apart.Helper, file: int
) -> None:
    assert tried(helper, "echo", file, words="Kit") == [b"Kit", b"what was sent"]
    with pytest.raises(Refused, match=r"No\."):
        tried(helper, "refuse", file)


@pytest.mark.parametrize("attack", ["crash", "grow", "spin", "sleep", "is_not_there"])
def test_what_breaks_ends_alone_and_the_next_file_is_read(
    helper: apart.Helper, file: int, attack: str
) -> None:
    before = time.monotonic()
    with pytest.raises(Broke):
        tried(helper, attack, file)
    assert time.monotonic() - before < 20
    assert tried(helper, "echo", file, words="")[1] == b"what was sent"


def test_it_opens_no_file_and_no_socket_and_holds_no_secret(
    helper: apart.Helper, file: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHOOLGATE_SECRET_KEY", "secret")
    assert tried(helper, "look_around", file) == [b"LC_CTYPE,PYTHONPATH"]
    assert all(names == {"PYTHONPATH"} for names in helpers().values())


def test_a_helper_that_died_is_begun_anew(helper: apart.Helper, file: int) -> None:
    assert tried(helper, "echo", file, words="a")[0] == b"a"
    for pid in helpers():
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    assert tried(helper, "echo", file, words="b")[0] == b"b"


def test_many_files_are_quick(helper: apart.Helper, file: int) -> None:
    begun = time.monotonic()
    for _ in range(20):
        tried(helper, "echo", file, words="")
    assert time.monotonic() - begun < 10  # half a second each on the slowest machine


@pytest.mark.parametrize("kind", list(samples.MAKERS))
def test_a_file_that_breaks_its_reader_is_refused_and_the_next_is_kept(
    cast: Cast, folder: Folder, monkeypatch: pytest.MonkeyPatch, kind: Kind
) -> None:
    with monkeypatch.context() as little:
        little.setattr(parsing, "BOUNDS", Bounds(memory=10_000_000, wall_seconds=5))
        with pytest.raises(UnableToAttach, match="too much time or memory"):
            actions.attach(folder=folder, coming=coming(samples.MAKERS[kind](1)), by=cast.dsl,
                           at=NOW)  # fmt: skip
    assert not Item.objects.exists()
    assert Entry.objects.filter(verb="evidence:item:refused").count() == 1
    assert attached(cast, folder, samples.MAKERS[kind](1)).copy


def test_a_few_files_at_most_are_looked_into_at_once(
    cast: Cast, folder: Folder, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parsing, "WAIT_SECONDS", 0.1)
    with ExitStack() as others:
        for number in range(parsing.MOST_AT_ONCE):
            lock = others.enter_context((settings.VAR / f"parsing-{number}.lock").open("ab"))
            fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(UnableToAttach, match="Many files are being looked into"):
            attached(cast, folder)
    assert not Item.objects.exists()
    assert attached(cast, folder).sha256
    assert Entry.objects.filter(verb="evidence:item:received").count() == 1
