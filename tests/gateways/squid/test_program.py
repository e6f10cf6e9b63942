"""The helper as Squid starts it: a program on two pipes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.filtering import schools

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]

PUPIL, TEACHER = "10.1.0.7", "10.2.0.7"
PROGRAM = [sys.executable, "-I", "-m", "schoolgate.gateways.squid.helper"]


def yesterday() -> date:
    """The program goes by the machine's own clock, so its filter begins by it too."""
    return datetime.now(UTC).date() - timedelta(1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return schools.make(tmp_path_factory.mktemp("filter"), since=yesterday())


@pytest.fixture
def program(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([*PROGRAM, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, bufsize=0) as made:  # fmt: skip
        yield made
        made.kill()


def told(program: subprocess.Popen[bytes], data: bytes) -> bytes:
    """Write to the program and return one answer."""
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(data)
    return program.stdout.readline()


def test_it_answers_while_lines_come_and_ends_with_its_input(
    program: subprocess.Popen[bytes],
) -> None:
    assert told(program, f"1 {PUPIL} - bets.test 443 CONNECT -\n2 ".encode()).startswith(b"1 ERR ")
    assert told(program, f"{PUPIL} - x\n3 {PUPIL} - half".encode()).startswith(b"2 ERR ")
    rest, complaints = program.communicate()
    assert (rest, complaints, program.returncode) == (b"", b"", 0)


def test_it_ends_quietly_when_nobody_reads_any_more(program: subprocess.Popen[bytes]) -> None:
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.close()
    assert program.stdin is not None
    program.stdin.write(b"1 x\n")
    assert program.wait(5) == 0
    assert program.stderr.read() == b""


def test_a_new_snapshot_is_taken_up_within_a_second_and_a_half(tmp_path: Path) -> None:
    schools.make(tmp_path, since=yesterday())
    line = f"1 {TEACHER} - later.test 443 CONNECT -\n".encode()
    with subprocess.Popen([*PROGRAM, str(tmp_path)], stdin=subprocess.PIPE, bufsize=0,
                          stdout=subprocess.PIPE) as made:  # fmt: skip
        assert told(made, line).startswith(b"1 OK ")
        schools.make(tmp_path, since=yesterday(), listed=[("later.test", "gambling")])
        start = time.monotonic()
        while told(made, line).startswith(b"1 OK "):
            assert time.monotonic() - start < 1.5
            time.sleep(0.05)
        made.kill()


def test_it_imports_no_django(folder: Path) -> None:
    found = subprocess.run([sys.executable, "-I", "-X", "importtime", *PROGRAM[2:], str(folder)],
                           stdin=subprocess.DEVNULL, capture_output=True, check=True)  # fmt: skip
    imported = {line.rpartition("|")[2].strip() for line in found.stderr.decode().splitlines()}
    assert "schoolgate.filtering.judging" in imported
    assert not {one for one in imported if one.partition(".")[0] in {"django", "asyncio", "ssl"}}


def test_a_pipe_that_does_not_block_is_made_to(folder: Path) -> None:
    ours, its = os.pipe()
    os.set_blocking(ours, False)
    with subprocess.Popen([*PROGRAM, str(folder)], stdin=ours, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL) as made:  # fmt: skip
        os.close(ours)
        time.sleep(0.3)
        os.write(its, f"1 {PUPIL} - open.test 443 CONNECT -\n".encode())
        os.close(its)
        assert made.stdout is not None
        assert made.stdout.read().startswith(b"1 OK ")
