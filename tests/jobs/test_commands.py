"""`./sg jobs` as the operator meets it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from schoolgate.jobs import actions, commandline, leases, rules, schedule
from schoolgate.jobs.models import Job, State
from schoolgate.jobs.schedule import Schedule
from schoolgate.jobs.timetable import daily, hourly
from schoolgate.jobs.working import Worker
from tests.jobs import tasks

pytestmark = pytest.mark.django_db
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Run `./sg jobs WORDS…`: exit code, output, complaints."""

    def run(*words: str) -> tuple[int, str, str]:
        code = commandline.main(list(words))
        return (code, *capsys.readouterr())

    return run


@pytest.fixture
def failed(schedules: dict[str, Schedule], clock: time_machine.Traveller) -> Job:
    """A job that has failed for good."""
    tasks.fail_in_words.enqueue()
    for wait in (*rules.WAITS, rules.LEASE):
        Worker().work(until_empty=True)
        clock.shift(wait)
    return Job.objects.get(state=State.FAILED)


def test_it_lists_what_waits_runs_has_failed_and_comes_next(failed: Job, say: Say) -> None:
    schedule.add("tests:daily", every=daily("07:00"), task=tasks.nothing)
    schedule.add("tests:hourly", every=hourly(15), task=tasks.nothing)
    ids = [tasks.nothing.enqueue().id for _ in range(2)]
    leases.take("a", timezone.now())
    code, said, _ = say()
    assert code == 1
    assert said == (
        "Failed: 1\n"
        f"  15 October 2026, 02:05  {failed.pk}  tests.jobs.tasks.fail_in_words, try 6 of 6: "
        "The disk is full. Make room.\n"
        "Running: 1\n"
        f"  15 October 2026, 02:07  {ids[0]}  tests.jobs.tasks.nothing, try 1 of 6\n"
        "Waiting: 1\n"
        f"  15 October 2026, 02:06  {ids[1]}  tests.jobs.tasks.nothing\n"
        "Next\n"
        "  15 October 2026, 02:15  tests:hourly\n"
        "  15 October 2026, 07:00  tests:daily\n"
    )


def test_machines_are_told_the_same(failed: Job, say: Say) -> None:
    schedule.add("tests:daily", every=daily("07:00"), task=tasks.nothing)
    code, said, _ = say("--json")
    told = json.loads(said)
    assert code == 1
    assert [one["trouble"] for one in told["failed"]] == ["The disk is full. Make room."]
    assert (told["running"], told["waiting"]) == ([], [])
    assert told["next"] == {"tests:daily": "2026-10-15T06:00:00+00:00"}


def test_a_long_list_is_cut_short(schedules: dict[str, Schedule], say: Say) -> None:
    for _ in range(25):
        tasks.nothing.enqueue()
    code, said, _ = say()
    assert code == 0
    assert "Waiting: 25\n" in said
    assert "  … and 5 more.\n" in said


def test_a_failed_job_is_tried_again_from_the_beginning(failed: Job, say: Say) -> None:
    code, said, _ = say("retry", str(failed.pk))
    assert (code, said) == (
        0, f"Job {failed.pk} (tests.jobs.tasks.fail_in_words) is tried again.\n",
    )  # fmt: skip
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (State.WAITING, 0)
    assert Worker().work(until_empty=True) == 1


def test_what_has_not_failed_is_not_tried_again(say: Say) -> None:
    waiting = tasks.nothing.enqueue().id
    assert say("retry", waiting) == (2, "", f"Job {waiting} has not failed: it is waiting.\n")
    assert say("retry", "999999") == (
        2, "", "There is no job 999999. “./sg jobs” lists those that failed.\n",
    )  # fmt: skip


def test_a_failed_occurrence_gives_way_to_the_next(
    schedules: dict[str, Schedule], say: Say
) -> None:
    schedule.add("tests:hourly", every=hourly(), task=tasks.nothing)
    now = timezone.now()
    old = Job.objects.create(task="t", due_at=now, made_at=now, state=State.FAILED, finished_at=now,
                             schedule="tests:hourly", occurrence_at=now)  # fmt: skip
    actions.ask_for_what_is_due(at=now, asked={})
    assert say("retry", str(old.pk))[2] == "tests:hourly waits or runs again already.\n"
    old.refresh_from_db()
    assert old.state == State.FAILED


def test_the_commands_are_known_to_django(
    schedules: dict[str, Schedule], capsys: pytest.CaptureFixture[str]
) -> None:
    tasks.nothing.enqueue()
    call_command("work", "--until-empty")
    call_command("jobs")
    said = capsys.readouterr().out
    assert said == "1 job was run.\nFailed: 0\nRunning: 0\nWaiting: 0\nNext\n"
