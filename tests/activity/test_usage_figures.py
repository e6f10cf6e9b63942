"""The numbers of the report are those of the rows, and no small one can be worked out."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from schoolgate.activity.opening import store_of
from schoolgate.activity.queries import _Log, profiles_shown
from schoolgate.activity.reports import parts
from schoolgate.activity.reports.parts import Piece, Place, Shown
from schoolgate.activity.reports.spans import Span, Weeks, monday, offered, weeks
from schoolgate.kernel.suppressing import FEW_SAID, FEWEST, parts_shown
from schoolgate.people import queries as people
from tests.activity.usage import begun, counted, logged, rows_of
from tests.cast import NOW, Cast

_TRIES = settings(max_examples=60, suppress_health_check=[*HealthCheck])
_MONDAYS = [dt.date(2026, 9, 7) + dt.timedelta(weeks=number) for number in range(4)]


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    """A folder of the test's own for the logs."""
    settings.VAR = tmp_path


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "column"),
    [("day", "day"), ("host", "host"), ("category", "category"), ("profile", "role")],
)
@pytest.mark.parametrize("verdict", ["allow", "block"])
def test_what_is_shown_is_what_the_rows_say(
    cast: Cast, part: str, column: str, verdict: str
) -> None:
    first = begun(NOW, weeks=3)
    rows = rows_of(first)
    logged(cast.school, rows)
    log = _Log(store_of(cast.school), Weeks(first, first + dt.timedelta(days=20)))
    shown = parts.shown(log.parts(verdict, part))
    by_hand = counted([row for row in rows if row.verdict == verdict], column)
    for name, one in shown.sums.items():
        kept = [week for (week, _), names in shown.places.items() if name in names]
        assert one.times == sum(by_hand[week, name][1] for week in kept)
        assert all(by_hand[week, name][0] >= FEWEST for week in kept)
    assert shown.total == sum(times for _, times in by_hand.values())
    assert shown.is_whole


_CELLS = st.lists(st.sets(st.integers(0, 9), max_size=8), min_size=1, max_size=6)


@_TRIES
@given(_CELLS)
def test_what_is_left_over_is_of_nobody_or_of_five_people(cells: list[set[int]]) -> None:
    people = {number: len(cell) for number, cell in enumerate(cells)}
    few = set().union(*(cell for cell in cells if len(cell) < FEWEST))
    kept = parts_shown(people, len(few))
    left = set().union(*(cell for number, cell in enumerate(cells) if number not in kept))
    assert all(people[number] >= FEWEST for number in kept)
    assert not left or len(left) >= FEWEST or not any(people[one] >= FEWEST for one in people)


@_TRIES
@given(st.lists(_CELLS, min_size=3, max_size=4))
def test_no_two_spans_together_tell_a_small_number(by_week: list[list[set[int]]]) -> None:
    pieces = [piece for monday, cells in zip(_MONDAYS, by_week, strict=False)
              for piece in _pieces(monday, cells)]  # fmt: skip
    mondays = _MONDAYS[: len(by_week)]
    small = {(one.week, one.part) for one in pieces if one.part and 0 < one.people < FEWEST}
    unknown = sorted({(one.week, str(one.part)) for one in pieces if one.part})
    said = []
    for first in mondays:
        for last in mondays[mondays.index(first) :]:
            shown = parts.shown([one for one in pieces if first <= one.week <= last])
            said += _lines(shown, pieces, unknown, first, last)
    for cell in small:
        wanted = [Fraction(one == cell) for one in unknown]
        assert _rank([*said, wanted]) > _rank(said), cell


def _pieces(week: dt.date, cells: list[set[int]]) -> list[Piece]:
    few = [cell for cell in cells if 0 < len(cell) < FEWEST]
    found = [Piece(week, "", f"p{number}", len(cell), 3 * len(cell) + number, 0)
             for number, cell in enumerate(cells) if cell]  # fmt: skip
    if few:
        found.append(Piece(week, "", None, len(set().union(*few)), 0, 0))
    return found


def _lines(
    shown: Shown, pieces: list[Piece], unknown: list[tuple[dt.date, str]], first: dt.date,
    last: dt.date,
) -> list[list[Fraction]]:  # fmt: skip
    """What a reader knows of one span: which of the unknown numbers each shown one adds up."""
    found = []
    for name in shown.sums:
        weeks_of = {place.week for place, names in shown.places.items() if name in names}
        found.append([Fraction(week in weeks_of and part == name) for week, part in unknown])
    told = {place.week for place in shown.places if _enough(pieces, place)}
    inside = [week in told and first <= week <= last for week, _ in unknown]
    return [*found, [Fraction(one) for one in inside]]


def _enough(pieces: list[Piece], place: Place) -> bool:
    return any(one.people >= FEWEST for one in pieces if one.week == place.week)


def _rank(lines: list[list[Fraction]]) -> int:
    rows, rank = [list(line) for line in lines], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[rank:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(rank, pivot)
        for row in rows[rank + 1 :]:
            if row[column]:
                by = row[column] / pivot[column]
                row[:] = [one - by * two for one, two in zip(row, pivot, strict=True)]
        rank += 1
    return rank


@pytest.mark.row("DPR-14")
def test_one_or_two_people_read_fewer_than_three() -> None:
    said = [("games", 9, 40), ("hate", 2, 30), ("video", 4, 30), (None, 6, 60)]
    pieces = [Piece(_MONDAYS[0], "", part, people, times, 0) for part, people, times in said]
    found = parts.shown(pieces)
    assert [found.sums[one].words for one in ("games", "hate", "video")] == [
        "40", FEW_SAID, "not shown",
    ]  # fmt: skip
    assert found.words == "100"


def test_a_part_of_what_is_not_shown_is_not_shown_either() -> None:
    below = [Piece(_MONDAYS[0], "hate", "rare.test", 7, 40, 0)]
    assert not parts.shown(below, below={}).sums
    shown = parts.shown(below, below={Place(_MONDAYS[0], ""): {"hate"}})
    assert shown.sums["rare.test"].words == "40"


def test_a_report_is_of_whole_weeks_that_are_over_and_kept_whole() -> None:
    today, kept = dt.date(2026, 10, 14), dt.date(2026, 9, 9)
    span = Span("own", "", dt.date(2026, 9, 1), today)
    found = weeks(span, kept_since=kept, today=today)
    assert found == (dt.date(2026, 9, 14), dt.date(2026, 10, 11))
    assert found.number == 4
    assert not weeks(span, kept_since=None, today=today)
    this_week = Span("own", "", monday(today), today)
    assert not weeks(this_week, kept_since=kept, today=today)
    long = Span("own", "", dt.date(2025, 9, 1), today)
    assert weeks(long, kept_since=dt.date(2025, 9, 1), today=today).number == 25


@pytest.mark.django_db
def test_the_spans_offered_have_begun_and_have_different_names(cast: Cast) -> None:
    found = list(offered(people.dates(cast.school), today=NOW.date()))
    assert [one.slug for one in found[:2]] == ["weeks", "week"]
    assert len({one.name for one in found}) == len(found)
    assert all(one.first <= NOW.date() for one in found)
    assert all(one.first <= one.last for one, _ in pairwise([*found, found[0]]))


@pytest.mark.django_db
def test_a_profile_of_four_people_is_no_profile_to_show(cast: Cast) -> None:
    rows = rows_of(begun(NOW, weeks=3), people=14)
    few = [row for row in rows if row.role == "pupil_ks2" or row.who == f"{12:016x}"]
    logged(cast.school, few)
    assert profiles_shown(store_of(cast.school), since=0) == {"pupil_ks2"}
