"""When duties fall due: against an oracle that walks day by day, in 400 generated cases."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

import pytest

from schoolgate.duties import rules, spans
from schoolgate.duties.rules import CHOICES, Occurrence, Period, State, Unit, state
from schoolgate.duties.spans import NoTerms
from schoolgate.duties.timing import due_after, of_review, reminder
from schoolgate.people.calendar import Dates, Span, SpanKind
from schoolgate.people.demonstration_year import YEARS
from tests.cast import LONDON

DAY = dt.timedelta(days=1)
DATES = Dates(YEARS[2026] + YEARS[2027])
AUTUMN = dt.date(2026, 9, 2)


def test_what_a_box_says_is_a_period() -> None:
    assert rules.period("term") == Period(Unit.TERM)
    assert rules.period("6 months") == Period(Unit.MONTH, 6)
    assert rules.period("regularly") == Period(Unit.OPEN)
    assert rules.period("", "at all times") == Period(Unit.ALWAYS)
    assert rules.period("joiner").in_words() == "for each joiner"
    assert rules.period("", "an alert comes in").in_words() == "each time that it happens"


def test_a_term_is_due_on_its_last_day_and_counts_through_the_holiday() -> None:
    autumn, *_ = spans.occurrences(Period(Unit.TERM), DATES, AUTUMN, AUTUMN, AUTUMN)
    assert (autumn.due_on, autumn.until_on) == (dt.date(2026, 12, 18), dt.date(2027, 1, 4))
    assert (autumn.key, autumn.label) == ("term/2026/1", "autumn term 2026/27")


def test_a_term_without_a_break_is_one_half_with_a_name_and_the_next_keep_their_keys() -> None:
    autumn, spring = (Span(SpanKind.TERM, dt.date(2026, 9, 2), dt.date(2026, 12, 18)),
                      Span(SpanKind.TERM, dt.date(2027, 1, 4), dt.date(2027, 3, 25)))  # fmt: skip
    half = Span(SpanKind.HALF_TERM, dt.date(2027, 2, 15), dt.date(2027, 2, 19))
    found = spans.occurrences(Period(Unit.HALF_TERM), Dates((autumn, half, spring)),
                              autumn.first, autumn.first, spring.last)  # fmt: skip
    assert [(one.key, one.label) for one in found] == [
        ("half/2026/1", "the autumn term 2026/27, which has no half-term break"),
        ("half/2026/3", "the first half of the spring term 2026/27"),
        ("half/2026/4", "the second half of the spring term 2026/27"),
    ]  # fmt: skip


def test_moving_a_term_moves_its_duty_and_keeps_its_key() -> None:
    moved = Dates(tuple(
        span._replace(last=dt.date(2026, 12, 11)) if span.name == "Autumn" else span
        for span in YEARS[2026]
    ))  # fmt: skip
    (before, after) = (
        spans.occurrences(Period(Unit.TERM), dates, AUTUMN, AUTUMN, AUTUMN)[0]
        for dates in (DATES, moved)
    )
    assert (before.key, before.due_on) == (after.key, dt.date(2026, 12, 18))
    assert after.due_on == dt.date(2026, 12, 11)


def test_without_terms_nobody_guesses_them() -> None:
    with pytest.raises(NoTerms):
        spans.occurrences(Period(Unit.TERM), Dates(), AUTUMN, AUTUMN, AUTUMN)


def test_a_year_from_a_leap_day_begins_on_the_28th_and_is_back_on_the_29th() -> None:
    leap = dt.date(2024, 2, 29)
    found = spans.occurrences(Period(Unit.YEAR), Dates(), leap, leap, dt.date(2028, 3, 1))
    assert [one.from_on.isoformat() for one in found] == [
        "2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29",
    ]  # fmt: skip


def test_each_day_and_week_lapses_and_a_term_stays_overdue() -> None:
    one = Occurrence("x", AUTUMN, AUTUMN + 6 * DAY, AUTUMN + 7 * DAY)
    later = AUTUMN + 30 * DAY

    def stands(unit: Unit, day: dt.date = later, done: dt.date | None = None) -> State:
        return state(one, day, unit=unit, done_on=done, skipped=False)

    assert stands(Unit.WEEK) is State.MISSED
    assert stands(Unit.TERM) is State.OVERDUE
    assert stands(Unit.TERM, AUTUMN + 6 * DAY) is State.TO_DO
    assert stands(Unit.TERM, AUTUMN - DAY) is State.COMING
    assert stands(Unit.TERM, done=AUTUMN + 7 * DAY) is State.DONE_LATE
    assert state(one, later, unit=Unit.TERM, done_on=None, skipped=True) is State.SKIPPED


def test_a_deadline_counts_days_with_lessons() -> None:
    friday = dt.date(2026, 10, 23)
    assert due_after("within 5 days", friday, DATES) == dt.date(2026, 10, 28)
    # half-term, then an INSET day on Monday: the first lesson is on Tuesday
    assert due_after("within 1 school days", friday, DATES) == dt.date(2026, 11, 3)
    assert due_after("the last day", friday, DATES) == friday
    assert due_after("soon", friday, DATES) is None


@pytest.mark.parametrize(("day", "says"), [
    ("2027-06-29", ""), ("2027-06-30", "due within three months"),
    ("2027-08-30", "due within a month"), ("2027-09-30", "due today"), ("2027-10-01", "overdue"),
])  # fmt: skip
def test_a_review_is_told_of_in_four_steps(day: str, says: str) -> None:
    found = of_review("2027-09", Dates())
    assert found is not None
    assert found.due_on == dt.date(2027, 9, 30)
    assert reminder(found.due_on, dt.date.fromisoformat(day)) == says


# The oracle. It knows no occurrence: for each day it says in which piece of time the day lies, and
# a piece begins where that changes. It shares no arithmetic with the rules.
Piece = Callable[[dt.date], object]


def _oracle(period: Period, dates: Dates, anchor: dt.date) -> Piece:
    def whole_months(day: dt.date) -> int:
        months = (day.year - anchor.year) * 12 + day.month - anchor.month
        last = ((day.replace(day=28) + 4 * DAY).replace(day=1) - DAY).day
        return months - (day.day < min(anchor.day, last))

    def term(day: dt.date) -> object:
        begun = [span.first for span in dates.spans
                 if span.kind is SpanKind.TERM and span.first <= day]  # fmt: skip
        return max(begun, default=None)

    def half(day: dt.date) -> object:
        after = [span.last + DAY for span in dates.spans
                 if span.kind is SpanKind.HALF_TERM and span.last < day]  # fmt: skip
        begun = term(day)
        return max([*after, *([begun] if isinstance(begun, dt.date) else [])], default=None)

    pieces: dict[Unit, Piece] = {
        Unit.DAY: lambda day: day,
        Unit.WEEK: lambda day: day.isocalendar()[:2],
        Unit.MONTH: lambda day: ((day.year, day.month) if period.count == 1
                                 else whole_months(day) // period.count),
        Unit.YEAR: lambda day: whole_months(day) // (12 * period.count),
        Unit.TERM: term, Unit.HALF_TERM: half,
        Unit.SCHOOL_YEAR: lambda day: day.year - (day.month < 9),
    }  # fmt: skip
    return pieces[period.unit]


def _year(rng: random.Random, year: int) -> tuple[Span, ...]:
    """An invented school year whose edges lie anywhere."""

    def near(month: int, day: int, after: int = 0) -> dt.date:
        return dt.date(year + after, month, day) + rng.randrange(-4, 5) * DAY

    made = []
    for first, half, last in (
        (near(9, 6), near(10, 24), near(12, 18)), (near(1, 6, 1), near(2, 15, 1), near(3, 28, 1)),
        (near(4, 14, 1), near(5, 29, 1), near(7, 21, 1)),
    ):  # fmt: skip
        made.append(Span(SpanKind.TERM, first, last))
        if rng.random() < 0.9:  # some terms have no break
            made.append(Span(SpanKind.HALF_TERM, half, half + rng.randrange(0, 9) * DAY))
    return tuple(made)


PERIODS = [*CHOICES.values(), Period(Unit.DAY), Period(Unit.MONTH, 3), Period(Unit.YEAR, 3)]


@pytest.mark.parametrize("seed", range(400))
def test_every_piece_of_time_has_one_occurrence_and_only_one(seed: int) -> None:
    """DST, leap days, edges of terms: a clock that ticks hour by hour, and is set back, meets each
    occurrence that the oracle knows, once."""
    rng = random.Random(seed)
    start = dt.date(rng.randrange(2023, 2031), rng.randrange(1, 13), rng.randrange(1, 29))
    dates = Dates(tuple(span for year in range(start.year - 2, start.year + 3)
                        for span in _year(rng, year)))  # fmt: skip
    anchor = rng.choice([start - rng.randrange(900) * DAY, dt.date(2024, 2, 29), start])
    period = rng.choice(PERIODS)
    end = start + rng.randrange(30, 420) * DAY
    oracle = _oracle(period, dates, anchor)
    met: dict[str, set[object]] = {}
    instant = dt.datetime.combine(start, dt.time(0, 30), LONDON).astimezone(dt.UTC)
    days = set()
    while (day := instant.astimezone(LONDON).date()) <= end:
        for one in _covering(period, dates, anchor, day, start, end):
            met.setdefault(one.key, set()).add(oracle(day))
        days.add(day)
        back = rng.random() < 0.01
        instant += dt.timedelta(hours=-rng.randrange(1, 30) if back else rng.randrange(1, 9))
        if instant.astimezone(LONDON).date() < start:
            instant = dt.datetime.combine(start, dt.time(1), LONDON).astimezone(dt.UTC)
    assert all(len(pieces) == 1 for pieces in met.values())  # no occurrence in two pieces
    pieces = [piece for found in met.values() for piece in found]
    assert len(pieces) == len(set(pieces))  # no piece with two occurrences
    wanted = {oracle(day) for day in days if _counts(period, dates, oracle, day)}
    assert set(pieces) == wanted  # none left out, none too many


def _covering(
    period: Period, dates: Dates, anchor: dt.date, day: dt.date, start: dt.date, end: dt.date
) -> list[Occurrence]:
    found = spans.occurrences(period, dates, anchor, start, end)
    return [one for one in found if one.covers(day)]


def _counts(period: Period, dates: Dates, oracle: Piece, day: dt.date) -> bool:
    """A day on which school is closed is none, and so is a week without any open day."""
    if period.unit is Unit.DAY:
        return dates.is_open(day)
    if period.unit is Unit.WEEK:
        monday = day - day.weekday() * DAY
        return any(dates.is_open(monday + number * DAY) for number in range(7))
    return oracle(day) is not None
