"""Lists, zones, Squid's questions and heads survive what fuzzing began with, and what it found."""

from __future__ import annotations

import pytest

from tests.gateways.surviving import TARGETS


@pytest.mark.parametrize(("target", "seed"), [
    (target, seed) for target, (_, seeds) in TARGETS.items() for seed in range(len(seeds))
])  # fmt: skip
def test_a_seed_holds_and_so_does_each_half_of_it(target: str, seed: int) -> None:
    holds, seeds = TARGETS[target]
    data = seeds[seed]
    for one in (data, data[: len(data) // 2], data[len(data) // 2 :], data * 2):
        holds(one)
    assert len(seeds) > 3
