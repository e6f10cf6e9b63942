"""Kill -9 of worker and server during a letter run and a signing evening: nothing lost, nothing
twice. Everything runs in processes of its own; what is killed, and when, is chance."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.jobs.evening import DOCUMENT
from tests.jobs.programs import ROOT, House, wait_for
from tests.ports import free_port

pytestmark = pytest.mark.real_clock
PARENTS, SERVER_KILLS, WORKER_KILLS = 24, 5, 20
_MOST_PRESSES = 4  # between two kills: parents press five times as often at least
TOKEN = "a" * 32  # the form's token and the cookie's: any will do if they are alike


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:  # where it leads is the answer
        return None


@dataclass
class Server:
    """The real server, on a port, killed and begun again."""

    house: House
    port: int
    process: subprocess.Popen[bytes] | None = None
    killed: int = 0

    def begin(self) -> None:
        command = [
            str(Path(sys.executable).with_name("granian")), "--interface", "wsgi",
            "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1",
            "--blocking-threads", "2", "--log-level", "critical",
            "schoolgate.config.wsgi:application",
        ]  # fmt: skip
        self.process = subprocess.Popen(command, env=self.house.environment, cwd=ROOT,
                                        start_new_session=True)  # fmt: skip
        wait_for(self._answers, 60)

    def kill(self) -> None:
        """Kill every process of it at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/healthz", timeout=5):
                return True
        except OSError:
            return False


@dataclass
class Evening:
    """Parents who sign, one after the other, and press again when nobody answers."""

    port: int
    hash: str
    statements: list[str]
    told: list[str] = field(default_factory=list)  # who was told that it is signed
    pressed: int = 0
    over: bool = False

    def of(self, people: Iterable[dict[str, Any]]) -> None:
        for one in people:
            while not self._signed(one):
                time.sleep(0.1)
            self.told.append(one["name"])

    def _signed(self, one: dict[str, Any]) -> bool:
        """Press the button; True when the server says that it is signed, now or before."""
        address = f"http://localhost:{self.port}/elmfield/agreements/{DOCUMENT}/{one['pupil']}/"
        sent = urllib.parse.urlencode(
            {"text_hash": self.hash, "statements": self.statements, "name_written": one["name"],
             "csrfmiddlewaretoken": TOKEN}, doseq=True,
        )  # fmt: skip
        cookies = {"Cookie": f"sessionid={one['session']}; csrftoken={TOKEN}"}
        request = urllib.request.Request(f"{address}sign/", sent.encode(), cookies)
        self.pressed += 1
        try:
            answer = urllib.request.build_opener(_Stay).open(request, timeout=20)
        except urllib.error.HTTPError as error:
            return error.code == 302 and "/copy/" in error.headers["Location"]
        except OSError:  # killed: nobody answers, or not to the end
            return False
        return "signed" in answer.read().decode() and answer.status == 200


@pytest.fixture
def own_key(house: House) -> House:
    """A house with a key that all of its processes know from the beginning."""
    house.environment["SCHOOLGATE_SECRET_KEY"] = "k" * 60
    house.sg("collectstatic", "--noinput", "-v0")
    return house


def start(house: House, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.jobs.evening", *words]
    process = subprocess.Popen(command, env=house.environment, cwd=ROOT, text=True,
                               stdout=subprocess.PIPE)  # fmt: skip
    house.started.append(process)
    return process


def said(process: subprocess.Popen[str]) -> Any:
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return json.loads(out.splitlines()[-1])


def killed_again_and_again(
    server: Server, evening: Evening, desks: list[threading.Thread], seed: int
) -> None:
    """Kill the server while parents sign, each time some presses of the button later, and begin it
    again."""
    chance = random.Random(seed)
    for desk in desks:
        desk.start()
    while server.killed < SERVER_KILLS and any(desk.is_alive() for desk in desks):
        until = evening.pressed + chance.randint(1, _MOST_PRESSES)
        while evening.pressed < until and any(desk.is_alive() for desk in desks):
            time.sleep(0.005)
        server.kill()
        server.killed += 1
        server.begin()
    for desk in desks:
        desk.join(60)


def test_a_letter_run_and_a_signing_evening_lose_nothing_and_do_nothing_twice(
    own_key: House,
) -> None:
    house, seed, began = own_key, random.randrange(10_000), time.monotonic()
    prepared = said(start(house, "prepare", str(PARENTS)))
    server = Server(house, free_port())
    server.begin()
    evening = Evening(server.port, prepared["hash"], prepared["statements"])
    workers = start(house, "work", str(WORKER_KILLS), str(seed))
    people = prepared["people"]
    desks = [threading.Thread(target=evening.of, args=(people[n::2],)) for n in range(2)]
    try:
        killed_again_and_again(server, evening, desks, seed)
        killed = said(workers)
        assert house.sg("work", "--until-empty").returncode == 0
    finally:
        server.kill()
    found = said(start(house, "judge"))
    rows = {"engine": connection.vendor, "seed": seed, "server killed": server.killed,
            "worker killed": killed, "button pressed": evening.pressed,
            "told that it is signed": len(evening.told), **found,
            "signers": len(found["signers"]),
            "seconds": round(time.monotonic() - began)}  # fmt: skip
    print("\n".join(f"{name:24} {value}" for name, value in rows.items()))
    names = sorted(one["name"] for one in people)
    assert sorted(evening.told) == names
    assert found["signers"] == names  # each there, and once
    assert found["signed_entries"] == PARENTS
    assert (found["letters"], found["most_often"]) == (PARENTS, 1)
    assert found["made"] == found["files"] == found["printed_entries"] == PARENTS
    assert (set(found["jobs"]), found["findings"]) == ({"done"}, [])
    assert server.killed >= 2
    assert killed >= 5
    assert found["tries"] >= 2  # the run itself was interrupted, and went on
