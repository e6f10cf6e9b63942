"""Two who save, approve or publish at once: one wins, the other is told, the journal tells once."""

from __future__ import annotations

import json
import sqlite3
import threading
from pathlib import Path

import pytest
from django.db import connection, connections

from schoolgate.policies.models import Version
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records.models import Entry
from tests.policies.life import programs
from tests.records.programs import sg

COUNT = 4
PAIRS = {
    "approve": ("Chandra Chair", "Carl Chair", PoliciesVerb.REVIEW_APPROVED),
    "publish": ("Hana Head", "Dev Lead", PoliciesVerb.POLICY_PUBLISHED),
    "save": ("Hana Head", "Dev Lead", PoliciesVerb.VERSION_SAVED),
}


def counted(said: list[str]) -> tuple[int, int]:
    """How many won and how many were too late, over both."""
    both = [[int(part) for part in one.split()] for one in said]
    return sum(won for won, _ in both), sum(late for _, late in both)


def at_once(folder: Path, what: str, *names: str) -> list[str]:
    both = [programs.start(folder, what, name) for name in names]
    for one in both:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in both:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    return [one.communicate(timeout=120)[0] for one in both]


@pytest.mark.real_clock
@pytest.mark.one_engine
def test_two_processes_take_each_step_once_on_a_file(tmp_path: Path) -> None:
    sg(tmp_path, "migrate", "-v0")
    programs.start(tmp_path, "set-up", str(COUNT)).communicate(timeout=120)
    with sqlite3.connect(tmp_path / "schoolgate.db") as database:
        count = "SELECT count(*) FROM records_entry WHERE verb = ?"
        for what, (one, other, verb) in PAIRS.items():
            before = database.execute(count, (verb,)).fetchone()[0]
            won, late = counted(at_once(tmp_path, what, one, other))
            assert won == late >= COUNT, what
            assert database.execute(count, (verb,)).fetchone()[0] - before == won, what
    database.close()
    won, late = counted(at_once(tmp_path, "draft", "Hana Head", "Dev Lead"))
    assert won + late == 2 * COUNT  # no number twice, and nobody meets a bare error
    (report,) = json.loads(sg(tmp_path, "journal", "verify", "--json").stdout)
    assert report["whole"] is True


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", PAIRS)
def test_two_connections_take_each_step_once_on_postgresql(what: str) -> None:
    if connection.vendor != "postgresql":
        return  # SQLite is tried above, with processes on a file
    programs.set_up(COUNT)
    one, other, verb = PAIRS[what]
    before = Entry.objects.filter(verb=verb).count()
    assert counted(in_threads(what, one, other)) == (COUNT, COUNT)
    assert Entry.objects.filter(verb=verb).count() - before == COUNT


@pytest.mark.django_db(transaction=True)
def test_two_drafts_begun_at_once_have_numbers_of_their_own_on_postgresql() -> None:
    if connection.vendor != "postgresql":
        return  # as above
    programs.set_up(COUNT)
    before = Version.objects.count()
    won, late = counted(in_threads("draft", "Hana Head", "Dev Lead"))
    assert won + late == 2 * COUNT
    assert Version.objects.count() - before == won


def in_threads(what: str, *names: str) -> list[str]:
    gate, said = threading.Barrier(2), list[str]()

    def run(name: str) -> None:
        said.append(programs.act(what, name, lambda: gate.wait(30)))
        connections.close_all()

    threads = [threading.Thread(target=run, args=[name]) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said
