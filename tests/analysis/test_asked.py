"""Questions that no golden row puts, each read against the school's own document.

`asked.csv` has the columns of a golden file; each row once went wrong.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from schoolgate.policies.analysis.golden import Row, conditions, rows, verdict
from tests.analysis.test_differences import pack

_TABLE: Final = Path(__file__).parent / "asked.csv"


def _cases() -> Iterator[tuple[Row, set[str]]]:
    with _TABLE.open(newline="") as file:
        cited = [row["clause"] for row in csv.DictReader(file)]
    for row, clauses in zip(rows(_TABLE), cited, strict=True):
        yield row, set(clauses.split("; ")) - {"none"}


@pytest.mark.parametrize(
    ("row", "cited"), [pytest.param(*case, id=case[0].id) for case in _cases()]
)
def test_what_nobody_asked_before_is_answered_by_the_clause(row: Row, cited: set[str]) -> None:
    answer = pack(row.school).book.decide(row.question)
    assert (verdict(answer), conditions(answer)) == (row.expected, row.conditions)
    assert set(answer.clauses) == cited
