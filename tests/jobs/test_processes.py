"""Real workers: killed, side by side, and on a database that is locked or cuts them off."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from tests.jobs.programs import House, wait_for
from tests.records import programs

pytestmark = pytest.mark.real_clock
LEASE = "2"  # seconds


def test_a_worker_killed_in_the_middle_of_a_task_loses_nothing(house: House) -> None:
    house.run("enqueue", "1", "first_time_stuck", str(house.said))
    first = house.start("work", LEASE)
    wait_for(house.lines)
    first.kill()
    first.wait()
    assert [row["state"] for row in house.rows()] == ["running"]
    house.start("work", LEASE)
    wait_for(lambda: len(house.lines()) == 2)
    wait_for(lambda: house.rows()[0]["state"] == "done")
    (begun, one), (again, two) = house.lines()
    assert begun != again
    assert (one, two) == ("begun", "again")
    assert house.rows()[0]["attempts"] == 2


def test_a_task_longer_than_the_lease_is_not_taken_away(house: House) -> None:
    house.run("enqueue", "1", "two_seconds", str(house.said))
    workers = [house.start("work", "1") for _ in range(2)]
    wait_for(lambda: house.rows()[0]["state"] == "done")
    assert [word for _, word in house.lines()] == ["begun", "ended"]
    assert all(worker.poll() is None for worker in workers)


def test_two_workers_share_200_jobs_none_twice_none_left(house: House) -> None:
    house.run("enqueue", "200", "mark", str(house.said))
    workers = [house.start("until-empty", "60") for _ in range(2)]
    for worker in workers:
        worker.communicate(timeout=90)
    assert [worker.returncode for worker in workers] == [0, 0]
    ran = house.lines()
    assert Counter(word for _, word in ran) == Counter(map(str, range(200)))
    assert len({pid for pid, _ in ran}) == 2
    assert {(row["state"], row["attempts"], row["arguments"]) for row in house.rows()} == {
        ("done", 1, "")
    }


def test_a_worker_outlives_a_database_that_does_not_answer(house: House) -> None:
    house.run("enqueue", "1", "two_seconds", str(house.said))
    worker = house.start("work", "20")
    wait_for(house.lines)
    if connection.vendor == "sqlite":
        _lock(house, seconds=5)  # the worker waits for one
    else:
        _cut_everybody_off()
    wait_for(lambda: house.rows()[0]["state"] == "done")
    assert [word for _, word in house.lines()] == ["begun", "ended"]
    assert worker.poll() is None


def _lock(house: House, seconds: float) -> None:
    with sqlite3.connect(house.folder / "schoolgate.db") as database:
        database.execute("BEGIN EXCLUSIVE")
        time.sleep(seconds)
        database.rollback()


def _cut_everybody_off() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.fetchone()[0] >= 1


def test_schedules_are_asked_for_once_by_two_workers_at_a_time(house: House) -> None:
    together = [threading.Thread(target=house.sg, args=("work", "--until-empty")) for _ in range(2)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    asked = house.rows(scheduled=True)
    assert {(one["state"], one["attempts"]) for one in asked} == {("done", 1)}
    assert len({one["schedule"] for one in asked}) > 10
    house.sg("work", "--until-empty")  # the clock may have passed another occurrence meanwhile
    assert [one for one in house.rows(scheduled=True) if one in asked] == asked


def test_a_worker_says_what_to_do_where_there_is_no_database_yet(tmp_path: Path) -> None:
    said = programs.sg(tmp_path, "work")
    assert said.returncode == 2
    assert said.stderr.endswith("which this Schoolgate needs. Run ./sg migrate.\n")
