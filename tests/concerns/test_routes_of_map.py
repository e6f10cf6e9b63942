"""The 38 routes of the source map, each by its number, at each of the three schools."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from schoolgate.concerns.rules.facts import Facts
from schoolgate.concerns.rules.routes import Route, route_for
from schoolgate.concerns.rules.situations import ALL
from schoolgate.policies.language.pack import Pack, load
from schoolgate.policies.language.situations import SITUATIONS, Known

_TABLE = Path(__file__).with_suffix("").with_name("routes_of_map.csv")
SCHOOLS = ("ashbrook", "thatto-heath", "cotmanhay")


@cache
def pack(name: str) -> Pack:
    return load(name, settings.PACKS)


@cache
def expected() -> dict[tuple[int, str], dict[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {(int(row["number"]), row["pack"]): row for row in csv.DictReader(file)}


def _parts(text: str) -> Iterator[str]:
    return (one.strip() for one in text.split(";") if one.strip())


def _says(route: Route, row: dict[str, str]) -> None:
    assert set(row["told"].split()) <= set(route.roles)
    assert route.pace.said == row["pace"]
    for lines, key in ((route.steps, "steps"), (route.never, "never")):
        for words in _parts(row[key]):
            assert any(words in line.words for line in lines), words
    assert set(row["outside"].split()) <= {one.kind for one in route.outside}
    assert set(row["cites"].split()) <= set(route.clauses)


@pytest.mark.parametrize("one", SITUATIONS.values(), ids=lambda one: f"{one.number} {one.title}")
def test_the_route_of_the_map_is_taken_at_each_school(one: Known) -> None:
    for school in SCHOOLS:
        route = route_for(pack(school), one.slug, Facts())
        _says(route, expected()[one.number, school])
        assert all(line.is_ours or line.clause in pack(school).by_ref for line in route.steps)


@pytest.mark.parametrize("school", SCHOOLS)
def test_where_a_policy_is_silent_everything_is_marked_as_ours(school: str) -> None:
    said = {kind for _, box in pack(school).boxes("route") for kind in box.all("kind")}
    for slug in ALL.keys() - said:
        route = route_for(pack(school), slug, Facts())
        own = {line.clause for line in route.steps if not line.is_ours}
        assert all("any-misuse" in box.all("kind") or "illegal-activity" in box.all("kind")
                   for ref in own for box in pack(school).by_ref[ref].boxes
                   if box.kind == "route"), slug  # fmt: skip
        assert route.told
        assert route.steps


def test_every_number_of_the_map_has_its_row_for_every_school() -> None:
    assert set(expected()) == {(number, school) for number in range(1, 39) for school in SCHOOLS}
