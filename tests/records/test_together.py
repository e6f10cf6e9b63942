"""Many writers at once, and a writer that is killed: no gap, no fork, nothing lost."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from django.db import connection, connections

from schoolgate.people.models import School
from schoolgate.records import actions, parties, verifying
from schoolgate.records.models import Entry, Journal
from tests.cast import NOW, assemble
from tests.records import programs
from tests.records.acts import act

EACH = 40


@pytest.mark.real_clock
@pytest.mark.one_engine
def test_three_processes_append_to_one_file_without_gap_or_fork(tmp_path: Path) -> None:
    programs.migrated(tmp_path)
    writers = [programs.start(tmp_path, "append", str(EACH), "word") for _ in range(3)]
    said = [int(line) for one in writers for line in one.communicate(timeout=60)[0].split()]
    assert sorted(said) == list(range(1, 3 * EACH + 1))
    (report,) = json.loads(programs.sg(tmp_path, "journal", "verify", "--json").stdout)
    assert report["whole"]
    assert report["entries"] == 3 * EACH


@pytest.mark.real_clock
@pytest.mark.one_engine
def test_a_killed_writer_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    programs.migrated(tmp_path)
    writer = programs.start(tmp_path, "append", "100000", "word")
    assert writer.stdout is not None
    acknowledged = [int(writer.stdout.readline()) for _ in range(50)]
    writer.kill()
    acknowledged += [int(line) for line in writer.communicate()[0].split("\n")[:-1]]
    (report,) = json.loads(programs.sg(tmp_path, "journal", "verify", "--json").stdout)
    assert report["whole"]
    assert report["entries"] - acknowledged[-1] in {0, 1}


@pytest.mark.django_db(transaction=True)
def test_four_connections_append_on_postgresql_without_gap_or_fork() -> None:
    cast = assemble()
    act(cast)
    if connection.vendor != "postgresql":
        assert School.objects.count() == 2  # SQLite is tried above, with processes on a file
        return
    threads = [threading.Thread(target=append, args=[cast.school.pk]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Entry.objects.count() == 1 + 4 * EACH
    assert verifying.verify(Journal.objects.get()).findings == []


def append(school: int) -> None:
    """Append in this thread's own connection."""
    from django.db import transaction

    for number in range(EACH):
        with transaction.atomic():
            actions.write(
                school=parties.School(school, "elmfield"), by=parties.VISITOR, at=NOW,
                verb="records:journal:exported", object=parties.Thing("x.y", str(number), "X"),
            )  # fmt: skip
    connections.close_all()
