"""Floors for precision and recall on the labelled set. docs/detection.md has the table."""

import pytest

from bench.detection_quality import ANY, PARTS, Score, scores
from schoolgate.monitoring.detection.findings import Head
from schoolgate.monitoring.detection.judging import Detector

from .labelled.make import KEPT, Labelled, made, read, written

FEW = 10  # items of a head in a part: below this a figure says nothing


@pytest.fixture(scope="module")
def items() -> list[Labelled]:
    return read()


@pytest.fixture(scope="module")
def by_part(items: list[Labelled], shipped: Detector) -> dict[str, dict[str, Score]]:
    return {part: scores(shipped, (one for one in items if one.part == part)) for part in PARTS}


def test_the_set_is_what_its_sentences_make(items: list[Labelled]) -> None:
    assert items == list({one.text: one for one in made()}.values())


def test_what_is_kept_stands_in_no_part_that_is_learnt_from(items: list[Labelled]) -> None:
    kept = {one.text for one in written(KEPT)}
    assert len(kept) > 100
    assert kept.isdisjoint(one.text for one in items)


def test_the_set_is_large_and_has_every_head(items: list[Labelled]) -> None:
    assert len(items) >= 2000
    assert {one.head for one in items} == {*map(str, Head), "none"}


@pytest.mark.parametrize(
    ("part", "precision", "recall"),
    [("seen", 0.99, 0.99), ("unseen", 0.97, 0.96), ("further", 0.99, 0.95)],
)
def test_worrying_items_are_told_and_innocent_ones_are_not(
    by_part: dict[str, dict[str, Score]], part: str, precision: float, recall: float
) -> None:
    score = by_part[part][ANY]
    assert score.precision >= precision
    assert score.recall >= recall


@pytest.mark.parametrize("head", list(Head))
def test_every_head_is_right_more_often_than_not(
    by_part: dict[str, dict[str, Score]], head: Head
) -> None:
    for part, floor in (("seen", 0.91), ("unseen", 0.75), ("further", 0.84)):
        score = by_part[part][head]
        if score.right + score.missed >= FEW:
            assert score.precision >= floor, (head, part)
            assert score.recall >= floor, (head, part)
