"""What recurs happens once at each occurrence: however many workers, whatever the clocks do."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.jobs import actions, leases, rules, schedule
from schoolgate.jobs.models import Job, State
from schoolgate.jobs.schedule import BadSchedule, Schedule
from schoolgate.jobs.timetable import Every, daily, hourly, weekly
from schoolgate.jobs.working import Worker
from tests.cast import NOW
from tests.jobs import tasks

LONDON = ZoneInfo("Europe/London")
DAY = dt.timedelta(days=1)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def occurrences(every: Every, after: str, until: str) -> list[str]:
    """The occurrences in a span, in UTC."""
    found, at = [], every.next(utc(after))
    while at < utc(until):
        found.append(f"{at:%d %H:%M}")
        at = every.next(at)
    return found


# --- When -----------------------------------------------------------------------------------------


def test_the_last_occurrence_may_be_now() -> None:
    at = utc("2026-10-14T09:30")
    assert hourly(30).last(at) == at
    assert hourly(31).last(at) == utc("2026-10-14T08:31")
    assert daily("10:30").last(at) == at
    assert weekly("wednesday", "10:30").last(at) == at
    assert weekly("thursday", "10:30").last(at) == utc("2026-10-08T09:30")
    assert weekly("wednesday", "10:30").next(at) == utc("2026-10-21T09:30")


def test_the_day_on_which_clocks_go_forward_has_one_occurrence() -> None:
    # 29 March 2026: 01:00 to 01:59 do not exist
    assert occurrences(daily("01:30"), "2026-03-28T00:00", "2026-03-31T00:00") == [
        "28 01:30", "29 01:30", "30 00:30",
    ]  # fmt: skip
    assert len(occurrences(hourly(), "2026-03-28T23:59", "2026-03-29T23:00")) == 23


def test_the_day_on_which_clocks_go_back_has_one_occurrence() -> None:
    # 25 October 2026: 01:00 to 01:59 come twice
    assert occurrences(daily("01:30"), "2026-10-24T00:00", "2026-10-27T00:00") == [
        "24 00:30", "25 00:30", "26 01:30",
    ]  # fmt: skip
    assert len(occurrences(hourly(), "2026-10-24T22:59", "2026-10-26T00:00")) == 25


@pytest.mark.parametrize("every", [daily("00:00"), daily("01:00"), daily("01:59"), daily("23:59")])
def test_each_day_of_a_year_has_its_occurrence(every: Every) -> None:
    at = utc("2026-01-01T12:00")
    days = set()
    for _ in range(366):
        then = every.next(at)
        assert every.last(then) == then
        assert every.last(then - dt.timedelta(seconds=1)) < then
        days.add(then.astimezone(LONDON).date())
        at = then
    assert len(days) == 366
    assert max(days) - min(days) == 365 * DAY


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: hourly(60), "60 is not a minute of an hour. Write 0 to 59."),
        (lambda: daily("25:00"), "'25:00' is not a time of day; write for example: 15:30"),
        (lambda: daily("24:00"), "The day ends where the next begins: write 0:00."),
        (lambda: weekly("mon", "7:00"), "“mon” is not a day. Write one of monday, tuesday, "),
    ],
)
def test_nonsense_is_refused_in_a_sentence(make: object, sentence: str) -> None:
    assert callable(make)
    with pytest.raises(ValueError) as refused:  # noqa: PT011 the sentence is checked
        make()
    assert str(refused.value).startswith(sentence)


def test_a_schedule_has_a_name_of_its_own(schedules: dict[str, Schedule]) -> None:
    schedule.add("tests:x", every=hourly(), task=tasks.nothing)
    for name, sentence in (("tests:x", "is a schedule already"), ("x", "Write room:thing")):
        with pytest.raises(BadSchedule, match=sentence):
            schedule.add(name, every=hourly(), task=tasks.nothing)
    assert [one.name for one in schedule.known()] == ["tests:x"]


# --- Once -----------------------------------------------------------------------------------------


@pytest.fixture
def every_hour(db: None, schedules: dict[str, Schedule]) -> None:
    """One schedule; the clock stands at half past ten."""
    schedule.add("tests:hourly", every=hourly(), task=tasks.nothing)


def work() -> int:
    """A worker that has just been started does what is due."""
    return Worker().work(until_empty=True)


def states() -> list[tuple[str, str]]:
    rows = Job.objects.order_by("occurrence_at").values_list("occurrence_at", "state")
    return [(f"{timezone.localtime(at):%H:%M}", state) for at, state in rows if at]


def test_an_occurrence_is_run_once_by_whoever_comes_first(every_hour: None) -> None:
    assert [work(), work(), work()] == [1, 0, 0]
    assert states() == [("10:00", "done")]


def test_a_machine_that_was_off_catches_up_once(
    every_hour: None, clock: time_machine.Traveller
) -> None:
    work()
    clock.shift(dt.timedelta(days=3, hours=2))
    assert [work(), work()] == [1, 0]
    assert states() == [("10:00", "done"), ("12:00", "done")]


def test_a_worker_goes_on_from_hour_to_hour(
    every_hour: None, clock: time_machine.Traveller
) -> None:
    worker = Worker()
    ran = []
    for _ in range(4):
        ran.append(worker.work(until_empty=True))
        clock.shift(dt.timedelta(minutes=30))
    assert ran == [1, 1, 0, 1]


def test_a_clock_set_back_repeats_nothing(every_hour: None, clock: time_machine.Traveller) -> None:
    work()
    clock.shift(dt.timedelta(minutes=40))
    work()
    clock.shift(dt.timedelta(minutes=-40))
    assert work() == 0


def test_a_clock_that_was_years_ahead_stops_nothing(
    every_hour: None, clock: time_machine.Traveller
) -> None:
    clock.shift(1000 * DAY)
    work()
    clock.shift(-1000 * DAY)
    assert work() == 1


def test_an_occurrence_waits_for_the_one_before_it(
    every_hour: None, clock: time_machine.Traveller
) -> None:
    actions.ask_for_what_is_due(at=timezone.now(), asked={})
    long = leases.take("a", timezone.now())
    assert long is not None
    clock.shift(dt.timedelta(hours=1))
    leases.renew(long, timezone.now())
    assert work() == 0
    leases.done(long, timezone.now())
    assert work() == 1
    assert states() == [("10:00", "done"), ("11:00", "done")]


def test_an_occurrence_that_failed_is_brought_forward_to_the_next_and_fails_in_the_end(
    db: None, schedules: dict[str, Schedule], clock: time_machine.Traveller
) -> None:
    schedule.add("tests:hourly", every=hourly(), task=tasks.fail_in_words)
    for _ in range(6):
        work()
        clock.shift(dt.timedelta(hours=1))
    assert states() == [("15:00", "failed")]
    assert Job.objects.get().attempts == rules.ATTEMPTS
    work()
    assert Job.objects.filter(state=State.WAITING).count() == 1


def test_the_database_holds_that_an_occurrence_is_there_once(db: None) -> None:
    values = {"task": "t", "schedule": "tests:x", "occurrence_at": NOW, "made_at": NOW}
    Job.objects.create(**values, due_at=NOW, state=State.DONE, finished_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(**values, due_at=NOW)
    assert Job.objects.count() == 1


# --- Sweeping -------------------------------------------------------------------------------------


def test_old_rows_are_swept_and_failed_ones_kept_longer(
    db: None, clock: time_machine.Traveller
) -> None:
    for state in (State.DONE, State.FAILED):
        for days in (13, 15, 89, 91):
            Job.objects.create(task="t", state=state, due_at=NOW, made_at=NOW,
                               finished_at=NOW - days * DAY)  # fmt: skip
    tasks.nothing.enqueue()
    assert actions.sweep(at=NOW) == 4
    left = Job.objects.exclude(finished_at=None).values_list("state", "finished_at")
    assert sorted((state, (NOW - at).days) for state, at in left if at) == [
        ("done", 13), ("failed", 13), ("failed", 15), ("failed", 89),
    ]  # fmt: skip


def test_the_sweep_is_itself_scheduled() -> None:
    assert {one.name for one in schedule.known()} >= {"jobs:sweep", "records:heads"}
