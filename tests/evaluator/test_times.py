"""Times: London wall time, stated terms, closed days, and what was said of the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from schoolgate.kernel.times import (
    EVERY_DAY,
    LONDON,
    NO_TIME,
    WEEKDAYS,
    WEEKEND,
    Band,
    Calendar,
    Term,
    clock,
    spans,
)  # fmt: skip
from schoolgate.policies.rules import Level, Question, RuleBook
from tests.evaluator.test_semantics import ACT, fact, rule

LESSONS = Band("in lessons", "during", "lesson", WEEKDAYS, ((540, 630), (645, 720)))
BREAK = Band("at break", "during", "social_time", WEEKDAYS, ((630, 645),))
OWN = Band("at weekends", "during", "own_time", WEEKEND, ((0, 1440),), always=True)
QUIET = Band("quiet hours", "time_quiet", "yes", EVERY_DAY, ((1230, 1440),), always=True)
AUTUMN = Term("Autumn", date(2026, 9, 2), date(2026, 12, 18), frozenset({date(2026, 10, 26)}))
CALENDAR = Calendar((LESSONS, BREAK, OWN, QUIET), (AUTUMN,))
WANTED = {"during": {"lesson"}}


def during(text: str, **said: str) -> str | None:
    at = datetime.fromisoformat(text).replace(tzinfo=LONDON) if text else None
    return CALENDAR.facts(at, said, WANTED).get("during")


@pytest.mark.parametrize(
    ("at", "is_now"),
    [
        ("2026-11-03T09:00", "lesson"),
        ("2026-11-03T10:29", "lesson"),
        ("2026-11-03T10:30", "social_time"),
        ("2026-11-03T12:00", NO_TIME),
        ("2026-11-07T09:30", "own_time"),
        ("2026-10-26T09:30", NO_TIME),  # a closed day
        ("2026-12-18T09:30", "lesson"),  # the last day counts
        ("2026-12-19T09:30", "own_time"),  # a Saturday, whatever the term
        ("2026-12-21T09:30", None),  # outside any stated term: unknown, not out of hours
        ("2026-08-03T03:00", None),
    ],
)
def test_the_tables_tell_the_time(at: str, is_now: str | None) -> None:
    assert during(at) == is_now


@pytest.mark.parametrize(
    ("said", "is_then"),
    [
        ({"time": "9:40"}, "lesson"),
        ({"time": "9:40", "day": "weekend"}, "own_time"),
        ({"day": "weekend"}, "own_time"),
        ({"day": "weekday"}, None),
        ({"time": "25:00"}, None),
        ({"time": "9" * 400}, None),
        ({"time": "²:00"}, None),
        ({}, None),
    ],
)
def test_a_time_that_was_said_needs_no_clock(said: dict[str, str], is_then: str | None) -> None:
    assert during("", **said) == is_then


def test_a_day_that_was_said_leaves_todays_clock_its_say() -> None:
    assert during("2026-11-03T09:40", day="weekday") == "lesson"
    assert during("2026-11-03T09:40", day="weekend") == "own_time"


def test_a_time_that_only_some_days_hold_is_unknown_without_the_day() -> None:
    club = Band("at club", "during", "club", frozenset({0, 1}), ((900, 960),))
    found = Calendar((club,), (AUTUMN,)).facts(None, {"time": "15:30"}, {"during": {"club"}})
    assert "during" not in found


def test_summer_time_is_wall_time() -> None:
    winter, summer = datetime(2026, 10, 23, 8, 0, tzinfo=UTC), datetime(2026, 10, 30, 8, tzinfo=UTC)
    assert CALENDAR.facts(winter, {}, WANTED)["during"] == "lesson"  # 9:00 in summer time
    assert CALENDAR.facts(summer, {}, WANTED)["during"] == NO_TIME  # 8:00 after the change
    twice = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    assert CALENDAR.facts(twice, {}, {})["time"] == "01:30"
    assert CALENDAR.facts(twice.replace(fold=1), {}, {})["time"] == "01:30"


def test_a_rule_about_a_schools_own_named_time_knows_the_clock() -> None:
    """Once never asked the clock: only four keys were taken for times."""
    ban = rule("1", Level.NOT_ALLOWED, when=(fact("time_quiet = yes"),))
    book = RuleBook([ban], calendar=CALENDAR)
    late, early = (datetime(2026, 11, 3, hour, 30, tzinfo=LONDON) for hour in (21, 12))
    assert book.decide(Question("teacher", *ACT, at=late)).outcome == "not allowed"
    assert book.decide(Question("teacher", *ACT, at=early)).outcome == "the policy is silent"


def test_a_clock_rule_needs_no_table_of_times() -> None:
    book = RuleBook([rule("1", Level.NOT_ALLOWED, when=(fact("time >= 21:00"),))])
    late = datetime(2026, 11, 3, 21, 0, tzinfo=LONDON)
    assert book.decide(Question("teacher", *ACT, at=late)).outcome == "not allowed"


def test_a_clause_with_unstated_times_depends_and_with_times_it_does_not() -> None:
    ban = rule("1", Level.NOT_ALLOWED, when=(fact("during = lesson"),))
    question = Question("teacher", *ACT, at=datetime(2026, 11, 3, 9, 40, tzinfo=LONDON))
    assert RuleBook([ban]).decide(question).unknown == ("during",)
    assert RuleBook([ban], calendar=CALENDAR).decide(question).level is Level.NOT_ALLOWED


def test_hours_are_read_as_schools_write_them() -> None:
    assert list(spans("9:00-10:30, 13.00 – 15.15")) == [(540, 630), (780, 915)]
    assert list(spans("all day")) == [(0, 1440)]


@pytest.mark.parametrize("text", ["9", "9:5", "9:60", "24:01", "nine", "²:00", "9:00pm", "-1:00"])
def test_what_is_no_time_of_day_is_said_so(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time of day; write for example: 15:30"):
        clock(text)
