"""No small number of the report of a term can be worked out: proved by trying every possibility."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schoolgate.concerns.rules.terms import Span, without
from schoolgate.kernel.suppressing import FEW_SAID, FEWEST, HIDDEN, shown, table

_COUNTS = st.lists(st.one_of(st.integers(0, 6), st.integers(0, 30)), min_size=1, max_size=10)

# a busy machine is no fault of the rule
_TRIES = settings(max_examples=150)


def possible(said: list[str], total: int) -> list[set[int]]:
    """What each cell can be for a reader who knows the sum and what the labels mean: each number
    is tried against every sum that the other cells can make."""
    bands = [set(range(3)) if one == FEW_SAID else set(range(3, total + 1)) if one == HIDDEN
             else {int(one)} for one in said]  # fmt: skip
    before: list[set[int]] = [{0}]
    for band in bands:
        before.append({left + one for left in before[-1] for one in band if left + one <= total})
    after: list[set[int]] = [{0}]
    for band in reversed(bands):
        after.append({left + one for left in after[-1] for one in band if left + one <= total})
    after.reverse()
    return [{one for one in band
             if any(total - one - left in after[place + 1] for left in before[place])}
            for place, band in enumerate(bands)]  # fmt: skip


@_TRIES
@given(_COUNTS)
def test_no_hidden_number_can_be_worked_out(counts: list[int]) -> None:
    said = table(counts)
    if said is None:
        return
    found = possible(said, sum(counts))
    for count, one, ways in zip(counts, said, found, strict=True):
        assert count in ways
        if one in {FEW_SAID, HIDDEN}:
            assert len(ways) >= 3
        else:
            assert count >= FEWEST
            assert one == str(count)


@_TRIES
@given(_COUNTS)
def test_what_is_hidden_is_no_small_number_all_together(counts: list[int]) -> None:
    said = table(counts)
    hidden = [count for count, one in zip(counts, said or [], strict=False)
              if one in {FEW_SAID, HIDDEN}]  # fmt: skip
    assert not hidden or sum(hidden) >= FEWEST


_DAYS = st.integers(0, 300).map(lambda days: dt.date(2026, 1, 1) + dt.timedelta(days=days))


@_TRIES
@given(st.lists(st.tuples(_DAYS, _DAYS).map(sorted), max_size=6))
def test_no_two_reports_can_be_compared_because_no_day_is_in_two(
    wanted: list[list[dt.date]],
) -> None:
    made: list[tuple[dt.date, dt.date]] = []
    for number, (first, last) in enumerate(wanted):
        left = without(Span(2026, number, "", first, last), made)
        if left is not None:
            assert first <= left.first <= left.last <= last
            assert all(left.last < begins or ends < left.first for begins, ends in made)
            made.append((left.first, left.last))


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([8, 6, 2, 1, 1, 1], ["8", "6", *[FEW_SAID] * 4]),
        ([8, 6, 2, 0, 0], ["8", HIDDEN, FEW_SAID, FEW_SAID, FEW_SAID]),  # 2 all together
        ([8, 6, 2], ["8", HIDDEN, FEW_SAID]),  # a complement would tell the 2
        ([10, 0, 0], [HIDDEN, FEW_SAID, FEW_SAID]),  # all of one kind
        ([9, 4], [HIDDEN, HIDDEN]),
        ([3, 3], None),  # hidden, both could only be 3
        ([1, 1, 1], None),  # too few for a table
        ([7, 6], ["7", "6"]),
    ],
)
def test_what_is_shown_of(counts: list[int], said: list[str] | None) -> None:
    assert table(counts) == said


@pytest.mark.row("DPR-14")
def test_one_or_two_read_fewer_than_three() -> None:
    assert [shown(count) for count in (0, 1, 2)] == ["fewer than 3"] * 3
    assert [shown(count) for count in (3, 4)] == ["not shown"] * 2
    assert shown(5) == "5"
