"""What is sealed opens with its own key at its own place, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schoolgate.records import sealing


@pytest.fixture(autouse=True)
def _own_key(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def test_what_was_sealed_opens_at_its_place_with_its_key() -> None:
    key = sealing.new_key()
    sealed = sealing.seal(b"Kit told me", key=key, place="concerns.entry:7:body")
    assert b"Kit" not in sealed
    assert sealing.unseal(sealed, key=key, place="concerns.entry:7:body") == b"Kit told me"


def test_the_same_words_are_never_sealed_alike() -> None:
    key = sealing.new_key()
    assert len({sealing.seal(b"yes", key=key, place="a") for _ in range(50)}) == 50


@pytest.mark.parametrize("change", ["key", "place", "bit", "cut", "empty"])
def test_it_opens_nowhere_else(change: str) -> None:
    key, place = sealing.new_key(), "concerns.entry:7:body"
    sealed = bytearray(sealing.seal(b"words", key=key, place=place))
    if change == "key":
        key = sealing.new_key()
    elif change == "place":
        place = "concerns.entry:8:body"
    elif change == "bit":
        sealed[-1] ^= 1
    else:
        del sealed[5 if change == "cut" else 0 :]
    with pytest.raises(sealing.UnableToOpen, match=r"does not open"):
        sealing.unseal(bytes(sealed), key=key, place=place)


def test_a_key_is_wrapped_for_one_and_no_other() -> None:
    key = sealing.new_key()
    wrapped = sealing.wrap(key, to="elmfield:role:dsl")
    assert sealing.unwrap(wrapped, to="elmfield:role:dsl") == key
    with pytest.raises(sealing.UnableToOpen):
        sealing.unwrap(wrapped, to="elmfield:role:it_technician")


def test_another_machines_key_opens_nothing(settings: Any, tmp_path: Path) -> None:
    wrapped = sealing.wrap(sealing.new_key(), to="elmfield:role:dsl")
    settings.VAR = tmp_path / "elsewhere"
    with pytest.raises(sealing.UnableToOpen):
        sealing.unwrap(wrapped, to="elmfield:role:dsl")


def test_a_word_is_found_again_and_kept_apart_by_purpose() -> None:
    first = sealing.keyed_hash("kit", purpose="elmfield:words")
    assert first == sealing.keyed_hash("kit", purpose="elmfield:words")
    assert first != sealing.keyed_hash("kit", purpose="oakhurst:words")


def test_the_key_file_is_its_owners_alone_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    sealing.wrap(sealing.new_key(), to="x")
    path = tmp_path / "sealing-key"
    assert path.stat().st_mode & 0o777 == 0o600
    damaged = tmp_path / "other"
    damaged.mkdir()
    (damaged / "sealing-key").write_text("nonsense\n")
    with pytest.raises(sealing.KeyIsDamaged, match="Put it back from a backup"):
        sealing._master(str(damaged / "sealing-key"))
