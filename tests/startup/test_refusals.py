"""Whatever is wrong at start-up: real processes, one sentence, exit code 2, nothing repaired."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.records import programs

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]
SERVE = ("-c", "import schoolgate.config.wsgi")
COMMAND = ("-m", "schoolgate", "load_policies")
BOTH = pytest.mark.parametrize("program", [SERVE, COMMAND], ids=["server", "command"])


@pytest.fixture(scope="module")
def _kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    programs.demonstrated(folder)
    assert programs.sg(folder, "journal", "head", "--school", "brookside").returncode == 0
    return folder


@pytest.fixture
def house(_kept: Path, tmp_path: Path) -> Path:
    """The folder of a school that has been at work: people, a journal, a signed head."""
    return shutil.copytree(_kept, tmp_path / "var")


def started(
    folder: Path,
    program: tuple[str, ...],
    before: Callable[[], object] | None = None,
    **outside: str,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *program], env=programs.environment(folder) | outside,
        capture_output=True, text=True, check=False, preexec_fn=before,
    )  # fmt: skip


def refused(folder: Path, program: tuple[str, ...], **how: Any) -> str:
    """Start a program that must refuse with one line, and leave every file as it was."""
    before = contents(folder)
    run = started(folder, program, **how)
    assert run.returncode == 2, run.stderr
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    assert run.stderr.count("\n") == 1
    assert run.stderr.endswith(".\n")
    assert contents(folder) == before
    return run.stderr.strip()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but SQLite's two helpers, which come and go as it is opened."""
    found = (path for path in folder.glob("**/*") if path.is_file())
    return {
        path.name: path.read_bytes() for path in found if path.suffix[-4:] not in {"-wal", "-shm"}
    }


def do(folder: Path, sql: str) -> None:
    with sqlite3.connect(folder / "schoolgate.db") as database:
        database.execute(sql)
    database.close()


# --- What is no reason to refuse ------------------------------------------------------------------


@BOTH
def test_a_house_in_good_order_starts(house: Path, program: tuple[str, ...]) -> None:
    run = started(house, program)
    assert (run.returncode, run.stderr) == (0, "")


def test_a_new_house_starts_with_no_set_up(tmp_path: Path) -> None:
    new = tmp_path / "deep" / "var"
    assert programs.sg(new, "migrate", "-v0").returncode == 0
    assert (new / "secret-key").stat().st_mode & 0o777 == 0o600
    assert started(new, SERVE).returncode == 0


