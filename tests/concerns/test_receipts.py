"""Receipts: enough bits, no two words alike, read however somebody types them."""

from __future__ import annotations

import math
import unicodedata

import pytest

from schoolgate.concerns.rules import receipts
from schoolgate.concerns.rules.receipts import LENGTH, NOUNS, made_from, read, spoken

_FRIGHTENING = {
    "ghost",
    "gun",
    "knife",
    "shark",
    "skull",
    "snake",
    "spider",
    "wolf",
    "bomb",
    "fire",
}


def test_a_receipt_has_fifty_six_bits() -> None:
    assert len({noun.word for noun in NOUNS}) == len(NOUNS) == 256
    assert LENGTH * math.log2(len(NOUNS)) == 56
    assert [spoken(made_from(bytes([n] * 7))) for n in (0, 255)] == [
        " ".join([NOUNS[0].word] * 7), " ".join([NOUNS[255].word] * 7)]  # fmt: skip


def test_every_noun_has_a_picture_of_its_own_and_none_frightens() -> None:
    assert len({noun.picture for noun in NOUNS}) == 256
    assert all(unicodedata.category(noun.picture[0]) == "So" for noun in NOUNS)
    assert not _FRIGHTENING & {noun.word for noun in NOUNS}
    assert max(len(noun.word) for noun in NOUNS) <= 12


def test_no_slip_of_a_finger_makes_one_noun_of_another() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = {noun.word for noun in NOUNS}
    for word in words:
        cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
        near = {a + b[1:] for a, b in cuts if b}
        near |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
        near |= {a + c + b[1:] for a, b in cuts if b for c in letters}
        near |= {a + c + b for a, b in cuts for c in letters}
        assert near & words == {word}


@pytest.mark.parametrize(
    "typed",
    [
        "apple badger camel door eagle ferry goat",
        "  Apple, badger; CAMEL door\neagle ferry and goat. ",
        "aple bagder camell doorr eegle fery goats",
    ],
)
def test_it_is_read_however_it_is_typed(typed: str) -> None:
    found = read(typed)
    assert found is not None
    assert spoken(found) == "apple badger camel door eagle ferry goat"


@pytest.mark.parametrize(
    "typed",
    ["", "apple", "apple " * 8, "apple badger camel door eagle ferry spoom-x", "1 2 3 4 5 6 7"],
)
def test_what_is_no_receipt_is_none(typed: str) -> None:
    assert read(typed) is None


def test_the_order_counts() -> None:
    first, other = read("apple badger camel door eagle ferry goat"), read(
        "badger apple camel door eagle ferry goat")  # fmt: skip
    assert first != other


def test_pictures_that_are_no_nouns_are_left_out() -> None:
    assert [noun.word for noun in receipts.chosen(["apple", "", "<b>", "goat"])] == [
        "apple",
        "goat",
    ]
