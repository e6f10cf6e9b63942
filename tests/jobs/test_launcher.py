"""`./sg run` starts a worker beside the server, and leaves nobody behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.jobs.programs import ROOT, House, wait_for

pytestmark = pytest.mark.real_clock
SERVE = "set -euo pipefail; source tools/launcher.sh; prepare() { :; }; serve"


def running(folder: Path) -> list[str]:
    """The command lines of all processes whose home is this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"SCHOOLGATE_VAR={folder}".encode() in (process / "environ").read_bytes().split(
                b"\0"
            ):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue  # it has just ended
    return [line for line in found if line]


def start(house: House) -> subprocess.Popen[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    virtual = {
        "root": str(ROOT),
        "python": sys.executable,
        "PORT": port,
        "SCHOOLGATE_DEMONSTRATION": "no",
    }
    # Whoever runs the tests may have had signals ignored, as a shell does for "&".
    command = ["env", "--default-signal=HUP,INT,TERM", "bash", "-c", SERVE]
    process = subprocess.Popen(
        command, env=house.environment | virtual, cwd=ROOT, text=True,
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    house.started.append(process)
    wait_for(lambda: "schoolgate work" in " ".join(running(house.folder)))
    assert process.stderr is not None
    while "Open http://localhost:" not in process.stderr.readline():
        assert process.poll() is None
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_server_and_worker(house: House, number: signal.Signals) -> None:
    process = start(house)
    assert len(running(house.folder)) >= 3
    process.send_signal(number)
    process.communicate(timeout=30)
    assert running(house.folder) == []


def test_a_worker_in_the_middle_of_a_long_job_is_not_waited_for(house: House) -> None:
    process = start(house)
    house.run("enqueue", "1", "first_time_stuck", str(house.said))
    wait_for(house.lines)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert running(house.folder) == []
    assert house.rows()[0]["state"] == "running"  # until the lease ends; then it is run again


def test_without_its_worker_the_server_stops_and_says_so(house: House) -> None:
    process = start(house)
    for path in Path("/proc").glob("[0-9]*"):
        if _is_worker(path, house.folder):
            os.kill(int(path.name), signal.SIGKILL)
    _, said = process.communicate(timeout=30)
    assert "The worker (./sg work) stopped" in said
    assert running(house.folder) == []


def _is_worker(process: Path, folder: Path) -> bool:
    try:
        return (
            f"SCHOOLGATE_VAR={folder}".encode() in (process / "environ").read_bytes().split(b"\0")
            and b"schoolgate\0work" in (process / "cmdline").read_bytes()
        )
    except OSError:
        return False
