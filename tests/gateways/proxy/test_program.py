"""The program itself: starts at once without Django, refuses nonsense, ends in good order."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from schoolgate.gateways.proxy.users import read
from schoolgate.gateways.squid.log import read as read_line
from tests.gateways.proxy.running import head, heard

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]
ROOT = Path(__file__).resolve().parents[3]
ENV = os.environ | {"PYTHONPATH": str(ROOT / "src")}
COMMAND = [sys.executable, "-m", "schoolgate", "filter", "proxy"]
PROGRAM = [sys.executable, "-m", "schoolgate.gateways.proxy"]


def run(*words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *words], env=ENV, input=said, capture_output=True, text=True,
                          timeout=30, check=False)  # fmt: skip


@contextmanager
def program(
    start: list[str], folder: Path, *words: str
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    asked = [*start, str(folder), "--listen", f"127.0.0.1:{port}", "--allow", "127.0.0.0/8", *words]
    with subprocess.Popen(asked, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as process:  # fmt: skip
        try:
            assert process.stderr is not None
            while "listens on" not in (line := process.stderr.readline()):
                assert line, "the program ended"
            yield process, port
        finally:
            process.kill()


@pytest.mark.parametrize("start", [PROGRAM, COMMAND], ids=["module", "command"])
def test_the_program_filters_logs_and_ends_when_told(
    school: Path, origin: int, tmp_path: Path, start: list[str]
) -> None:
    (tmp_path / "hosts").write_text("127.0.0.1 fine.test bets.test # own\n\n")
    words = ("--hosts", str(tmp_path / "hosts"), "--log", str(tmp_path / "log"))
    with program(start, school, *words) as (process, port):
        with socket.create_connection(("127.0.0.1", port), 5) as one:
            for host, status in (("fine", 200), ("bets", 403)):
                one.sendall(head(f"http://{host}.test:{origin}/bytes/5"))
                assert heard(one).status == status
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    verdicts = [read_line(one).verdict for one in (tmp_path / "log").read_text().splitlines()]
    assert verdicts == ["allow", "block"]


def test_what_is_under_way_ends_whole_when_the_program_is_told_to_end(
    school: Path, tmp_path: Path
) -> None:
    from tests.gateways.proxy.origins import Told, told

    begun, ending = threading.Event(), threading.Event()

    def act(one: socket.socket, origin: Told) -> None:
        origin.read_head(one)
        one.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n12")
        begun.set()
        ending.wait(20)
        time.sleep(0.25)
        one.sendall(b"34")

    with told(act) as origin, program(PROGRAM, school) as (process, port):
        with socket.create_connection(("127.0.0.1", port), 5) as one:
            one.sendall(head(f"http://127.0.0.1:{origin.port}/"))
            assert begun.wait(20)
            process.send_signal(signal.SIGTERM)
            ending.set()
            assert heard(one).body == b"1234"
        assert process.wait(10) == 0


def test_no_django_and_nothing_but_idna_is_imported() -> None:
    code = (
        "import sys; import schoolgate.gateways.proxy.commandline; "
        "print(sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    got = subprocess.run([sys.executable, "-c", code], env=ENV, capture_output=True, text=True,
                         check=True)  # fmt: skip
    named = set(eval(got.stdout)) - sys.stdlib_module_names
    assert {name for name in named if not name.startswith("_")} <= {
        "schoolgate", "idna", "pysqlite3", "distutils-precedence", "sitecustomize", "usercustomize",
    }  # fmt: skip


@pytest.mark.parametrize(("words", "says"), [
    (["--listen", "3128"], "--listen wants an address and a port"),
    (["--listen", "127.0.0.1:99999"], "--listen wants an address and a port"),
    (["--listen", "192.0.2.1:3128"], "Cannot listen on 192.0.2.1:3128: Cannot assign"),
    (["--allow", "10.0.0.1/8"], "A network is not readable"),
    (["--users", "/nowhere/users"], "Nobody can sign in: "),
    (["--hosts", "/nowhere/hosts"], "/nowhere/hosts cannot be read"),
    (["--new-user", "a b"], "A name has no space"),
])  # fmt: skip
def test_nonsense_is_answered_in_one_sentence(school: Path, words: list[str], says: str) -> None:
    found = run(str(school), *words, said="secret\n")
    assert found.returncode == 2
    assert found.stderr.startswith(says)
    assert len(found.stderr.splitlines()) == 1


def test_a_line_of_hosts_that_is_none_is_named(school: Path, tmp_path: Path) -> None:
    (tmp_path / "hosts").write_text("10.0.0.1 fine.test\nfine.test 10.0.0.1\n")
    found = run(str(school), "--hosts", str(tmp_path / "hosts"))
    assert (found.returncode, "line 2" in found.stderr) == (2, True)


def test_a_new_user_is_a_line_of_the_file(school: Path) -> None:
    found = run(str(school), "--new-user", "araman", said="copper kettle\n")
    (kept,) = read(found.stdout).values()
    assert kept.fits(b"copper kettle")
    assert not kept.fits(b"copper kettle\n")
