"""When a clock starts, and how often what nobody has read is passed on."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from schoolgate.concerns.rules.clocks import Hours, due, hours_of, unread_steps
from schoolgate.concerns.rules.pace import Pace
from schoolgate.kernel.times import LONDON, WEEKDAYS, Band
from schoolgate.people.calendar import Dates, Span, SpanKind

TERM = Span(SpanKind.TERM, date(2026, 9, 2), date(2026, 12, 18))
BREAK = Span(SpanKind.HALF_TERM, date(2026, 10, 26), date(2026, 10, 30))
HOURS = Hours(Dates((TERM, BREAK)))


def at(day: int, wall: str, month: int = 10) -> datetime:
    hour, minute = wall.split(":")
    return datetime.combine(date(2026, month, day), time(int(hour), int(minute)), LONDON)


@pytest.mark.parametrize(
    ("sent", "starts"),
    [
        (at(14, "10:30"), at(14, "10:30")),
        (at(14, "7:05"), at(14, "8:30")),
        (at(14, "21:00"), at(15, "8:30")),
        (at(16, "16:00"), at(19, "8:30")),  # a Friday
        (at(23, "16:00"), at(2, "8:30", 11)),  # before the half-term
    ],
)
def test_a_clock_starts_when_somebody_may_be_expected_to_read(
    sent: datetime, starts: datetime
) -> None:
    assert HOURS.starts(sent) == starts


def test_a_school_without_a_calendar_works_on_weekdays() -> None:
    bare = Hours(Dates())
    assert bare.starts(at(17, "11:00")) == at(19, "8:30")


def test_the_hours_are_the_policy_s_where_it_states_them() -> None:
    band = Band("working hours", "during", "working_hours", WEEKDAYS, ((540, 900),))
    assert hours_of(HOURS.dates, [band])[1:] == (540, 900)
    assert hours_of(HOURS.dates, [])[1:] == (510, 930)


def test_a_pace_becomes_a_time() -> None:
    sent = at(14, "10:00")
    assert due(Pace.AT_ONCE, sent, HOURS) == at(14, "10:15")
    assert due(Pace.SAME_DAY, sent, HOURS) == at(14, "15:30")
    assert due(Pace.SOON, sent, HOURS) == at(15, "15:30")
    assert due(Pace.UNSTATED, sent, HOURS) is None
    assert due(Pace.AT_ONCE, at(16, "22:00"), HOURS) == at(19, "8:45")


def test_what_is_unread_is_passed_on_each_quarter_of_an_hour_of_school() -> None:
    sent = at(14, "10:00")
    walls = ("10:14", "10:15", "10:29", "10:30", "15:31")
    assert [unread_steps(sent, at(14, wall), HOURS) for wall in walls] == [0, 1, 1, 2, 0]


def test_what_came_at_night_is_passed_on_in_the_morning_and_not_before() -> None:
    sent = at(13, "22:00")
    walls = ("3:00", "8:30", "8:44", "8:45")
    assert [unread_steps(sent, at(14, wall), HOURS) for wall in walls] == [0, 0, 0, 1]


def test_the_night_does_not_count() -> None:
    sent = at(14, "15:20")
    assert unread_steps(sent, at(15, "8:30"), HOURS) == 1
    assert unread_steps(sent, at(15, "8:45"), HOURS) == 2
