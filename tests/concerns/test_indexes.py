"""What a list of cases asks is answered from an index, however many cases there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from schoolgate.concerns import permissions, queries
from schoolgate.concerns.models import Case
from schoolgate.people.models import Person
from tests.cast import NOW, Cast

TODAY = NOW.date()
ASKED: dict[str, tuple[Callable[[Person], Any], str]] = {
    "newest": (lambda head: queries.cases(viewer=head, on=TODAY)[:50], "case_newest"),
    "open, by category": (
        lambda head: queries.cases(viewer=head, on=TODAY, state="open", sort="category")[:50],
        "case_by_kind",
    ),
    "moved last": (
        lambda head: queries.cases(viewer=head, on=TODAY, sort="moved")[:50], "case_moved_last",
    ),
    "standing still": (
        lambda head: queries.standing_still(viewer=head, on=TODAY, since=NOW - timedelta(14))[:9],
        "case_moved ",
    ),
    "without support": (
        lambda head: queries.without_support(viewer=head, on=TODAY)[:9], "case_live",
    ),
    "one": (lambda head: permissions.visible_to(head, on=TODAY, among=[7]), "admission_case"),
}  # fmt: skip


@pytest.mark.one_engine  # PostgreSQL plans by what is there.
@pytest.mark.parametrize("name", ASKED)
def test_it_is_answered_from_its_index_without_sorting(cast: Cast, case: Case, name: str) -> None:
    ask, index = ASKED[name]
    plan = ask(cast.head).explain()
    assert index in plan
    assert "admission_case (school_id=? AND case_id=?" in plan
    assert "TEMP B-TREE" not in plan
