"""The harness itself: it counts every write, and it finds what it is there to find."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from schoolgate.people.models import School
from tests.killing import Acknowledge, HalfApplied, Lost, killed_at_every_write, tracing
from tests.killing.__main__ import chosen, spread

# open to create, write, fsync; twice that, and a rename and an unlink
WRITES = 8


def prepare() -> None:
    """No school yet."""


def careless(acknowledge: Acknowledge) -> None:
    """Three schools that belong together, in three transactions; told before the last is done.

    What comes after gives room: to connect may take a write more or less at PostgreSQL.
    """
    School.objects.create(slug="one", name="One")
    School.objects.create(slug="two", name="Two")
    acknowledge("all three")
    School.objects.create(slug="three", name="Three")
    for number in range(3):
        School.objects.create(slug=f"after-{number}", name="After")


def all_or_none(acknowledged: Sequence[str], finished: bool) -> None:
    """Complain about one school without the others."""
    count = School.objects.filter(slug__in=("one", "two", "three")).count()
    if acknowledged and count < 3:
        raise Lost(f"{count} schools")
    if count in {1, 2}:
        raise HalfApplied(f"{count} schools")
    assert not finished or count == 3


@pytest.mark.real_clock
def test_carelessness_is_found(tmp_path: Path) -> None:
    tally = killed_at_every_write(prepare, careless, all_or_none, tmp_path, alike=False)
    assert tally.killed == tally.points > 3
    assert tally.lost > 0
    assert tally.half_applied > 0
    assert (tally.broken, len(tally.troubles)) == (0, tally.lost + tally.half_applied)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")  # pytest-xdist has threads
def test_every_write_in_the_folder_is_a_point_and_nothing_elsewhere(tmp_path: Path) -> None:
    folder, other = tmp_path / "folder", tmp_path / "other"
    folder.mkdir()

    def act() -> None:
        other.write_text("not counted")
        for name in ("a", "b"):
            with (folder / name).open("wb", buffering=0) as file:
                file.write(b"x")
                os.fsync(file.fileno())
        (folder / "a").rename(folder / "c")
        (folder / "b").unlink()

    assert tracing.run(act, folder)[:2] == (WRITES, 0)
    assert [tracing.run(act, folder, at).code for at in range(1, WRITES + 2)] == [-9] * WRITES + [0]


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_killed_at_a_write_it_has_not_written(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert tracing.run(lambda: path.write_text("words"), tmp_path, kill_at=2)[:2] == (2, -9)
    assert path.read_text() == ""


def test_it_is_known_how_many_writes_stood_before_each_word(tmp_path: Path) -> None:
    reader, writer = os.pipe()

    def act() -> None:
        for name in ("a", "b"):
            (tmp_path / name).write_text("words")
            os.write(writer, b"done")

    assert tracing.run(act, tmp_path, pipe=os.fstat(writer).st_ino).told == [2, 4]
    os.close(reader)
    os.close(writer)


def test_every_write_of_the_first_piece_is_a_point_and_some_of_the_rest() -> None:
    assert chosen(writes=6, told=[2, 4], points=0) == [1, 2, 3, 4, 5, 6]
    assert chosen(writes=1_000, told=[5, 500, 1_000], points=0) == [
        1, 2, 3, 4, 5, 6, 7, 338, 669, 1_000,
    ]  # fmt: skip
    assert chosen(writes=1_000, told=[5, 500, 1_000], points=4) == [1, 334, 667, 1_000]


def test_points_are_all_or_evenly_spread_with_both_ends() -> None:
    assert spread(3, 100) == [1, 2, 3]
    assert spread(1_000, 4) == [1, 334, 667, 1_000]
