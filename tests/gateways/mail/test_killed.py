"""The receiver is killed while mail comes in; what it acknowledged is there, and there once."""

from __future__ import annotations

import os
import smtplib
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from tests.gateways.mail.conftest import keeper_in, log_in
from tests.gateways.mail.samples import letter

ROOT = Path(__file__).parents[3]
KILLS = int(os.environ.get("KILLS", "2"))
SENDERS = 4


@contextmanager
def _server(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    words = [sys.executable, "-m", "tests.gateways.mail.server", str(folder)]
    path = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=path, cwd=ROOT) as one:
        assert one.stdout is not None
        try:
            yield one, int(one.stdout.readline())
        finally:
            one.kill()


class Senders:
    """Several that send numbered messages until the server is gone, and remember what it took."""

    def __init__(self) -> None:
        self.waiting = iter(range(10_000))
        self.unsure: list[int] = []
        self.taken: set[int] = set()
        self.lock = threading.Lock()

    def send(self, port: int, numbers: Iterator[int], enough: threading.Event, many: int) -> None:
        try:
            with smtplib.SMTP("127.0.0.1", port, timeout=20) as client:
                while True:
                    with self.lock:
                        number = next(numbers, None)
                        if number is None:
                            return
                        self.unsure.append(number)
                    client.sendmail("j@tenant.example", ["e@journal.example"], letter(number))
                    with self.lock:
                        self.unsure.remove(number)
                        self.taken.add(number)
                        if len(self.taken) >= many:
                            enough.set()
        except (OSError, smtplib.SMTPException):
            enough.set()


def _send(senders: Senders, port: int, numbers: Iterator[int], many: int,
          server: subprocess.Popen[str] | None = None) -> None:  # fmt: skip
    enough = threading.Event()
    threads = [threading.Thread(target=senders.send, args=(port, numbers, enough, many))
               for _ in range(SENDERS)]  # fmt: skip
    for thread in threads:
        thread.start()
    if server is not None:
        assert enough.wait(60)
        server.kill()
    for thread in threads:
        thread.join()


def test_what_was_acknowledged_survives_kill_9_and_nothing_is_doubled(tmp_path: Path) -> None:
    senders, chance = Senders(), Random(41)
    for _ in range(KILLS):
        with _server(tmp_path) as (server, port):
            many = len(senders.taken) + chance.randrange(1, 25)
            _send(senders, port, senders.waiting, many, server)
    again = iter(sorted(senders.unsure))
    senders.unsure.clear()
    with _server(tmp_path) as (_, port):
        _send(senders, port, again, 10_000)

    store = log_in(tmp_path)
    keeper = keeper_in(tmp_path, store)
    keeper.finish()
    rows = store.since("mail", 0, 100_000)[0]
    copies = [name for day in keeper.copies.days() for name in keeper.copies.names(day)]
    assert senders.unsure == []
    assert len(rows) == len(senders.taken) > KILLS
    assert len({one.message for one in rows}) == len(rows)  # type: ignore[union-attr]
    assert len(store.since("recipients", 0, 100_000)[0]) == 3 * len(rows)
    assert {one.message for one in rows} == set(copies)  # type: ignore[union-attr]
    store.close()
