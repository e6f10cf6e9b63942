"""The named questions answer from what was stored, and from nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from schoolgate.activity.store import Store
from tests.activity.conftest import ANN, BEN, DAY, NOON, event

TODAY, YESTERDAY = date(2026, 9, 22), date(2026, 9, 21)
SPAN = {"since": NOON - 2 * DAY, "until": NOON + DAY}


@pytest.fixture
def filled(store: Store) -> Store:
    """Two people on two days."""
    bets = event(NOON - DAY, ANN, "bets.example", verdict="block", category="gambling")
    rows = [bets, event(NOON, ANN), event(NOON + 1, ANN), event(NOON, ANN, "news.example"),
            event(NOON + 2, BEN, "news.example", year="6"), bets._replace(at=NOON, who=BEN,
                                                                        year="6")]  # fmt: skip
    store.append("web", rows, source="log", upto="1")
    return store


def test_a_person_day_by_day_and_a_day_in_order(filled: Store) -> None:
    assert filled.ask("person_by_day", who=ANN, **SPAN) == [
        (YESTERDAY, 1, 1, 2000),
        (TODAY, 3, 0, 6000),
    ]
    found = filled.ask("one_persons_day", who=ANN, since=NOON, until=NOON + DAY)
    assert [row[1] for row in found] == ["maps.example", "news.example", "maps.example"]


def test_who_first_went_to_a_host_or_that_nobody_did(filled: Store) -> None:
    assert filled.first_visit("bets.example") == (NOON - DAY, ANN, "block")
    assert filled.first_visit("news.example") == (NOON, ANN, "allow")
    assert filled.first_visit("never.example") is None


def test_what_was_refused_by_category_day_and_year(filled: Store) -> None:
    assert filled.ask("blocked_by_category_and_day", **SPAN) == [
        ("gambling", YESTERDAY, 1),
        ("gambling", TODAY, 1),
    ]
    assert filled.ask("blocked_by_category_and_year", **SPAN) == [
        ("gambling", "5", 1, 1),
        ("gambling", "6", 1, 1),
    ]


def test_the_sites_that_each_asked_for_most(filled: Store) -> None:
    assert filled.ask("top_sites_of_each", most=1, **SPAN) == [
        (ANN, "maps.example", 2, 1),
        (BEN, "news.example", 1, 1),
    ]
