"""Two who decide at once: one wins, the other gets a sentence, and the journal tells it once."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from django.db import connection, connections

from schoolgate.approvals.models import Approval, Decision
from schoolgate.records.models import Entry
from tests.approvals import programs
from tests.records.programs import sg

DECIDERS = ("Hana Head", "Dev Lead")


@pytest.mark.real_clock
@pytest.mark.one_engine
def test_two_processes_decide_each_request_once_on_a_file(tmp_path: Path) -> None:
    sg(tmp_path, "migrate", "-v0")
    programs.start(tmp_path, "set-up", "30").communicate(timeout=60)
    both = [programs.start(tmp_path, "decide", name) for name in DECIDERS]
    for one in both:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in both:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    said = [[int(part) for part in one.communicate(timeout=90)[0].split()] for one in both]
    assert sum(won for won, _ in said) == sum(late for _, late in said) == 30
    (report,) = json.loads(sg(tmp_path, "journal", "verify", "--json").stdout)
    assert (report["whole"], report["entries"]) == (True, 60)


@pytest.mark.django_db(transaction=True)
def test_two_connections_decide_each_request_once_on_postgresql() -> None:
    programs.set_up()
    if connection.vendor != "postgresql":
        assert Approval.objects.count() == 30  # SQLite is tried above, with processes on a file
        return
    gate, said = threading.Barrier(2), dict[str, str]()

    def decide(name: str) -> None:
        gate.wait(10)
        said[name] = programs.decide(name)
        connections.close_all()

    threads = [threading.Thread(target=decide, args=[name]) for name in DECIDERS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts = [[int(part) for part in words.split()] for words in said.values()]
    assert sum(won for won, _ in counts) == sum(late for _, late in counts) == 30
    assert (Decision.objects.count(), Entry.objects.count()) == (30, 60)