def test_a_first_start_that_was_killed_can_be_tried_again(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("x" * 60)
    (tmp_path / "schoolgate.db").touch()
    assert programs.sg(tmp_path, "migrate", "-v0").returncode == 0
    assert started(tmp_path, SERVE).returncode == 0


def test_a_server_killed_at_work_starts_again(house: Path) -> None:
    writer = programs.start(house, "append", "100000", "word")
    assert writer.stdout is not None
    for _ in range(20):
        writer.stdout.readline()
    writer.kill()
    writer.communicate()
    assert started(house, SERVE).returncode == 0


def test_policies_are_checked_without_a_folder_to_write_to(tmp_path: Path) -> None:
    run = started(Path("/proc/no-such-folder"), ("-m", "schoolgate", "policy", "--help"))
    assert run.returncode == 0


# --- The database ---------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("kept", [5_000, 100_000, 300_000])
def test_a_database_that_was_cut_short(house: Path, program: tuple[str, ...], kept: int) -> None:
    os.truncate(house / "schoolgate.db", kept)
    said = refused(house, program)
    assert "schoolgate.db is damaged: its last " in said
    assert said.endswith("bytes are missing. Move it away and put back a backup.")


@BOTH
def test_a_database_that_was_overwritten_in_the_middle(
    house: Path, program: tuple[str, ...]
) -> None:
    with (house / "schoolgate.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 150_000)
    assert "schoolgate.db is damaged: " in refused(house, program)


@BOTH
def test_a_file_that_is_no_database(house: Path, program: tuple[str, ...]) -> None:
    (house / "schoolgate.db").write_text("Dear parents," * 1_000)
    assert "is damaged: it is no SQLite database." in refused(house, program)


@BOTH
@pytest.mark.parametrize("how", ["gone", "empty"])
def test_a_database_that_is_gone(house: Path, program: tuple[str, ...], how: str) -> None:
    (house / "schoolgate.db").unlink()
    if how == "empty":
        (house / "schoolgate.db").touch()
    said = refused(house, program)
    assert "schoolgate.db is gone or empty, and there was one. Put it back from a backup" in said


@BOTH
def test_tables_of_a_newer_program(house: Path, program: tuple[str, ...]) -> None:
    do(house, "INSERT INTO django_migrations (app, name, applied) "
              "VALUES ('people', '0999_the_future', '2030-01-01')")  # fmt: skip
    said = refused(house, program)
    assert said.startswith(
        "A newer Schoolgate has used this database: people 0999_the_future is not known here."
    )


def test_tables_of_an_older_program_are_not_served(house: Path) -> None:
    do(house, "DELETE FROM django_migrations WHERE app = 'gateways'")
    said = refused(house, SERVE)
    assert said.startswith("The database lacks gateways 0001_initial")
    assert said.endswith("Run ./sg migrate.")


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    url = f"postgres://sg@/sg?host={tmp_path}"
    for program in (SERVE, COMMAND):
        said = refused(tmp_path / "var", program, SCHOOLGATE_DATABASE_URL=url)
        assert said.startswith("The database does not answer: ")
        assert said.endswith("Start it, or mend SCHOOLGATE_DATABASE_URL.")


# --- Keys -----------------------------------------------------------------------------------------


@BOTH
def test_a_lost_key_of_cookies(house: Path, program: tuple[str, ...]) -> None:
    (house / "secret-key").unlink()
    assert "secret-key is missing, and cookies and links were signed" in refused(house, program)
    assert not (house / "secret-key").exists()


def test_a_key_from_the_environment_needs_no_file(house: Path) -> None:
    (house / "secret-key").unlink()
    run = started(house, SERVE, SCHOOLGATE_SECRET_KEY="k" * 60)
    assert run.returncode == 0


@BOTH
def test_a_lost_key_of_the_journal(house: Path, program: tuple[str, ...]) -> None:
    (house / "journal-key").unlink()
    assert "journal-key is missing, and heads of the journal were signed" in refused(house, program)
    assert not (house / "journal-key").exists()


def test_what_only_reads_still_tells_what_is_wrong(house: Path) -> None:
    (house / "journal-key").unlink()
    run = programs.sg(house, "journal", "verify")
    assert run.returncode == 1
    assert "The key var/journal-key is missing" in run.stdout


# --- Folder, disk, clock --------------------------------------------------------------------------


def _obey_modes() -> None:
    """Root of a container writes anywhere, until it gives up the right to."""
    change_bounds, pass_over_modes = 24, 1
    ctypes.CDLL(None).prctl(change_bounds, pass_over_modes, 0, 0, 0)


@BOTH
def test_a_folder_that_is_read_only(house: Path, program: tuple[str, ...]) -> None:
    house.chmod(0o555)
    try:
        said = refused(house, program, before=_obey_modes)
    finally:
        house.chmod(0o755)
    assert "cannot be written to (permission denied)." in said


@BOTH
def test_a_full_disk(house: Path, program: tuple[str, ...]) -> None:
    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))

    said = refused(house, program, before=full)
    assert said.startswith("There is no room left on the disk of ")


@BOTH
def test_a_clock_that_was_set_back(house: Path, program: tuple[str, ...]) -> None:
    do(house, "DROP TRIGGER records_entry_update")
    do(house, "UPDATE records_entry SET at = '2095-05-03 10:00:00'")
    said = refused(house, program)
    assert said.startswith("The clock of this machine says ")
    assert "but the journal goes on to 3 May 2095, 11:00. Set the clock right" in said


# --- The whole server -----------------------------------------------------------------------------


def test_the_server_stops_and_says_why(house: Path) -> None:
    os.truncate(house / "schoolgate.db", 5_000)
    granian = Path(sys.executable).with_name("granian")
    run = subprocess.run(
        [granian, "--interface", "wsgi", "--port", "0", "--log-level", "warning",
         "schoolgate.config.wsgi:application"],
        env=programs.environment(house), capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert run.returncode != 0
    assert "schoolgate.db is damaged: its last " in run.stderr
    assert "Traceback" not in run.stdout + run.stderr
