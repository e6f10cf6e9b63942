"""Spaced letters are joined, however many there are: who writes a mail chooses how many."""

import tracemalloc

import pytest

from schoolgate.monitoring.detection.spelling import Spelling


@pytest.fixture
def spelling() -> Spelling:
    return Spelling({"kill", "myself", "ai", "i"}, same={}, small={"the"}, pictures={})


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("k i l l m y s e l f", " kill myself "),
        ("t.h.e k-i-l-l", " kill "),
        ("q w k i l l", " qwkill "),  # what known words do not make up stays one word
    ],
)
def test_spaced_letters_become_the_words_that_they_make_up(
    spelling: Spelling, text: str, plain: str
) -> None:
    assert spelling.plain(text) == plain


def test_a_long_run_becomes_what_its_pieces_do(spelling: Spelling) -> None:
    assert spelling.plain("k i l l m y s e l f " * 500).split() == ["kill", "myself"] * 500


def test_four_times_the_letters_are_about_four_times_the_work(spelling: Spelling) -> None:
    few, many = (_room(spelling, "i a i " * times) for times in (500, 2000))
    assert many < 6 * few


def _room(spelling: Spelling, text: str) -> int:
    """The bytes that it takes to read a text, which were as the square of its length."""
    tracemalloc.start()
    try:
        spelling.plain(text)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
