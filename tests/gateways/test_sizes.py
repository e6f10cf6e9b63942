"""A large school is taken in at the pace that 50,000 people in a minute asks for."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from schoolgate.people.models import Person
from tests.cast import Cast
from tests.gateways import samples
from tests.gateways.conftest import Say

COUNT = 2_500  # a twentieth of 50,000


@pytest.mark.real_clock
def test_people_come_in_fast_enough(cast: Cast, say: Say, tmp_path: Path) -> None:
    path = tmp_path / "pupils.csv"
    for year in (1, 2):
        path.write_text(samples.pupils(COUNT, year))
        began = time.perf_counter()
        assert say("apply", "elmfield", path)[0] == 0
        assert (
            time.perf_counter() - began < 60 * COUNT / 50_000 * 3
        )  # busy machines get three times
    assert Person.objects.filter(source="mis", year=2).count() == COUNT
