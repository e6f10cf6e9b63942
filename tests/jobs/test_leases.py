"""One job is held by one worker: what a worker that came too late says no longer counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks.exceptions import InvalidTaskError

from schoolgate.jobs import leases, rules, troubles
from schoolgate.jobs.models import Job, State
from schoolgate.jobs.schedule import Schedule
from schoolgate.jobs.working import Worker, run
from schoolgate.kernel.canonical import NotCanonical
from tests.cast import NOW
from tests.jobs import tasks

pytestmark = pytest.mark.django_db
A_MOMENT = dt.timedelta(seconds=1)


def take(holder: str = "a") -> Job:
    job = leases.take(holder, timezone.now())
    assert job is not None
    return job


# --- Asking ---------------------------------------------------------------------------------------


def test_what_the_caller_undoes_was_never_asked_for() -> None:
    with transaction.atomic():
        tasks.nothing.enqueue()
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_job_that_is_for_later_waits_until_then(clock: time_machine.Traveller) -> None:
    tasks.nothing.using(run_after=NOW + dt.timedelta(hours=1)).enqueue()
    assert leases.take("a", timezone.now()) is None
    clock.shift(3600)
    assert take().attempts == 1


def test_the_urgent_comes_first_and_then_the_oldest(clock: time_machine.Traveller) -> None:
    ids = [tasks.nothing.using(priority=priority).enqueue().id for priority in (0, 0, 5)]
    assert [str(take().pk) for _ in ids] == [ids[2], ids[0], ids[1]]


@pytest.mark.parametrize("argument", [0.5, NOW, b"bytes", {1: 2}])
def test_arguments_are_plain_json(argument: Any) -> None:
    with pytest.raises(NotCanonical):
        tasks.mark.enqueue("path", argument)
    assert not Job.objects.exists()


def with_context(context: object) -> None:
    """Want what our workers do not give."""


def test_a_task_that_wants_a_context_is_refused() -> None:
    from django_tasks import task

    with pytest.raises(InvalidTaskError, match="take no context"):
        task(takes_context=True)(with_context)


# --- Holding --------------------------------------------------------------------------------------


def test_a_job_that_is_held_is_nobody_elses(clock: time_machine.Traveller) -> None:
    tasks.nothing.enqueue()
    first = take("a")
    assert leases.take("b", timezone.now()) is None
    clock.shift(rules.LEASE - A_MOMENT)
    assert leases.renew(first, timezone.now())
    clock.shift(rules.LEASE - A_MOMENT)
    assert leases.take("b", timezone.now()) is None


def test_the_job_of_a_worker_gone_silent_is_run_again(clock: time_machine.Traveller) -> None:
    tasks.nothing.enqueue()
    first = take("a")
    clock.shift(rules.LEASE + A_MOMENT)
    second = take("b")
    assert (first.pk, second.attempts) == (second.pk, 2)


def test_what_a_late_worker_says_no_longer_counts(
    clock: time_machine.Traveller, tmp_path: pytest.TempPathFactory
) -> None:
    tasks.fail_in_words.enqueue()
    first = take("a")
    clock.shift(rules.LEASE + A_MOMENT)
    take("b")
    run(first)
    row = Job.objects.get()
    assert (row.holder, row.state, row.trouble) == ("b", State.RUNNING, "")
    assert not leases.renew(first, timezone.now())
    assert not leases.done(first, timezone.now())


def test_the_same_worker_is_not_taken_for_its_earlier_self(clock: time_machine.Traveller) -> None:
    tasks.nothing.enqueue()
    first = take("a")
    clock.shift(rules.LEASE + A_MOMENT)
    take("a")
    assert not leases.done(first, timezone.now())
    assert Job.objects.get().state == State.RUNNING


def test_a_job_that_ends_every_worker_fails_at_last(clock: time_machine.Traveller) -> None:
    tasks.nothing.enqueue()
    for _ in range(rules.ATTEMPTS):
        take()
        clock.shift(rules.LEASE + A_MOMENT)
    assert leases.take("a", timezone.now()) is None
    row = Job.objects.get()
    assert (row.state, row.trouble) == (State.FAILED, troubles.ABANDONED)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": State.RUNNING},
        {"lease_until": NOW},
        {"state": State.DONE},
        {"finished_at": NOW},
        {"schedule": "tests:x"},
        {"occurrence_at": NOW},
    ],
)
def test_the_database_refuses_a_row_that_contradicts_itself(wrong: dict[str, object]) -> None:
    values: dict[str, object] = {"task": "t", "due_at": NOW, "made_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(**(values | wrong))
    assert not Job.objects.exists()


# --- Ending ---------------------------------------------------------------------------------------


def test_a_job_that_is_done_keeps_no_argument(
    schedules: dict[str, Schedule], tmp_path: pytest.TempPathFactory
) -> None:
    tasks.mark.enqueue(f"{tmp_path}/said", "word")
    assert Worker().work(until_empty=True) == 1
    row = Job.objects.get()
    assert (row.state, row.arguments, row.finished_at) == (State.DONE, "", NOW)


def test_failures_wait_longer_each_time_and_end(
    schedules: dict[str, Schedule], clock: time_machine.Traveller
) -> None:
    tasks.fail_in_words.enqueue()
    for wait in rules.WAITS:
        assert Worker().work(until_empty=True) == 1
        assert Job.objects.get().due_at == timezone.now() + wait
        clock.shift(wait)
    assert Worker().work(until_empty=True) == 1
    row = Job.objects.get()
    assert (row.state, row.attempts) == (State.FAILED, 6)
    clock.shift(dt.timedelta(days=30))
    assert Worker().work(until_empty=True) == 0


def test_a_night_is_outlived() -> None:
    assert sum(rules.WAITS, dt.timedelta()) > dt.timedelta(hours=14)


def test_a_trouble_names_nobody(
    schedules: dict[str, Schedule], caplog: pytest.LogCaptureFixture
) -> None:
    tasks.fail_with_a_name.enqueue()
    Worker().work(until_empty=True)
    trouble = Job.objects.get().trouble
    assert trouble.startswith("ValueError in ")
    assert "Pip" not in trouble + caplog.text
    assert "tests.jobs.tasks, line " in trouble


def test_a_trouble_in_words_is_kept(schedules: dict[str, Schedule]) -> None:
    tasks.fail_in_words.enqueue()
    Worker().work(until_empty=True)
    assert Job.objects.get().trouble == "The disk is full. Make room."


@pytest.mark.parametrize("path", ["tests.jobs.tasks.gone", "no.such.room", "os.getpid"])
def test_a_row_runs_nothing_but_a_task(schedules: dict[str, Schedule], path: str) -> None:
    Job.objects.create(task=path, arguments="[[],{}]", due_at=NOW, made_at=NOW)
    Worker().work(until_empty=True)
    assert Job.objects.get().trouble == f"The program has no task {path}. Was it renamed?"
